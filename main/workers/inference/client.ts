import type { LoamError } from '../../../preload/contract/errors';
import type { Clock } from '../../clock';
import type { ChatMessage, LanguageModelPart } from '../../generation/languageModel';
import type { Logger } from '../../log/logger';
import type { ProcessHost } from '../processHost';
import { SupervisedProcess } from '../supervisor';
import type { SupervisorLimits } from '../supervisorOptions';
import type { Timers } from '../timers';
import { PartQueue } from './partQueue';
import {
  inferenceProtocolVersion,
  type GenerateInput,
  type InferenceProtocol,
  type LoadedInference,
  type LoadInput,
} from './protocol';

export interface InferenceClientOptions {
  host: ProcessHost;
  /** The built inferenceWorker.js. */
  entryPath: string;
  clock: Clock;
  timers: Timers;
  logger: Logger;
  /** Null or left out: one thread for each physical core. */
  threads?: number | null;
  limits?: Partial<SupervisorLimits>;
  /** A load without any progress for so long is given up; default one minute. */
  loadStallTimeoutMs?: number;
}

const defaultLoadStallTimeoutMs = 60_000;

/** The inference worker as the main process sees it. Every call may reject with worker/*. Whoever creates it disposes it. */
export class InferenceClient {
  readonly #process: SupervisedProcess<InferenceProtocol>;
  readonly #loadStallTimeoutMs: number;
  readonly #downListeners = new Set<(error: LoamError) => void>();

  constructor(options: InferenceClientOptions) {
    const { threads = null, limits = {}, host, entryPath, clock, timers, logger } = options;
    this.#loadStallTimeoutMs = options.loadStallTimeoutMs ?? defaultLoadStallTimeoutMs;
    this.#process = new SupervisedProcess<InferenceProtocol>({
      host,
      entryPath,
      serviceName: 'Loam inference',
      subject: 'The model process',
      protocolVersion: inferenceProtocolVersion,
      init: { threads },
      limits,
      clock,
      timers,
      logger,
      onDown: (error) => {
        for (const listener of this.#downListeners) listener(error);
      },
    });
  }

  /** For logs and tests; undefined while no worker runs. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Told when the worker died and took the loaded model with it. Returns a function that stops listening. */
  onDown(listener: (error: LoamError) => void): () => void {
    this.#downListeners.add(listener);
    return () => void this.#downListeners.delete(listener);
  }

  /** Replaces the loaded model. Rejects with model/file-missing, model/out-of-memory or model/load-failed. */
  load(input: LoadInput, onProgress: (progress: number) => void): Promise<LoadedInference> {
    return this.#process.request('load', input, {
      onPart: ({ progress }) => {
        onProgress(progress);
      },
      stallTimeoutMs: this.#loadStallTimeoutMs,
    });
  }

  async unload(): Promise<void> {
    await this.#process.request('unload', null);
  }

  async countTokens(texts: readonly string[]): Promise<number[]> {
    const { counts } = await this.#process.request('countTokens', { texts });
    return counts;
  }

  /** Returns how many tokens were evaluated ahead. */
  async warm(messages: readonly ChatMessage[], signal: AbortSignal): Promise<number> {
    const { evaluatedTokens } = await this.#process.request('warm', { messages }, { signal });
    return evaluatedTokens;
  }

  /** Streams an answer that ends with exactly one `end` part; leaving the loop early cancels it. */
  async *generate(input: GenerateInput, signal: AbortSignal): AsyncGenerator<LanguageModelPart> {
    const left = new AbortController();
    const parts = new PartQueue<LanguageModelPart>();
    this.#process
      .request('generate', input, {
        signal: AbortSignal.any([signal, left.signal]),
        onPart: (part) => parts.push(part),
      })
      .then(
        (end) => parts.close(end),
        (error: unknown) => parts.fail(error),
      );
    try {
      yield* parts;
    } finally {
      left.abort();
    }
  }

  /** Lets a worker that was given up start again. */
  reset(): void {
    this.#process.reset();
  }

  dispose(): Promise<void> {
    return this.#process.dispose();
  }
}
