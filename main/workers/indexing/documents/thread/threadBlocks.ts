import { deserializeError, type LoamError } from '../../../../../preload/contract/errors';
import type { Block } from '../block';
import type { DocumentBlocks } from '../documentBlocks';
import { documentMalformed, documentTooLarge, documentTooSlow } from '../documentErrors';
import type { ReaderFacts } from '../documentReader';
import type { ParserThread } from './parserThread';
import type { ParserThreads } from './parserThreads';
import type { DocumentOrder, MessageFromThread } from './threadMessages';

/** A thread that does not stop within this time is ended. */
const closingMs = 300;

type Answer = { blocks: Block[] | null } | { error: LoamError };

/**
 * Reads a document in a thread. The thread is one batch ahead of who asks, and no more. One that says nothing for too long,
 * works too long, or dies is ended, and with it the document.
 */
export class ThreadBlocks implements DocumentBlocks {
  readonly #threads: ParserThreads;
  readonly #thread: ParserThread;
  readonly #order: DocumentOrder;
  #facts: ReaderFacts | null = null;
  /** The answer that is not asked for yet, or who waits for it. */
  #answer = Promise.withResolvers<Answer>();
  #isThreadSound = true;
  #isWorking = false;
  #workedMs = 0;
  #startedMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #onClosed: (() => void) | null = null;
  #closing: Promise<void> | null = null;

  constructor(threads: ParserThreads, order: DocumentOrder) {
    this.#threads = threads;
    this.#order = order;
    this.#thread = threads.take();
    this.#thread.lend({
      onMessage: (message) => this.#hear(message),
      onDeath: (reason) => this.#bury(reason),
    });
    this.#work(() => this.#thread.post({ type: 'open', document: order }));
  }

  get facts(): ReaderFacts | null {
    return this.#facts;
  }

  async next(): Promise<readonly Block[] | null> {
    const answer = await this.#answer.promise;
    if ('error' in answer) throw answer.error;
    if (answer.blocks !== null) {
      this.#answer = Promise.withResolvers();
      this.#work(() => this.#thread.post({ type: 'next' }));
    }
    return answer.blocks;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#rest();
    const isClosed = this.#isThreadSound && (await this.#askToClose());
    if (isClosed) await this.#threads.giveBack(this.#thread);
    else await this.#thread.end();
  }

  /** False when the thread does not answer in time. */
  #askToClose(): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), closingMs);
      this.#onClosed = () => {
        clearTimeout(timer);
        resolve(true);
      };
      this.#thread.post({ type: 'close' });
    });
  }

  #work(post: () => void): void {
    this.#isWorking = true;
    this.#startedMs = performance.now();
    this.#watch();
    post();
  }

  /** The answer is there: until the next order the thread has nothing to do. */
  #rest(): void {
    if (!this.#isWorking) return;
    this.#isWorking = false;
    this.#workedMs += performance.now() - this.#startedMs;
    clearTimeout(this.#timer);
  }

  #watch(): void {
    clearTimeout(this.#timer);
    const { silenceMs, workMs } = this.#order.limits;
    const leftMs = workMs - this.#workedMs - (performance.now() - this.#startedMs);
    this.#timer = setTimeout(() => this.#giveUp(), Math.max(0, Math.min(silenceMs, leftMs)));
  }

  #hear(message: MessageFromThread): void {
    switch (message.type) {
      case 'progress':
        if (this.#isWorking) this.#watch();
        return;
      case 'closed':
        this.#onClosed?.();
        return;
      case 'blocks':
        this.#settle({ blocks: message.blocks });
        return;
      case 'end':
        this.#facts = message.facts;
        this.#settle({ blocks: null });
        return;
      case 'failed':
        this.#isThreadSound = message.isSound;
        this.#settle({ error: deserializeError(message.error) });
    }
  }

  #bury(reason: 'out-of-memory' | 'crashed'): void {
    this.#isThreadSound = false;
    const { name } = this.#order;
    const error =
      reason === 'out-of-memory'
        ? documentTooLarge(
            name,
            'reading it takes more memory than a document may have. Split it into parts.',
          )
        : documentMalformed(name, 'it cannot be made sense of');
    this.#settle({ error });
  }

  #giveUp(): void {
    this.#isThreadSound = false;
    void this.#thread.end();
    this.#settle({ error: documentTooSlow(this.#order.name) });
  }

  #settle(answer: Answer): void {
    this.#rest();
    this.#answer.resolve(answer);
  }
}
