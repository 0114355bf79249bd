import { Worker } from 'node:worker_threads';
import { findInstalledFile } from '../../../storage/installedFiles';
import type {
  EncodedText,
  MessageFromThread,
  MessageToThread,
  ThreadData,
  ThreadOrder,
} from './threadMessages';

/** How long an exit waits for a thread. A run takes milliseconds, loading a large model seconds. */
const exitWaitMs = 1_000;
const openChannels = new Set<ThreadChannel>();
process.on('exit', () => {
  for (const channel of openChannels) channel.waitOutNativeCode();
});

/** A thread that holds a model and runs one call at a time. */
export interface ModelThread {
  /** How many numbers a text's result has. */
  readonly outputLength: number;
  /** Whether it can do nothing more. */
  readonly hasEnded: boolean;
  /** Rejects when the model fails, or the thread ends. The next call waits for the answer to this one. */
  run(texts: readonly EncodedText[]): Promise<readonly Float32Array[]>;
  /** Frees the model once the call that is under way has ended. */
  close(): Promise<void>;
}

/** Rejects with the reason, as the end of a sentence about the model, when it cannot be loaded or run. */
export async function startModelThread(order: ThreadOrder): Promise<ModelThread> {
  const channel = new ThreadChannel(order);
  const started = await channel.nextMessage();
  if (started.type !== 'ready')
    throw new Error(started.type === 'failed' ? started.reason : 'it did not start');
  return {
    outputLength: started.outputLength,
    get hasEnded() {
      return channel.hasEnded;
    },
    async run(texts) {
      const answer = channel.nextMessage();
      channel.send({ type: 'run', texts });
      const message = await answer;
      if (message.type === 'done') return message.outputs;
      throw new Error(message.type === 'failed' ? message.reason : 'it started twice');
    },
    close: () => channel.close(),
  };
}

class ThreadChannel {
  readonly #ended: Promise<void>;
  readonly #worker: Worker;
  readonly #activity = new Int32Array(new SharedArrayBuffer(8));
  #end: Error | undefined;
  #isClosing = false;
  #waiting: PromiseWithResolvers<MessageFromThread> | undefined;

  constructor(order: ThreadOrder) {
    const file = findInstalledFile(['embeddingThread.ts', 'embeddingThread.js'], import.meta.dirname);
    const workerData: ThreadData = { ...order, activity: this.#activity.buffer };
    this.#worker = new Worker(file, { workerData });
    openChannels.add(this);
    this.#worker.on('message', (message: MessageFromThread) => this.#takeWaiting()?.resolve(message));
    this.#worker.on('error', (error: Error) => this.#noteEnd(error));
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.#noteEnd(new Error('its thread ended'));
        openChannels.delete(this);
        resolve();
      });
    });
  }

  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  send(message: MessageToThread): void {
    this.#worker.postMessage(message);
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.#worker.ref();
    this.send({ type: 'close' });
    await this.#ended;
  }

  nextMessage(): Promise<MessageFromThread> {
    if (this.#end) return Promise.reject(this.#end);
    this.#waiting = Promise.withResolvers();
    // A process stays open for an answer, not for an idle model.
    this.#worker.ref();
    return this.#waiting.promise;
  }

  /** Blocks: nothing else may happen while a process exits. */
  waitOutNativeCode(): void {
    Atomics.store(this.#activity, 1, 1);
    Atomics.wait(this.#activity, 0, 1, exitWaitMs);
  }

  #noteEnd(reason: Error): void {
    this.#end ??= reason;
    this.#takeWaiting()?.reject(this.#end);
  }

  #takeWaiting(): PromiseWithResolvers<MessageFromThread> | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (!this.#isClosing) this.#worker.unref();
    return waiting;
  }
}
