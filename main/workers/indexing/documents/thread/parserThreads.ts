import { findThreadFile, ParserThread } from './parserThread';

/** A thread is replaced after so many documents, whatever they have left behind in it. */
const mostUses = 500;
/** With what lies outside the heap, a document stays below 300 MB. */
const defaultHeapMegabytes = 168;
/** An idle thread holds some 50 MB. */
const idleMs = 60_000;

/**
 * The threads that read documents. One that is done is kept for a while, so that many small documents need not wait for
 * many threads to start.
 */
export class ParserThreads {
  readonly #findThreadFile: () => string;
  readonly #heapMegabytes: number;
  #idle: ParserThread | null = null;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(threadFile: () => string = findThreadFile, heapMegabytes = defaultHeapMegabytes) {
    this.#findThreadFile = threadFile;
    this.#heapMegabytes = heapMegabytes;
  }

  /** Whoever takes a thread gives it back or ends it. */
  take(): ParserThread {
    const idle = this.#idle;
    this.#idle = null;
    clearTimeout(this.#idleTimer);
    if (idle?.isAlive === true) return idle;
    return new ParserThread(this.#findThreadFile(), this.#heapMegabytes);
  }

  async giveBack(thread: ParserThread): Promise<void> {
    thread.release();
    if (!thread.isAlive) return;
    if (this.#idle !== null || thread.uses >= mostUses) {
      await thread.end();
      return;
    }
    this.#idle = thread;
    this.#idleTimer = setTimeout(() => void this.dispose(), idleMs).unref();
  }

  /** Ends the idle thread; the next document starts another. */
  async dispose(): Promise<void> {
    clearTimeout(this.#idleTimer);
    const idle = this.#idle;
    this.#idle = null;
    await idle?.end();
  }
}
