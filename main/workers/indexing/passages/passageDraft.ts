import type { PassagePlace } from '../../../../preload/contract/knowledge';

/** A piece of a document that is embedded, searched and cited as one. */
export interface PassageDraft {
  /** From 0, in reading order. */
  ordinal: number;
  kind: 'text' | 'code' | 'table';
  /** Exactly the document's text between the offsets. */
  text: string;
  /** In UTF-16 code units of the document's text; neighbours may overlap and leave nothing out between them. */
  startOffset: number;
  endOffset: number;
  /** In the embedder's own tokens, of the text that is embedded. */
  tokens: number;
  place: PassagePlace;
  /** The names of a table's columns, separated by tabs; null where there are none. */
  tableHeader: string | null;
}
