import { setTimeout as sleep } from 'node:timers/promises';
import { type LoamError, serializeError } from '../../../preload/contract/errors';
import type { Clock } from '../../clock';
import type { Logger } from '../../log/logger';
import type { Database } from '../../storage/database';
import type { RetrievalModelFolder } from '../../workers/indexing/protocol';
import { SerialQueue } from '../../workers/serialQueue';
import type { SearchIndex } from '../searchIndex/searchIndex';
import { DocumentReading, type ReadingClient } from './documentReading';
import type { EmbeddingBacklog, PassageBatch } from './embeddingBacklog';
import { isDamage, isDeath, lethal, notEmbedded, stopsEverything } from './indexingFailures';
import type { ProgressCounter } from './indexingProgress';
import type { Leftovers } from './leftovers';
import { aheadOfAll, type QueuedDocument, type QueueRepository } from './queueRepository';

/** What indexing needs of the search index. */
export type IndexingTarget = Pick<
  SearchIndex,
  'ensureOpen' | 'index' | 'removePassages' | 'removeDocuments' | 'embedder' | 'step' | 'onChanged'
>;

export interface IndexingRunOptions {
  database: Database;
  client: ReadingClient;
  index: IndexingTarget;
  queue: QueueRepository;
  leftovers: Leftovers;
  backlog: EmbeddingBacklog;
  progress: ProgressCounter;
  clock: Clock;
  logger: Logger;
  /** Documents are not in the state they were in. */
  onChanged: () => void;
  signal: AbortSignal;
}

const claimedAtOnce = 64;
const passagesAtOnce = 128;
/** More than this is not read ahead of the document that is being embedded, unless it stands before that. */
const mostWaitingPassages = 512;
const batchesBetweenRemovals = 4;
/** Passages wait so long for others to be embedded with. */
const gatheringMs = 200;
/** The worker may die so often before anything is done in between. */
const mostDeaths = 8;

/** Works until the queue is empty: reads documents, and embeds the passages of those that are read. */
export class IndexingRun {
  readonly #options: IndexingRunOptions;
  readonly #reading: DocumentReading;
  /** A document that may have ended the worker is read while nothing else happens in it. */
  readonly #worker = new SerialQueue();
  readonly #suspects = new Set<number>();
  #current: { document: QueuedDocument; controller: AbortController } | undefined;
  #isReading = true;
  /** Whether the queue has another order than what was claimed. */
  #isReordered = false;
  #news = Promise.withResolvers<undefined>();
  #deaths = 0;
  #batches = 0;
  /** Of the batch being embedded. */
  #lostBatches = 0;
  #hasWorked = false;
  /** Of reading or embedding: the other one ends. */
  #hasFailed = false;

  constructor(options: IndexingRunOptions) {
    this.#options = options;
    this.#reading = new DocumentReading({
      ...options,
      onRead: (readings) => {
        for (const { document, passages } of readings) {
          options.backlog.add(document, passages);
          options.progress.noteRead(document.bytes, passages);
        }
        this.#changed();
      },
      onUnchanged: (count) => {
        options.progress.noteDone(count);
        this.#changed();
      },
    });
  }

  /**
   * Returns whether anything was done.
   *
   * @throws LoamError what keeps everything from going on: worker/*, embedder/*, storage/*, index/*; the signal's reason
   */
  async run(): Promise<boolean> {
    const { queue, backlog } = this.#options;
    queue.requeueHalfRead();
    backlog.clear();
    for (const document of queue.listEmbedding()) {
      backlog.add(document, queue.countUnindexed(document.sequence));
    }
    const embedding = this.#embedAll();
    // Whichever fails first tells; the other one ends by itself.
    const reading = this.#readAll().finally(() => {
      this.#isReading = false;
      this.#tell();
    });
    const results = await Promise.allSettled([reading, embedding]);
    this.#reading.forget();
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    return this.#hasWorked;
  }

  /** Stops reading the document under way when it is of this source. */
  cancel(isCancelled: (document: QueuedDocument) => boolean): void {
    if (this.#current && isCancelled(this.#current.document)) this.#current.controller.abort();
  }

  /** These documents stand before all others now. */
  putFirst(sequences: readonly number[]): void {
    for (const sequence of sequences) this.#options.backlog.move(sequence, aheadOfAll);
    this.#isReordered = true;
  }

  async #readAll(): Promise<void> {
    const { queue, signal, progress } = this.#options;
    try {
      while (!this.#hasFailed) {
        await this.#whenRoom();
        this.#isReordered = false;
        const claimed = queue.claim(claimedAtOnce);
        if (claimed.length === 0) return;
        try {
          // Where there is none, what was claimed goes back into the queue.
          const embedder = await this.#options.index.embedder();
          for (const [index, document] of claimed.entries()) {
            signal.throwIfAborted();
            // The first always gets its turn. The others go back into the queue when something came in before them.
            if (index > 0 && this.#isOvertaken(document)) break;
            await this.#read(document, embedder);
            const next = claimed[index + 1];
            // Somebody waits for it.
            if (document.queuedAt === aheadOfAll && next?.queuedAt !== aheadOfAll) this.#reading.flush();
          }
          this.#reading.flush();
        } finally {
          queue.unclaim(claimed);
        }
      }
    } catch (error) {
      this.#hasFailed = true;
      throw error;
    } finally {
      progress.noteReading(null);
    }
  }

  #isOvertaken({ queuedAt }: QueuedDocument): boolean {
    return this.#isReordered || this.#options.queue.hasQueuedBefore(queuedAt);
  }

  async #read(document: QueuedDocument, embedder: RetrievalModelFolder): Promise<void> {
    const { signal, progress } = this.#options;
    const controller = new AbortController();
    this.#current = { document, controller };
    progress.noteReading(document.name);
    const either = AbortSignal.any([signal, controller.signal]);
    const read = (): Promise<void> => this.#reading.read(document, embedder, either);
    try {
      await (this.#suspects.has(document.sequence) ? this.#worker.run(read) : read());
    } catch (error) {
      signal.throwIfAborted();
      if (!controller.signal.aborted) this.#noteFailure(document, error);
    } finally {
      this.#current = undefined;
    }
  }

  /** One bad file never stops the rest. */
  #noteFailure(document: QueuedDocument, error: unknown): void {
    if (isDeath(error)) {
      this.#noteDeath(error);
      if (!this.#suspects.has(document.sequence)) {
        this.#suspects.add(document.sequence);
        // What was read before it is complete; it itself goes back into the queue.
        this.#reading.flush();
        this.#options.queue.unclaim([document]);
        return;
      }
      this.#fail(document, lethal());
    } else if (stopsEverything(error)) throw error;
    else this.#fail(document, error);
  }

  #fail(document: Pick<QueuedDocument, 'sequence' | 'id'>, error: unknown): void {
    const { logger, queue, progress } = this.#options;
    logger.warn('document failed', { documentId: document.id, error });
    queue.markFailed(document.sequence, serializeError(error));
    progress.noteFailed();
    this.#deaths = 0;
    this.#changed();
  }

  async #embedAll(): Promise<void> {
    const { backlog, queue, signal } = this.#options;
    try {
      for (;;) {
        signal.throwIfAborted();
        if (this.#hasFailed) return;
        if (backlog.passages < passagesAtOnce && this.#isReading) await this.#gather();
        if (backlog.isEmpty) {
          if (!this.#isReading) return;
          continue;
        }
        const generation = await this.#openIndex();
        if (generation === null) continue;
        const isAlone = this.#lostBatches > 0;
        const batch = backlog.take(
          passagesAtOnce,
          (document, after, limit) => queue.unindexed(document, generation, after, limit),
          isAlone,
        );
        await this.#worker.run(() => this.#embed(batch, isAlone));
        await this.#completeDocuments(batch);
        await this.#removeGone();
      }
    } catch (error) {
      this.#hasFailed = true;
      this.#tell();
      throw error;
    }
  }

  /** Null when the worker died over it, which a document that is being read can bring about. */
  async #openIndex(): Promise<number | null> {
    try {
      return (await this.#options.index.ensureOpen()).generation;
    } catch (error) {
      this.#options.signal.throwIfAborted();
      if (!isDeath(error)) throw error;
      this.#noteDeath(error);
      return null;
    }
  }

  async #embed(batch: PassageBatch, isAlone: boolean): Promise<void> {
    const { index, signal, progress } = this.#options;
    if (batch.passages.length === 0) return;
    try {
      await index.index(batch.passages, signal);
      this.#lostBatches = 0;
      this.#deaths = 0;
      progress.noteIndexed(batch.passages.length);
    } catch (error) {
      signal.throwIfAborted();
      this.#noteLostBatch(batch, isAlone, error);
      batch.parts = [];
    }
  }

  /** Finds the document that cannot be embedded by embedding one at a time. */
  #noteLostBatch({ parts }: PassageBatch, isAlone: boolean, error: unknown): void {
    if (isDeath(error)) this.#noteDeath(error);
    else if (stopsEverything(error) && !isDamage(error)) throw error;
    this.#lostBatches += 1;
    const entry = parts[0]?.entry;
    if (this.#lostBatches < 3 || !isAlone || entry === undefined) return;
    if (isDamage(error)) throw error;
    this.#options.backlog.remove([entry.sequence]);
    this.#fail({ sequence: entry.sequence, id: '' }, notEmbedded(error));
    this.#lostBatches = 0;
  }

  async #completeDocuments(batch: PassageBatch): Promise<void> {
    const { backlog, queue, leftovers, clock, progress } = this.#options;
    const complete = backlog.commit(batch);
    if (complete.length === 0) return;
    const done = new Set(
      queue.completeIndexing(
        complete.map(({ sequence }) => sequence),
        clock.now(),
      ),
    );
    progress.noteDone(done.size);
    this.#changed();
    // The earlier reading of a document is in no search any more, but takes the place of others in it.
    for (const { sequence, revision } of complete) {
      if (revision > 0 && done.has(sequence)) {
        // Its file may have changed once more, and is then being read beside this.
        await leftovers.removeReadings(sequence, { isBeingIndexed: true });
      }
    }
  }

  /** What was removed takes the place of others in a search until it is deleted, and the queue may be long. */
  async #removeGone(): Promise<void> {
    const { leftovers, signal } = this.#options;
    this.#batches += 1;
    if (this.#batches % batchesBetweenRemovals === 0) {
      await leftovers.removeDocuments(signal, { isReading: true });
    }
  }

  /** What stands before everything that is read need not wait for it. */
  async #whenRoom(): Promise<void> {
    const { backlog, queue, signal } = this.#options;
    while (backlog.readAhead >= mostWaitingPassages && !this.#hasFailed) {
      signal.throwIfAborted();
      const { firstQueuedAt } = backlog;
      if (firstQueuedAt !== null && queue.hasQueuedBefore(firstQueuedAt)) return;
      await Promise.race([this.#news.promise, sleep(gatheringMs, undefined, { ref: false })]);
    }
  }

  /** Until there is something more to embed, but not for long. */
  async #gather(): Promise<void> {
    const { backlog } = this.#options;
    const startedMs = performance.now();
    while (this.#isReading && !this.#hasFailed && backlog.passages < passagesAtOnce) {
      const restMs = backlog.isEmpty ? gatheringMs : gatheringMs - (performance.now() - startedMs);
      if (restMs <= 0) return;
      await Promise.race([this.#news.promise, sleep(restMs, undefined, { ref: false })]);
      this.#options.signal.throwIfAborted();
    }
  }

  #noteDeath(error: LoamError): void {
    this.#deaths += 1;
    if (this.#deaths > mostDeaths) throw error;
    // Each death is put down to a document, which is left out if need be: the others are worth another start.
    if (error.code === 'worker/crash-loop') this.#options.client.reset();
  }

  #changed(): void {
    this.#hasWorked = true;
    this.#options.onChanged();
    this.#tell();
  }

  #tell(): void {
    this.#news.resolve(undefined);
    this.#news = Promise.withResolvers<undefined>();
  }
}
