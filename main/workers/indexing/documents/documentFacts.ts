import type { DocumentFormat } from '../../../../preload/contract/knowledge';

/** What is known of a document once it was read to its end. */
export interface DocumentFacts {
  format: DocumentFormat;
  /** As detected, in the names of the Encoding standard; null for binary formats. */
  encoding: string | null;
  /** Pages of a PDF; null where the format has none. */
  pages: number | null;
  /** As the document itself says; null where it says nothing. */
  title: string | null;
  /** Of all blocks, in UTF-16 code units. */
  characters: number;
}
