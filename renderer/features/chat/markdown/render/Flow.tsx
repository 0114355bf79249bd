import type { Heading, ListItem, RootContent } from 'mdast';
import { Fragment, useContext, type ReactNode } from 'react';
import { splitIntoPieces } from '../split/codePieces';
import { CodeBlockView } from './CodeBlockView';
import { FootnotesContext, MAX_DEPTH, plainText, type Drawing, type FlowPlace } from './drawing';
import { Formula } from './Formula';
import { ListView } from './ListView';
import classes from './Markdown.module.css';
import { phrasing } from './Phrasing';
import { TableView } from './TableView';

/** Blocks one below the other. Every element is named here; nothing of the answer becomes one. */
export function flow(nodes: readonly RootContent[], place: FlowPlace): ReactNode {
  return nodes.map((node, index) => <Fragment key={index}>{flowNode(node, place)}</Fragment>);
}

/** One block. */
export function flowNode(node: RootContent, place: FlowPlace): ReactNode {
  const { drawing, isGrowing } = place;
  const inside: FlowPlace = { ...place, depth: place.depth + 1 };
  if (place.depth > MAX_DEPTH) return <p>{plainText(node)}</p>;
  switch (node.type) {
    case 'paragraph':
      return <p>{phrasing(node.children, drawing)}</p>;
    case 'heading':
      return drawHeading(node, drawing);
    case 'blockquote':
      return <blockquote>{flow(node.children, inside)}</blockquote>;
    case 'list':
      return (
        <ListView
          isOrdered={node.ordered ?? false}
          start={node.start ?? 1}
          groups={[node.children.map((item, index) => ({ key: index, isGrowing, node: item }))]}
          drawItem={itemContent}
          drawing={drawing}
          depth={inside.depth}
        />
      );
    case 'table': {
      const [header, ...rows] = node.children;
      const parts = rows.map((row, index) => ({ key: index, isGrowing, node: row }));
      return (
        header && <TableView align={node.align ?? []} header={header} groups={[parts]} drawing={drawing} />
      );
    }
    case 'code':
      return (
        <CodeBlockView
          pieces={splitIntoPieces(node.value)}
          language={node.lang ?? null}
          isGrowing={isGrowing}
        />
      );
    case 'math':
      return <Formula tex={node.value} isDisplay isUnclosed={node.data.isUnclosed ?? false} />;
    case 'thematicBreak':
      return <hr />;
    case 'footnoteDefinition':
      return (
        <FootnoteDraft label={node.label ?? node.identifier}>{flow(node.children, inside)}</FootnoteDraft>
      );
    case 'definition':
      return null;
    default:
      // The parser puts nothing else here; should it ever, its text is shown.
      return <p>{plainText(node)}</p>;
  }
}

/** What stands in a list item. */
export function itemContent(item: ListItem, place: FlowPlace): ReactNode {
  return flow(item.children, place);
}

/** The screen has headings of its own, so the answer's begin at the third level; the look follows what was written. */
function drawHeading(node: Heading, drawing: Drawing): ReactNode {
  const Element = `h${Math.min(node.depth + 2, 6)}` as 'h3' | 'h4' | 'h5' | 'h6';
  return (
    <Element className={classes.heading} data-level={node.depth}>
      {phrasing(node.children, drawing)}
    </Element>
  );
}

/** A footnote where it was written, until the answer is finished and all footnotes are listed below it. */
function FootnoteDraft({ label, children }: { label: string; children: ReactNode }) {
  const isListed = useContext(FootnotesContext) !== null;
  if (isListed) return null;
  return (
    <div className={classes.footnoteDraft}>
      <sup>{label}</sup>
      <div>{children}</div>
    </div>
  );
}
