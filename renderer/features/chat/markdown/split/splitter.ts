import type { Node, RootContent, Table } from 'mdast';
import { parseMarkdown } from '../parse/parseMarkdown';
import { unfinishedText } from '../parse/unfinishedText';
import type { Block, ListBlock, TableBlock } from './blocks';
import { append, emptyList, type ChunkedList } from './chunkedList';
import { lineStartAt, nextLineStart, startOf } from './lines';
import { fenceBlock, openFence, readFence, type OpenFence } from './openFence';
import { reuseEqualBlocks } from './reuseEqualBlocks';
import { countSettledBlocks, countSettledItems } from './settled';
import { toBlocks } from './toBlocks';

/**
 * An answer cut into blocks, as far as it has arrived. Immutable: `advance` returns a new one, and shares with it every
 * block that can no longer change.
 */
export interface SplitAnswer {
  /** All text seen so far. */
  readonly text: string;
  /** Blocks that can no longer change. */
  readonly finished: ChunkedList<Block>;
  /** Blocks of the text from `offset` on, which is parsed again when more arrives. */
  readonly growing: readonly Block[];
  /** Where the text starts that is not finished. */
  readonly offset: number;
  /** The list or table whose first parts are finished and that the text at `offset` continues. */
  readonly open: ListBlock | TableBlock | null;
  /** The two lines that make the rows at `offset` a table, when `open` is one. */
  readonly tableHead: string;
  /** The code block that the text at `offset` continues. */
  readonly fence: OpenFence | null;
  /** Whether the answer defines links or footnotes. */
  readonly hasDefinitions: boolean;
}

/** An answer of which nothing has been read. */
export const emptyAnswer: SplitAnswer = {
  text: '',
  finished: emptyList,
  growing: [],
  offset: 0,
  open: null,
  tableHead: '',
  fence: null,
  hasDefinitions: false,
};

/**
 * Reads on in an answer that is still being written. Only what follows the last finished block is parsed, so the cost
 * follows the length of the open block and not of the answer. Text that does not continue what was read starts anew.
 */
export function advance(answer: SplitAnswer, text: string): SplitAnswer {
  if (text === answer.text) return answer;
  return readRest({ ...knownPart(answer, text), text }, false);
}

/**
 * All blocks of an answer that ends with `text`. The same text gives the same blocks whether `answer` has read nothing
 * of it or was advanced through it; blocks that were finished on the way are the same objects.
 */
export function complete(answer: SplitAnswer, text: string): ChunkedList<Block> {
  const known = knownPart(answer, text);
  const end = readRest({ ...known, text }, true);
  const mayLackDefinitions = end.hasDefinitions && known.offset > 0;
  if (!mayLackDefinitions) return end.finished;
  return reuseEqualBlocks(readRest({ ...emptyAnswer, text }, true).finished, end.finished);
}

/** How many characters are parsed again when the answer goes on. */
export function reparsedLength(answer: SplitAnswer): number {
  return answer.fence ? 0 : answer.text.length - answer.offset + answer.tableHead.length;
}

function knownPart(answer: SplitAnswer, text: string): SplitAnswer {
  return text.startsWith(answer.text) ? answer : emptyAnswer;
}

function readRest(answer: SplitAnswer, endsHere: boolean): SplitAnswer {
  if (!answer.fence) return parseRest(answer, endsHere);
  const { fence, closedAt } = readFence(answer.fence, answer.text);
  if (closedAt !== null) {
    const finished = append(answer.finished, [fenceBlock(fence, '', false)]);
    return parseRest({ ...answer, finished, fence: null, offset: closedAt, growing: [] }, endsHere);
  }
  const block = fenceBlock(fence, answer.text, !endsHere);
  return endsHere
    ? { ...answer, finished: append(answer.finished, [block]) }
    : { ...answer, fence, offset: fence.offset, growing: [block] };
}

function parseRest(answer: SplitAnswer, endsHere: boolean): SplitAnswer {
  const { open, tableHead, offset, text } = answer;
  const written = tableHead + text.slice(offset);
  const source = endsHere ? written : unfinishedText(written);
  const shift = offset - tableHead.length;
  const { blocks, hasDefinitions } = parseMarkdown(source);
  const settled = endsHere ? blocks.length : countSettledBlocks(blocks, source);
  const isOpenFinished = settled > 0;
  const read: SplitAnswer = {
    ...answer,
    finished: append(answer.finished, toBlocks(blocks.slice(0, settled), { shift, isGrowing: false, open })),
    growing: [],
    open: isOpenFinished ? null : open,
    tableHead: isOpenFinished ? '' : tableHead,
    hasDefinitions: answer.hasDefinitions || hasDefinitions,
  };
  const [first, ...others] = blocks.slice(settled);
  return first ? keepRest(read, { first, others, source, shift }) : read;
}

/** Parsed nodes that may still change. */
interface Rest {
  first: RootContent;
  others: RootContent[];
  source: string;
  shift: number;
}

/** Leaves the rest to be parsed again with the text to come, but for the parts of a list or table that are finished. */
function keepRest(answer: SplitAnswer, { first, others, source, shift }: Rest): SplitAnswer {
  if (first.type === 'code') {
    const fence = openFence(first, answer.text, startOf(first) + shift);
    if (fence && readFence(fence, answer.text).closedAt === null)
      return readRest({ ...answer, fence }, false);
  }
  const tableHead = first.type === 'table' ? headOf(first, source) : '';
  const parts = partsOf(first);
  const settledParts = countSettledParts(first, source);
  const isOpen = settledParts > 0 || tableHead !== '' || answer.open !== null;
  // Becoming blocks costs the nodes their positions, so whatever needs those comes first.
  const restart = isOpen ? parts[settledParts] : first;
  const start = lineStartAt(source, startOf(restart ?? first));
  // A table that has no row left goes on after its head.
  const offset = shift + (restart ? start : start + tableHead.length);
  const growing = toBlocks([first, ...others], { shift, isGrowing: true, open: answer.open, settledParts });
  const [block] = growing;
  const open = isOpen && (block?.kind === 'list' || block?.kind === 'table') ? block : null;
  return { ...answer, offset: Math.max(offset, answer.offset), open, tableHead, growing };
}

function partsOf(node: RootContent): readonly Node[] {
  if (node.type === 'list') return node.children;
  return node.type === 'table' ? node.children.slice(1) : [];
}

function countSettledParts(node: RootContent, source: string): number {
  if (node.type === 'list') return countSettledItems(node, source);
  // A row is one line: only the last one may be incomplete.
  return node.type === 'table' ? Math.max(0, node.children.length - 2) : 0;
}

/** The header and delimiter lines of a table; empty while the second is incomplete and may yet make it none. */
function headOf(table: Table, source: string): string {
  const start = lineStartAt(source, startOf(table));
  const delimiterLine = nextLineStart(source, start);
  const end = delimiterLine === null ? null : nextLineStart(source, delimiterLine);
  return end === null ? '' : source.slice(start, end);
}
