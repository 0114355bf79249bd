import type { Block } from './block';
import type { ReaderFacts } from './documentReader';

/** A document's blocks as they are read, here or in a thread. */
export interface DocumentBlocks {
  /** Null at the end. One call at a time. */
  next(): Promise<readonly Block[] | null>;
  /** Null before the end. */
  readonly facts: ReaderFacts | null;
  close(): Promise<void>;
}
