import type { AlignType, ListItem, RootContent, TableRow } from 'mdast';
import { append, type ChunkedList } from './chunkedList';

interface BlockBase {
  /** The offset in the answer at which the block starts: stable while the answer grows. */
  key: number;
  /** Whether more text may still change the block. A finished block is the same object for good. */
  isGrowing: boolean;
}

/** A list item or a table row. */
export interface Part<T> extends BlockBase {
  node: T;
}

/** Any block that is parsed and drawn as a whole: paragraph, heading, quote, formula, footnote, rule. */
export interface LeafBlock extends BlockBase {
  kind: 'leaf';
  node: RootContent;
}

/** A fenced or indented code block; its lines come in pieces of a fixed number so that finished lines stay finished. */
export interface CodeBlock extends BlockBase {
  kind: 'code';
  /** The first word of the info string as written, or null. */
  language: string | null;
  pieces: readonly string[];
}

/** A list whose finished items are kept apart from those that may still change. */
export interface ListBlock extends BlockBase {
  kind: 'list';
  isOrdered: boolean;
  /** Number of the first item of an ordered list. */
  start: number;
  finished: ChunkedList<Part<ListItem>>;
  growing: readonly Part<ListItem>[];
}

/** A table whose finished rows are kept apart from those that may still change. */
export interface TableBlock extends BlockBase {
  kind: 'table';
  align: readonly AlignType[];
  header: TableRow;
  finished: ChunkedList<Part<TableRow>>;
  growing: readonly Part<TableRow>[];
}

export type Block = LeafBlock | CodeBlock | ListBlock | TableBlock;

/** The parts of a list or table in display order, grouped so that groups of finished parts keep their identity. */
export function groupParts<T>(block: {
  finished: ChunkedList<T>;
  growing: readonly T[];
}): readonly (readonly T[])[] {
  return append(block.finished, block.growing).chunks;
}
