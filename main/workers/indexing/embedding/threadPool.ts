import { LoamError } from '../../../../preload/contract/errors';
import type { ModelThread } from './modelThread';
import { TextQueue } from './textQueue';
import type { EncodedText } from './threadMessages';

/**
 * Texts that go to a thread together. A query waits for the ones under way, so they are few; but they must last until
 * this thread, busy with a document, hands out the next.
 */
const bundleTokens = 512;
/** So many waiting texts are worth the start of another thread. */
const textsWorthAThread = 8;
/** After a time without work only one thread stays: each holds a copy of the model. */
const idleMs = 60_000;

export interface TextsToRun {
  length: number;
  /** Called when the text's turn comes, so that encoding many does not hold up others. */
  encode(index: number): EncodedText;
  /** Ahead of all that are not. */
  isUrgent: boolean;
  signal: AbortSignal;
}

interface Batch extends TextsToRun {
  results: Float32Array[];
  missing: number;
  resolve(results: Float32Array[]): void;
  reject(error: unknown): void;
}

interface Place {
  thread: ModelThread;
  isBusy: boolean;
}

/** Runs texts through copies of a model, one a thread, as many at once as `limit` says. */
export class ThreadPool {
  readonly #start: () => Promise<ModelThread>;
  readonly #describeFailure: (error: unknown) => LoamError;
  readonly #queue = new TextQueue<Batch>();
  readonly #open = new Set<Batch>();
  readonly #places: Place[] = [];
  readonly #ending = new Set<Promise<void>>();
  #limit: number;
  #starting: Promise<void> | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #isDisposed = false;

  /**
   * @param first a thread that was started already
   * @param limit 1 or more
   */
  constructor(
    first: ModelThread,
    limit: number,
    start: () => Promise<ModelThread>,
    describeFailure: (error: unknown) => LoamError,
  ) {
    this.#places.push({ thread: first, isBusy: false });
    this.#limit = limit;
    this.#start = start;
    this.#describeFailure = describeFailure;
  }

  /** Results in the texts' order. Rejects with generation/cancelled at once when the signal is aborted. */
  run(texts: TextsToRun): Promise<Float32Array[]> {
    if (texts.signal.aborted || this.#isDisposed) return Promise.reject(cancelled());
    if (texts.length === 0) return Promise.resolve([]);
    const { promise, resolve, reject } = Promise.withResolvers<Float32Array[]>();
    const batch: Batch = {
      ...texts,
      encode: texts.encode,
      results: [],
      missing: texts.length,
      resolve,
      reject,
    };
    const abort = (): void => this.#fail(batch, cancelled());
    texts.signal.addEventListener('abort', abort, { once: true });
    this.#open.add(batch);
    this.#queue.add(batch);
    this.#handOut();
    return promise.finally(() => texts.signal.removeEventListener('abort', abort));
  }

  /** How many threads run at once from now on; those above it end what they do. */
  setLimit(limit: number): void {
    this.#limit = limit;
    this.#handOut();
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    clearTimeout(this.#idleTimer);
    for (const batch of [...this.#open]) this.#fail(batch, cancelled());
    await this.#starting;
    this.#closeAllBut(0);
    await Promise.all(this.#ending);
  }

  #handOut(): void {
    clearTimeout(this.#idleTimer);
    let busy = this.#places.filter(({ isBusy }) => isBusy).length;
    for (const place of this.#places) {
      if (busy >= this.#limit) break;
      if (place.isBusy) continue;
      const bundle = this.#takeBundle();
      if (bundle.length === 0) break;
      busy += 1;
      void this.#runBundle(place, bundle);
    }
    const waiting = this.#queue.length;
    if (waiting >= textsWorthAThread || (waiting > 0 && this.#places.length === 0)) this.#startAnother();
    if (busy === 0 && !this.#isDisposed) {
      this.#idleTimer = setTimeout(() => this.#closeAllBut(1), idleMs).unref();
    }
  }

  #takeBundle(): BundledText[] {
    const bundle: BundledText[] = [];
    let tokens = 0;
    let next = this.#queue.take();
    while (next) {
      const { batch, index } = next;
      try {
        const encoded = batch.encode(index);
        tokens += encoded.ids.length;
        bundle.push({ batch, index, encoded });
      } catch (error) {
        this.#fail(batch, error);
      }
      next = tokens < bundleTokens ? this.#queue.take(batch.isUrgent) : undefined;
    }
    return bundle;
  }

  async #runBundle(place: Place, bundle: readonly BundledText[]): Promise<void> {
    place.isBusy = true;
    try {
      const outputs = await place.thread.run(bundle.map(({ encoded }) => encoded));
      bundle.forEach(({ batch, index }, position) => this.#settle(batch, index, outputs[position]));
    } catch (error) {
      if (place.thread.hasEnded) this.#places.splice(this.#places.indexOf(place), 1);
      const failure = this.#describeFailure(error);
      for (const { batch } of bundle) this.#fail(batch, failure);
    } finally {
      place.isBusy = false;
      this.#handOut();
    }
  }

  #settle(batch: Batch, index: number, result: Float32Array | undefined): void {
    if (!result || !this.#open.has(batch)) return;
    batch.results[index] = result;
    batch.missing -= 1;
    if (batch.missing > 0) return;
    this.#open.delete(batch);
    batch.resolve(batch.results);
  }

  #fail(batch: Batch, error: unknown): void {
    this.#open.delete(batch);
    this.#queue.remove(batch);
    batch.reject(error);
  }

  #startAnother(): void {
    if (this.#starting || this.#isDisposed || this.#places.length >= this.#limit) return;
    this.#starting = this.#start()
      .then(
        (thread) => void this.#places.push({ thread, isBusy: false }),
        (error: unknown) => this.#goOnWithout(error),
      )
      .then(() => {
        this.#starting = undefined;
        this.#handOut();
      });
  }

  /** Those that run do the work; there may be no memory for another. */
  #goOnWithout(error: unknown): void {
    this.#limit = Math.max(1, this.#places.length);
    if (this.#places.length > 0) return;
    for (const batch of [...this.#open]) this.#fail(batch, this.#describeFailure(error));
  }

  #closeAllBut(kept: number): void {
    for (const { thread } of this.#places.splice(kept)) {
      const ending = thread.close().finally(() => this.#ending.delete(ending));
      this.#ending.add(ending);
    }
  }
}

interface BundledText {
  batch: Batch;
  index: number;
  encoded: EncodedText;
}

function cancelled(): LoamError {
  return new LoamError('generation/cancelled', 'The embedding was cancelled.');
}
