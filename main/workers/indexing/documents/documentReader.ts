import type { Block } from './block';
import type { DocumentFile } from './documentFile';
import type { DocumentLimits } from './documentLimits';

export interface ReaderInput {
  file: DocumentFile;
  limits: DocumentLimits;
  /** Called whenever the reader got on, so that a long job is not taken for one that hangs. */
  onProgress: () => void;
}

/** What a reader has learnt besides the text. */
export interface ReaderFacts {
  encoding: string | null;
  pages: number | null;
  title: string | null;
}

/**
 * Reads one format: yields blocks, any number at a time, and returns what else it found. It holds nothing that grows with
 * the document and reads on only when it is asked. What it throws that is no LoamError means a damaged document.
 */
export type DocumentReader = (input: ReaderInput) => AsyncGenerator<Block[], ReaderFacts>;
