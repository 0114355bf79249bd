import type { Code, List, Node, RootContent } from 'mdast';
import { endOf, hasBlankLine, lineStartAt, nextLineStart, startOf } from './lines';

/**
 * How many of the blocks can no longer change, whatever text follows. The last block never counts: it may go on.
 *
 * Markdown is decided line by line, and a later line only touches the block that is still open. So a block is final
 * once the one after it has certainly begun; the exceptions are the lines that may still turn out to be something else.
 */
export function countSettledBlocks(blocks: readonly RootContent[], source: string): number {
  for (let index = blocks.length - 1; index > 0; index--) {
    const previous = blocks[index - 1];
    const next = blocks[index];
    if (previous && next && isBoundarySettled(previous, next, source)) return index;
  }
  return 0;
}

/** How many items of a list that is still open can no longer change. */
export function countSettledItems(list: List, source: string): number {
  const last = list.children[list.children.length - 1];
  if (!last) return 0;
  const hasCertainlyBegun = isLineComplete(last, source) || isItemBegun(lineOf(last, source));
  return Math.max(0, list.children.length - (hasCertainlyBegun ? 1 : 2));
}

function isBoundarySettled(previous: RootContent, next: RootContent, source: string): boolean {
  const isApart = hasBlankLine(source.slice(endOf(previous), lineStartAt(source, startOf(next))));
  switch (previous.type) {
    case 'heading':
    case 'thematicBreak':
    case 'math':
      // These end by themselves.
      return true;
    case 'code':
      // Right after indented code the parser reads some list markers as text, so the two are parsed together.
      return isApart || isFenced(previous, source);
    case 'definition':
      // The next line may be the beginning of the definition's title.
      return isApart || (next.type !== 'paragraph' && isBegun(next, source));
    case 'paragraph':
    case 'table':
      return isApart || isBegun(next, source);
    default:
      // A list, quote or footnote: a line that begins with a letter does not continue it.
      return isBegun(next, source) || (isApart && /^\p{L}/u.test(lineOf(next, source)));
  }
}

/**
 * Whether a block that may follow another without a blank line has begun for certain, and would begin in the same way
 * if the text started with it.
 */
function isBegun(node: RootContent, source: string): boolean {
  if (!isLineComplete(node, source)) return false;
  switch (node.type) {
    case 'list':
      // An empty item may still become the header of a table.
      return isItemBegun(lineOf(node, source));
    case 'table':
      // It is the second line that makes a table; alone, a header that begins with a list marker would be a list.
      return isSecondLineComplete(node, source) && /^ {0,3}[|\p{L}]/u.test(lineOf(node, source));
    case 'code':
      return isFenced(node, source);
    default:
      return true;
  }
}

function isSecondLineComplete(node: Node, source: string): boolean {
  const secondLine = nextLineStart(source, startOf(node));
  return secondLine !== null && nextLineStart(source, secondLine) !== null;
}

/** Whether an unfinished line is an item for certain; `-` and `* *` may still become a rule or a heading's underline. */
function isItemBegun(line: string): boolean {
  return /^[ \t]*(?:-[ \t]+[^-\s]|\*[ \t]+[^*\s]|\+[ \t]+\S|\d{1,9}[.)][ \t]+\S)/.test(line);
}

function isFenced(code: Code, source: string): boolean {
  return /^[ \t]*(?:```|~~~)/.test(lineOf(code, source));
}

function isLineComplete(node: Node, source: string): boolean {
  return nextLineStart(source, startOf(node)) !== null;
}

function lineOf(node: Node, source: string): string {
  return source.slice(
    lineStartAt(source, startOf(node)),
    nextLineStart(source, startOf(node)) ?? source.length,
  );
}
