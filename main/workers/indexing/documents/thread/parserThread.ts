import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { LoamError } from '../../../../../preload/contract/errors';
import type { MessageFromThread, MessageToThread } from './threadMessages';

/** What a thread tells the document that it is lent to. */
export interface ThreadListener {
  onMessage(message: MessageFromThread): void;
  /** It is gone, whatever was under way. */
  onDeath(reason: 'out-of-memory' | 'crashed'): void;
}

/** How often the thread's heap is measured while it reads. */
const measuringMs = 20;
/**
 * V8 ends the whole process when it cannot get memory within a call of its own, so it is not left to it to notice: where the
 * thread can be measured from outside, V8's own limit is so much higher.
 */
const hardLimitRatio = 4;

/** A thread that reads one document after another, with a heap of its own. */
export class ParserThread {
  readonly #worker: Worker;
  readonly #heapMegabytes: number;
  #measuring: NodeJS.Timeout | undefined;
  #isMeasuring = false;
  #listener: ThreadListener | null = null;
  #death: 'out-of-memory' | 'crashed' | null = null;
  /** Documents it was lent to so far. */
  uses = 0;

  constructor(threadFile: string, heapMegabytes: number) {
    this.#heapMegabytes = heapMegabytes;
    const hardLimit = canBeMeasured() ? heapMegabytes * hardLimitRatio : heapMegabytes;
    this.#worker = new Worker(threadFile, {
      resourceLimits: { maxOldGenerationSizeMb: hardLimit, maxYoungGenerationSizeMb: 32 },
      // What parsers print is about documents, and those are nobody's business.
      stdout: true,
      stderr: true,
      env: {},
      execArgv: [],
    });
    this.#worker.on('message', (message: MessageFromThread) => this.#listener?.onMessage(message));
    this.#worker.on('error', (error) => this.#die(isOutOfMemory(error) ? 'out-of-memory' : 'crashed'));
    this.#worker.on('exit', () => this.#die('crashed'));
    // Read, or their buffers would grow.
    this.#worker.stdout.resume();
    this.#worker.stderr.resume();
  }

  get isAlive(): boolean {
    return this.#death === null;
  }

  /** From now on the listener is told everything, and the process waits for the thread. */
  lend(listener: ThreadListener): void {
    this.uses += 1;
    this.#listener = listener;
    this.#worker.ref();
    if (canBeMeasured()) this.#measuring = setInterval(() => void this.#measure(), measuringMs);
    if (this.#death !== null) listener.onDeath(this.#death);
  }

  /** An idle thread does not keep the process from ending. */
  release(): void {
    this.#listener = null;
    clearInterval(this.#measuring);
    this.#worker.unref();
  }

  post(message: MessageToThread): void {
    this.#worker.postMessage(message);
  }

  /** Ends it at once, in the middle of whatever it does. */
  async end(): Promise<void> {
    this.#listener = null;
    clearInterval(this.#measuring);
    this.#death ??= 'crashed';
    await this.#worker.terminate();
  }

  async #measure(): Promise<void> {
    // Within a long call of V8's own the answer takes as long as that.
    if (this.#isMeasuring) return;
    this.#isMeasuring = true;
    // A thread that is gone cannot be measured any more, and needs not.
    const heap = await this.#worker.getHeapStatistics().catch(() => null);
    this.#isMeasuring = false;
    if (heap === null || heap.used_heap_size <= this.#heapMegabytes * 1024 ** 2) return;
    this.#die('out-of-memory');
    await this.#worker.terminate();
  }

  #die(reason: 'out-of-memory' | 'crashed'): void {
    if (this.#death !== null) return;
    clearInterval(this.#measuring);
    this.#death = reason;
    this.#listener?.onDeath(reason);
  }
}

/** Node 22.16 and later. */
function canBeMeasured(): boolean {
  return Reflect.has(Worker.prototype, 'getHeapStatistics');
}

function isOutOfMemory(error: unknown): boolean {
  return Reflect.get(Object(error), 'code') === 'ERR_WORKER_OUT_OF_MEMORY';
}

/**
 * The built thread: an entry file, so it lies in the folder of this code or in the one above.
 * @throws LoamError worker/start-failed
 */
export function findThreadFile(moduleFolder: string = import.meta.dirname): string {
  const candidates = [moduleFolder, join(moduleFolder, '..')].map((folder) =>
    join(folder, 'documentThread.js'),
  );
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found !== undefined) return found;
  throw new LoamError(
    'worker/start-failed',
    'Loam is not completely installed: documentThread.js is missing. Install Loam again; your data stays.',
  );
}
