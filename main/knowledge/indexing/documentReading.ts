import { LoamError } from '../../../preload/contract/errors';
import type { Database } from '../../storage/database';
import type { IndexingClient } from '../../workers/indexing/client';
import type { FileIdentity, RetrievalModelFolder } from '../../workers/indexing/protocol';
import type { Leftovers } from './leftovers';
import type { CompleteReading, QueuedDocument, QueueRepository } from './queueRepository';
import { takeOverRenamed } from './renames';

export type ReadingClient = Pick<
  IndexingClient,
  'identify' | 'openDocument' | 'nextPassages' | 'closeDocument' | 'reset'
>;

export interface DocumentReadingOptions {
  database: Database;
  client: ReadingClient;
  queue: QueueRepository;
  leftovers: Leftovers;
  /** Documents that are read completely, with the number of their passages. */
  onRead: (readings: { document: QueuedDocument; passages: number }[]) => void;
  /** Documents that turned out to be what they were. */
  onUnchanged: (count: number) => void;
}

/** The worker's memory and ours hold so many passages at once. */
const passagesAtOnce = 64;
const mostBufferedPassages = 128;
const mostBufferedDocuments = 64;

/**
 * Reads documents one after another into the passages' table. Small ones are stored several at a time, because each
 * transaction waits for the disk; `flush` stores the rest.
 */
export class DocumentReading {
  readonly #options: DocumentReadingOptions;
  #complete: (CompleteReading & { passages: number })[] = [];
  #unchanged: { document: QueuedDocument; identity: FileIdentity }[] = [];

  constructor(options: DocumentReadingOptions) {
    this.#options = options;
  }

  /**
   * Reads a document that was claimed, unless its content is what it was.
   *
   * @throws LoamError document/*, worker/*, storage/*; generation/cancelled
   */
  async read(document: QueuedDocument, embedder: RetrievalModelFolder, signal: AbortSignal): Promise<void> {
    const { client, queue, database, leftovers } = this.#options;
    if (!queue.isStillRead(document)) return;
    const identity = await client.identify(document.path, signal);
    if (document.revision > 0 && identity.sha256 === document.contentSha256) {
      this.#unchanged.push({ document, identity });
    } else {
      if (document.hasLeftovers) {
        // They would be in the way.
        await leftovers.removeReadings(document.sequence, { isBeingIndexed: false });
      }
      if (await takeOverRenamed(database, document, identity)) this.#options.onUnchanged(1);
      else await this.#readPassages(document, identity, embedder, signal);
    }
    const passages = this.#complete.reduce((sum, { drafts }) => sum + drafts.length, 0);
    const documents = this.#complete.length + this.#unchanged.length;
    if (passages >= mostBufferedPassages || documents >= mostBufferedDocuments) this.flush();
  }

  /** Stores what was read. */
  flush(): void {
    const [complete, unchanged] = [this.#complete, this.#unchanged];
    this.forget();
    if (unchanged.length > 0) {
      this.#options.queue.markUnchanged(unchanged);
      this.#options.onUnchanged(unchanged.length);
    }
    if (complete.length > 0) {
      this.#options.queue.completeReadings(complete);
      this.#options.onRead(complete);
    }
  }

  /** Drops what was read and is not stored: it is still in the queue. */
  forget(): void {
    this.#complete = [];
    this.#unchanged = [];
  }

  async #readPassages(
    document: QueuedDocument,
    identity: FileIdentity,
    embedder: RetrievalModelFolder,
    signal: AbortSignal,
  ): Promise<void> {
    const { client, queue } = this.#options;
    const { handle } = await client.openDocument(document.path, embedder, signal);
    let stored = 0;
    try {
      for (;;) {
        const { passages: drafts, end } = await client.nextPassages(handle, passagesAtOnce, signal);
        if (end !== null) {
          const passages = stored + drafts.length;
          if (passages === 0) throw noText();
          this.#complete.push({ document, identity, end, drafts, passages });
          return;
        }
        if (!queue.isStillRead(document)) break;
        queue.addPassages(document, drafts);
        stored += drafts.length;
      }
    } catch (error) {
      closeQuietly(client, handle);
      throw error;
    }
    closeQuietly(client, handle);
  }
}

function closeQuietly(client: ReadingClient, handle: number): void {
  // A worker that has died has closed it in its own way.
  client.closeDocument(handle).catch(() => undefined);
}

function noText(): LoamError {
  return new LoamError(
    'document/no-text',
    'No text was found in this file. If it holds pictures of text, turn them into text with an OCR program first.',
  );
}
