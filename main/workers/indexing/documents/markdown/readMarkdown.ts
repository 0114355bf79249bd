import type { Block } from '../block';
import { blockOf } from '../blockText';
import { cleanTitle } from '../documentTitle';
import type { DocumentReader } from '../documentReader';
import { encodingOfFile, textOfFile } from '../text/textOfFile';
import { markdownBlocks } from './markdownBlocks';
import { MarkdownSections, type MarkdownSection } from './markdownSections';

/** Markdown: headings, paragraphs, code and tables, each exactly as it is written. */
export const readMarkdown: DocumentReader = async function* ({ file }) {
  const encoding = await encodingOfFile(file);
  const reading = new MarkdownReading();
  const sections = new MarkdownSections();
  for await (const piece of textOfFile(file, encoding)) yield reading.blocksOf(sections.add(piece));
  yield reading.blocksOf(sections.end());
  return { encoding, pages: null, title: reading.title };
};

/** Data about the text, between two lines of three hyphens before it. To a Markdown parser it looks like a heading. */
const frontMatter = /^---[ \t]*\r?\n[^]*?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)(?:[ \t]*\r?\n)*/;

class MarkdownReading {
  title: string | null = null;
  #isAtStart = true;

  blocksOf(sections: MarkdownSection[]): Block[] {
    return sections.flatMap((section) => this.#blocksOf(section));
  }

  #blocksOf({ text, isCode }: MarkdownSection): Block[] {
    if (isCode) return [blockOf('code', text)];
    const matter = this.#isAtStart ? (frontMatter.exec(text)?.[0] ?? '') : '';
    this.#isAtStart = false;
    const blocks = text.length > matter.length ? markdownBlocks(text.slice(matter.length)) : [];
    this.title ??= titleOfMatter(matter) ?? titleOfHeading(blocks);
    return matter === '' ? blocks : [blockOf('paragraph', matter), ...blocks];
  }
}

function titleOfMatter(matter: string): string | null {
  const title = /^title:[ \t]*(.+)$/m.exec(matter)?.[1];
  return title === undefined ? null : cleanTitle(title.replace(/^(["'])(.*)\1\s*$/, '$2'));
}

function titleOfHeading(blocks: readonly Block[]): string | null {
  const heading = blocks.find(({ headingLevel }) => headingLevel === 1);
  if (heading === undefined) return null;
  const [line = ''] = heading.text.trim().split('\n');
  return cleanTitle(line.replace(/^#\s*/, '').replace(/\s+#+$/, ''));
}
