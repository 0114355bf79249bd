import { LoamError, type SerializedError } from '../../../preload/contract/errors';
import type { IndexingProgress } from '../../../preload/contract/knowledge';
import type { Clock } from '../../clock';
import type { CoreEvents } from '../../events';
import type { Logger } from '../../log/logger';
import { Throttle } from '../../models/downloads/throttle';
import type { SettingsService } from '../../settings/settingsService';
import type { Database } from '../../storage/database';
import type { ReadingClient } from './documentReading';
import { EmbeddingBacklog } from './embeddingBacklog';
import { ProgressCounter } from './indexingProgress';
import { IndexingRun, type IndexingTarget } from './indexingRun';
import { Leftovers } from './leftovers';
import { type QueuedDocument, QueueRepository, type WaitingWork } from './queueRepository';

export interface IndexingQueueOptions {
  database: Database;
  client: ReadingClient;
  index: IndexingTarget;
  settings: Pick<SettingsService, 'get'>;
  events: CoreEvents;
  clock: Clock;
  logger: Logger;
  /** How long a document stays after its file is gone: it may come back under another name. */
  graceMs: number;
  /** How often work that another process put into the queue is looked for. */
  pollMs: number;
}

const announceProgressEveryMs = 250;
const announceChangesEveryMs = 400;
const retryAfterMs = 30_000;

/**
 * The durable queue of documents. What is to be done is in the database; this runs it, while it is started, in the one
 * process that keeps the data folder. Whoever starts it stops it.
 */
export class IndexingQueue {
  readonly #options: IndexingQueueOptions;
  readonly #queue: QueueRepository;
  readonly #leftovers: Leftovers;
  readonly #backlog = new EmbeddingBacklog();
  readonly #progress: ProgressCounter;
  readonly #progressNews: Throttle;
  readonly #changeNews: Throttle;
  readonly #idleListeners = new Set<() => void>();
  readonly #changeListeners = new Set<() => void>();
  #waiting: WaitingWork | undefined;
  #loop: Promise<void> | undefined;
  #stop = new AbortController();
  /** Of what is done at the moment. */
  #turn = new AbortController();
  #run: IndexingRun | undefined;
  #wake = Promise.withResolvers<undefined>();
  #isRebuilding = false;
  #isEmpty = true;
  #wasPaused = false;
  #unlisten: (() => void)[] = [];
  #graceTimer: NodeJS.Timeout | undefined;
  #retryTimer: NodeJS.Timeout | undefined;
  #poll: NodeJS.Timeout | undefined;

  constructor(options: IndexingQueueOptions) {
    this.#options = options;
    const { database, index, clock, graceMs, events } = options;
    this.#queue = new QueueRepository(database);
    this.#leftovers = new Leftovers({ database, index, clock, graceMs });
    this.#progressNews = new Throttle(announceProgressEveryMs, () => {
      // A scan that was cut short still ends, maybe after the database was closed.
      if (!this.#isStopped()) events.emit('knowledge.progressChanged', this.progress());
    });
    this.#changeNews = new Throttle(announceChangesEveryMs, () => events.emit('knowledge.changed', {}));
    this.#progress = new ProgressCounter(clock, () => this.#progressNews.note());
  }

  get repository(): QueueRepository {
    return this.#queue;
  }

  /** Why nothing goes on although there is work. */
  get problem(): SerializedError | null {
    return this.#progress.problem;
  }

  progress(): IndexingProgress {
    // What another process does to the queue is not told.
    if (!this.#loop) this.#waiting = undefined;
    this.#waiting ??= this.#queue.waiting();
    return this.#progress.describe(this.#waiting, this.#backlog.passages, {
      isPaused: this.#isPaused(),
      isRebuilding: this.#isRebuilding,
    });
  }

  /** Goes on with what is in the queue. */
  start(): void {
    if (this.#loop) return;
    this.#stop = new AbortController();
    const { events, index } = this.#options;
    const onSettings = (): void => this.#turnToSettings();
    this.#wasPaused = this.#isPaused();
    events.on('settings.changed', onSettings);
    this.#unlisten = [
      () => events.off('settings.changed', onSettings),
      index.onChanged(() => this.#turnToIndex()),
    ];
    this.#loop = this.#work();
    this.#poll = setInterval(() => this.#lookForWork(), this.#options.pollMs);
    this.#poll.unref();
    this.noteRemoved();
  }

  /** Stops within moments. What is done stays; what was under way goes on at the next start. */
  async stop(): Promise<void> {
    for (const unlisten of this.#unlisten) unlisten();
    this.#unlisten = [];
    clearTimeout(this.#graceTimer);
    clearTimeout(this.#retryTimer);
    clearInterval(this.#poll);
    this.#stop.abort();
    this.#turn.abort();
    this.wake();
    await this.#loop;
    this.#loop = undefined;
    this.#progressNews.stop();
    this.#changeNews.stop();
  }

  /** There is, or may be, something to do. */
  wake(): void {
    this.#wake.resolve(undefined);
  }

  /** Documents, sources or collections are not what they were. */
  noteChanged(): void {
    this.#waiting = undefined;
    this.#changeNews.note();
    this.#progressNews.note();
    for (const listener of [...this.#changeListeners]) listener();
    this.wake();
  }

  /** Files were found gone: their rows are deleted in a while. */
  noteRemoved(): void {
    clearTimeout(this.#graceTimer);
    this.#graceTimer = setTimeout(() => this.wake(), this.#options.graceMs + 1);
    this.#graceTimer.unref();
  }

  noteScanning(isScanning: boolean): void {
    this.#progress.noteScanning(isScanning);
  }

  /** Tries again what kept everything from going on. */
  tryAgain(): void {
    if (this.#progress.problem !== null) this.#options.client.reset();
    this.#progress.noteProblem(null);
    this.wake();
  }

  /** Those of these documents that wait for something are read and embedded before all others. */
  putFirst(ids: readonly string[]): void {
    const moved = this.#queue.putFirst(ids);
    if (moved.length > 0) this.#run?.putFirst(moved);
  }

  /** Stops what is being done with a document that was cancelled, removed or is to be read anew. */
  interrupt(isInterrupted: (document: QueuedDocument) => boolean): void {
    this.#run?.cancel(isInterrupted);
  }

  /** Told when the queue has become empty after something was done. Returns a function that stops listening. */
  onIdle(listener: () => void): () => void {
    this.#idleListeners.add(listener);
    return () => void this.#idleListeners.delete(listener);
  }

  /** Told at each change of a document. Returns a function that stops listening. */
  onChanged(listener: () => void): () => void {
    this.#changeListeners.add(listener);
    return () => void this.#changeListeners.delete(listener);
  }

  async #work(): Promise<void> {
    while (!this.#isStopped()) {
      this.#wake = Promise.withResolvers();
      this.#turn = new AbortController();
      const signal = AbortSignal.any([this.#stop.signal, this.#turn.signal]);
      try {
        await this.#takeTurn(signal);
      } catch (error) {
        // An aborted turn is the wish of whoever paused or stopped.
        if (!signal.aborted) this.#noteProblem(error);
      }
      if (!this.#isStopped()) await this.#wake.promise;
    }
  }

  async #takeTurn(signal: AbortSignal): Promise<void> {
    const isHeld = this.#isHeld();
    const hasIndexed = !isHeld && (await this.#index(signal));
    await this.#leftovers.removeAll(signal);
    signal.throwIfAborted();
    if (isHeld) return;
    await this.#rebuild(signal);
    this.#waiting = undefined;
    this.#progressNews.note();
    if (!hasIndexed || this.#queue.waiting().files > 0) return;
    for (const listener of this.#idleListeners) listener();
  }

  /** Returns whether anything was done. */
  async #index(signal: AbortSignal): Promise<boolean> {
    this.#waiting = undefined;
    if (this.#queue.waiting().files === 0) {
      this.#isEmpty = true;
      return false;
    }
    if (this.#isEmpty) this.#progress.begin();
    else this.#progress.goOn();
    this.#isEmpty = false;
    this.#run = new IndexingRun({
      ...this.#options,
      queue: this.#queue,
      leftovers: this.#leftovers,
      backlog: this.#backlog,
      progress: this.#progress,
      onChanged: () => this.#noteProgress(),
      signal,
    });
    try {
      const hasWorked = await this.#run.run();
      this.#isEmpty = this.#queue.waiting().files === 0;
      return hasWorked;
    } finally {
      this.#run = undefined;
      this.#noteProgress();
    }
  }

  /** Work in the background: another embedder's index, and keeping the one that serves tidy. */
  async #rebuild(signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    void this.#wake.promise.then(() => {
      woken.abort();
    });
    try {
      while (await this.#options.index.step(signal)) {
        signal.throwIfAborted();
        this.#isRebuilding = true;
        this.#progressNews.note();
        // What was added meanwhile goes first.
        if (woken.signal.aborted && this.#queue.waiting().files > 0) return;
      }
    } finally {
      this.#isRebuilding = false;
    }
  }

  /** What another process adds, or wants to be read again, is not told. */
  #lookForWork(): void {
    if (this.#run || this.#isHeld()) return;
    try {
      if (this.#queue.waiting().files > 0) this.noteChanged();
    } catch (error) {
      this.#options.logger.error('the queue could not be read', { error });
    }
  }

  #noteProgress(): void {
    this.#waiting = undefined;
    this.#changeNews.note();
    this.#progressNews.note();
    for (const listener of [...this.#changeListeners]) listener();
  }

  #noteProblem(error: unknown): void {
    this.#options.logger.error('indexing stopped', { error });
    this.#progress.noteProblem(error);
    // Space on a full disk is made by the user, who then says so; what else passes may pass by itself.
    if (!(error instanceof LoamError) || !error.retryable || error.code === 'storage/full') return;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.tryAgain(), retryAfterMs);
    this.#retryTimer.unref();
  }

  /** Another embedder may be the way out. */
  #turnToIndex(): void {
    if (this.problem?.code.startsWith('embedder/') === true) this.tryAgain();
    else this.wake();
  }

  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  #isHeld(): boolean {
    return this.#isPaused() || this.#progress.problem !== null;
  }

  #isPaused(): boolean {
    return this.#options.settings.get().isIndexingPaused;
  }

  #turnToSettings(): void {
    const isPaused = this.#isPaused();
    if (isPaused === this.#wasPaused) return;
    this.#wasPaused = isPaused;
    if (isPaused) this.#turn.abort();
    this.#progressNews.note();
    this.wake();
  }
}
