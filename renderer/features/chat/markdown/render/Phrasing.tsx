import type { Image, Link, PhrasingContent } from 'mdast';
import { Fragment, type ReactNode } from 'react';
import { MAX_DEPTH, plainText, type Drawing } from './drawing';
import { CitationMark } from '../../citations/CitationMark';
import { splitCitations } from '../../citations/splitCitations';
import { FootnoteReference } from './FootnoteReference';
import { Formula } from './Formula';
import { ImagePlaceholder } from './ImagePlaceholder';
import { safeLinkUrl } from './linkUrl';
import { markedText } from './markedText';
import classes from './Markdown.module.css';

interface Place {
  drawing: Drawing;
  depth: number;
  /** Links cannot stand in links. */
  isInLink: boolean;
}

/** The content of a paragraph, heading or cell. Every element is named here; nothing of the answer becomes one. */
export function phrasing(nodes: readonly PhrasingContent[], drawing: Drawing): ReactNode {
  return drawAll(nodes, { drawing, depth: 0, isInLink: false });
}

function drawAll(nodes: readonly PhrasingContent[], place: Place): ReactNode {
  const [only] = nodes;
  if (nodes.length === 1 && only?.type === 'text') return drawText(only.value, place);
  return nodes.map((node, index) => <Fragment key={index}>{draw(node, place)}</Fragment>);
}

function draw(node: PhrasingContent, place: Place): ReactNode {
  const { pattern } = place.drawing;
  if (place.depth > MAX_DEPTH) return plainText(node);
  const inside = (children: readonly PhrasingContent[]) =>
    drawAll(children, { ...place, depth: place.depth + 1 });
  switch (node.type) {
    case 'text':
      return drawText(node.value, place);
    case 'emphasis':
      return <em>{inside(node.children)}</em>;
    case 'strong':
      return <strong>{inside(node.children)}</strong>;
    case 'delete':
      return <del>{inside(node.children)}</del>;
    case 'inlineCode':
      return <code className={classes.inlineCode}>{markedText(node.value, pattern)}</code>;
    case 'break':
      return <br />;
    case 'inlineMath':
      return <Formula tex={node.value} isDisplay={node.data.isDisplay ?? false} />;
    case 'html':
      // A line break is all the HTML that tables cannot say otherwise; the rest is shown as it was written.
      return /^<br\s*\/?>$/i.test(node.value) ? <br /> : markedText(node.value, pattern);
    case 'link':
      return drawLink(node, place);
    case 'image':
      return drawImage(node, place);
    case 'footnoteReference':
      return <FootnoteReference identifier={node.identifier} label={node.label ?? node.identifier} />;
    case 'linkReference':
    case 'imageReference':
      // The parser resolves every reference whose definition it knows, and reads the others as text.
      return plainText(node);
  }
}

/** A number in brackets may cite a passage; inside a link it is part of the link. */
function drawText(text: string, { drawing, isInLink }: Place): ReactNode {
  const runs = isInLink ? [{ text }] : splitCitations(text);
  if (runs.length === 1 && runs[0] !== undefined && 'text' in runs[0])
    return markedText(text, drawing.pattern);
  return runs.map((run, index) => (
    <Fragment key={index}>
      {'text' in run ? markedText(run.text, drawing.pattern) : <CitationMark number={run.citation} />}
    </Fragment>
  ));
}

function drawLink(node: Link, place: Place): ReactNode {
  const url = safeLinkUrl(node.url);
  const content = drawAll(node.children, { ...place, depth: place.depth + 1, isInLink: true });
  if (!url || place.isInLink) return content;
  return (
    <a href={url} title={url} rel="noreferrer">
      {content}
    </a>
  );
}

function drawImage(node: Image, place: Place): ReactNode {
  return <ImagePlaceholder address={node.url} description={node.alt ?? ''} isInLink={place.isInLink} />;
}
