import type { SerializedError } from '../../../../../preload/contract/errors';
import type { DocumentFormat } from '../../../../../preload/contract/knowledge';
import type { Block } from '../block';
import type { DocumentLimits } from '../documentLimits';
import type { ReaderFacts } from '../documentReader';

/** A document that the thread shall read. The file stays open in the process until the thread is done with it. */
export interface DocumentOrder {
  descriptor: number;
  /** As people read it. */
  name: string;
  bytes: number;
  format: DocumentFormat;
  limits: DocumentLimits;
}

/** A thread reads one document at a time. Each order but `close` is answered by one message beside those of progress. */
export type MessageToThread =
  { type: 'open'; document: DocumentOrder } | { type: 'next' } | { type: 'close' };

export type MessageFromThread =
  /** It got on. */
  | { type: 'progress' }
  /** The next batch, or at the end what else was found. */
  | { type: 'blocks'; blocks: Block[] }
  | { type: 'end'; facts: ReaderFacts }
  /** `isSound`: the failure was foreseen, so that the thread can go on with another document. */
  | { type: 'failed'; error: SerializedError; isSound: boolean }
  | { type: 'closed' };
