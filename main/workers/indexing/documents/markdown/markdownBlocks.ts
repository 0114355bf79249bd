import type { RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import type { Block } from '../block';
import { blockOf } from '../blockText';
import { beginsParagraph, LineBlocks } from '../text/lineBlocks';

/**
 * Blocks are all that is looked for. Without what is within lines it is many times faster, and none of the patterns is
 * there that take quadratic time.
 */
const withoutInlines = {
  disable: {
    null: [
      'attention',
      'autolink',
      'emailAutolink',
      'protocolAutolink',
      'wwwAutolink',
      'strikethrough',
      'tasklistCheck',
      'characterEscape',
      'characterReference',
      'codeText',
      'hardBreakEscape',
      'htmlText',
      'labelEnd',
      'labelStartImage',
      'labelStartLink',
    ],
  },
};

/** The blocks of a Markdown text, each exactly as it is written; joined they are the text. */
export function markdownBlocks(text: string): Block[] {
  const nodes = topLevelNodes(text);
  if (nodes === null) return plainBlocks(text);
  const blocks: Block[] = [];
  nodes.forEach((node, index) => {
    // Blank lines belong to what stands before them, and those at the start to the first node.
    const start = index === 0 ? 0 : startOf(node);
    const next = nodes[index + 1];
    const end = next === undefined ? text.length : startOf(next);
    blocks.push(...blocksOfNode(node, text.slice(start, end)));
  });
  return nodes.length > 0 ? blocks : plainBlocks(text);
}

/** Quotations and lists within one another, so many on one line; the parser's time grows with their square. */
const nestedTooDeep = /^(?:[ \t]*(?:>|[-+*][ \t])){50}/m;

/** Null for a text that is nested deeper than the parser can follow. */
function topLevelNodes(text: string): RootContent[] | null {
  if (nestedTooDeep.test(text) || isOneLongLine(text)) return null;
  try {
    const extensions = [gfm(), withoutInlines];
    return fromMarkdown(text, { extensions, mdastExtensions: [gfmFromMarkdown()] }).children;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** No heading and no row of a table is that long, and the parser would look for all of them. */
function isOneLongLine(text: string): boolean {
  return text.length > 16 * 1024 && !text.trimEnd().includes('\n');
}

function plainBlocks(text: string): Block[] {
  const lines = new LineBlocks('paragraph', beginsParagraph);
  return [...lines.add(text), ...lines.end()];
}

/** Nodes of a parsed text always know where they are. Blanks before one belong to its line. */
function startOf(node: RootContent): number {
  const start = node.position?.start;
  return start === undefined ? 0 : (start.offset ?? 0) - (start.column - 1);
}

function blocksOfNode(node: RootContent, text: string): Block[] {
  switch (node.type) {
    case 'heading':
      return [blockOf('heading', text, node.depth)];
    case 'code':
      return [blockOf('code', text)];
    case 'table':
      return rowsOf(text);
    default:
      return [blockOf('paragraph', text)];
  }
}

/** The line below the header only says how columns are aligned. */
function rowsOf(text: string): Block[] {
  const lines = text.split(/(?<=\n)/);
  const start = lines.findIndex((line) => line.trim() !== '');
  const header = lines.slice(0, start + 2).join('');
  const rows: Block[] = [];
  for (const line of lines.slice(start + 2)) {
    const last = rows.at(-1);
    if (line.trim() === '' && last !== undefined) last.text += line;
    else rows.push(blockOf('table-row', line));
  }
  return [blockOf('table-header', header), ...rows];
}
