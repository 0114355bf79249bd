/** What a piece of a document is; the splitter treats each in its own way. */
export type BlockKind = 'heading' | 'paragraph' | 'code' | 'table-header' | 'table-row';

/**
 * A piece of a document's text in reading order. Joined, the texts of all blocks are the document's text, so that
 * offsets count in it: separators (line ends, tabs between a row's cells) belong to the block before them.
 */
export interface Block {
  kind: BlockKind;
  text: string;
  /** 1 to 6 for a heading, null otherwise. */
  headingLevel: number | null;
  /** From 1; null where the format has no pages. */
  page: number | null;
  /** From 1; null where the format has no slides. */
  slide: number | null;
  /** Name of the sheet; null where the format has none. */
  sheet: string | null;
}
