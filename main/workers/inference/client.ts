import type { LoamError } from '../../../preload/contract/errors';
import type { Clock } from '../../clock';
import type { ChatMessage, LanguageModelPart } from '../../generation/languageModel';
import type { Logger } from '../../log/logger';
import type { ProcessHost } from '../processHost';
import { SerialQueue } from '../serialQueue';
import { SupervisedProcess } from '../supervisor';
import type { SupervisorLimits } from '../supervisorOptions';
import type { Timers } from '../timers';
import { workerDisposed } from '../workerFailures';
import { type DeviceChoice, deviceEnvironment, InferenceProcess } from './inferenceProcess';
import { type DevicePlace, findDevice } from './namedDevice';
import { PartQueue } from './partQueue';
import {
  inferenceProtocolVersion,
  type EstimateInput,
  type GenerateInput,
  type InferenceProtocol,
  type KeptInference,
  type LoadedInference,
  type LoadInput,
  type MachineDevices,
  type MemoryEstimate,
  type RuntimeOptions,
} from './protocol';

export interface InferenceClientOptions {
  host: ProcessHost;
  /** The built inferenceWorker.js. */
  entryPath: string;
  clock: Clock;
  timers: Timers;
  logger: Logger;
  limits?: Partial<SupervisorLimits>;
  /** A load without any progress for so long is given up; default one minute. */
  loadStallTimeoutMs?: number;
}

const defaultLoadStallTimeoutMs = 60_000;
const proberIdleMs = 30_000;
const subject = 'The model process';

/**
 * The inference worker as the main process sees it. Every call may reject with worker/*. Whoever creates it disposes it.
 *
 * While models are in memory, files are measured in a second process: one that ends it does no harm to an answer.
 */
export class InferenceClient {
  readonly #timers: Timers;
  readonly #loadStallTimeoutMs: number;
  readonly #downListeners = new Set<(error: LoamError) => void>();
  readonly #main: InferenceProcess;
  readonly #prober: InferenceProcess;
  /** Loads, and what is measured in the main process while it holds no model. */
  readonly #mainChanges = new SerialQueue();
  readonly #probes = new SerialQueue();
  /** Where named devices were found; kept while they are. */
  readonly #places = new Map<string, DevicePlace>();
  #holdsModels = false;
  #isDisposed = false;
  #cancelIdleStop: () => void = () => undefined;

  constructor(options: InferenceClientOptions) {
    this.#timers = options.timers;
    this.#loadStallTimeoutMs = options.loadStallTimeoutMs ?? defaultLoadStallTimeoutMs;
    this.#main = new InferenceProcess((choice) =>
      supervise(options, choice, { serviceName: 'Loam inference', onDown: (error) => this.#down(error) }),
    );
    this.#prober = new InferenceProcess((choice) =>
      supervise(options, choice, { serviceName: 'Loam inference probe' }),
    );
  }

  /** For logs and tests; undefined while no worker runs. */
  get pid(): number | undefined {
    return this.#main.pid;
  }

  /**
   * Told when the worker died and took the models with it, also when it was ended for another choice of graphics devices
   * (worker/disposed). Returns a function that stops listening.
   */
  onDown(listener: (error: LoamError) => void): () => void {
    this.#downListeners.add(listener);
    return () => void this.#downListeners.delete(listener);
  }

  /**
   * Makes a model ready. Another choice of graphics devices than before ends the worker, with the models in it, once the
   * answers under way are complete.
   *
   * Rejects with generation/cancelled, model/file-missing, model/out-of-memory, model/template-failed, model/load-failed,
   * adapter/*.
   *
   * @param signal stops the loading
   */
  async load(
    input: LoadInput,
    onProgress: (progress: number) => void,
    signal?: AbortSignal,
  ): Promise<LoadedInference> {
    const gpu = await this.#placeOf(input.gpu);
    return this.#mainChanges.run(async () => {
      this.#holdsModels = true;
      if (await this.#use(this.#main, gpu)) this.#tellDown(workerDisposed(subject));
      return this.#main.request('load', input, {
        onPart: ({ progress }) => {
          onProgress(progress);
        },
        stallTimeoutMs: this.#loadStallTimeoutMs,
        ...(signal && { signal }),
      });
    });
  }

  /** Frees the memory of one file's model, or of all for null. Returns what stays. Starts no process. */
  unload(modelPath: string | null): Promise<readonly KeptInference[]> {
    return this.#mainChanges.run(async () => {
      if (!this.#holdsModels) return [];
      const { kept } = await this.#main.request('unload', { modelPath });
      this.#holdsModels = kept.length > 0;
      return kept;
    });
  }

  /** What is in memory now, and which handles can be used. Starts no process. */
  async memory(): Promise<InferenceProtocol['requests']['memory']['output']> {
    if (!this.#holdsModels) return { kept: [], handles: [] };
    return this.#main.request('memory', null);
  }

  /** What llama.cpp sees of the machine: with `off` no graphics devices, with a name that one alone. */
  async devices(gpu: RuntimeOptions['gpu']): Promise<MachineDevices> {
    const place = await this.#placeOf(gpu);
    if (this.#main.uses(place)) return this.#main.request('devices', null);
    return this.#probe(place, (process) => process.request('devices', null));
  }

  /**
   * What a model would take, by llama.cpp's own estimate. Only for files whose header was checked before.
   *
   * Rejects with model/file-missing, model/load-failed.
   */
  async estimate(input: EstimateInput): Promise<MemoryEstimate> {
    const gpu = await this.#placeOf(input.gpu);
    return this.#probe(gpu, (process) => process.request('estimate', input));
  }

  async countTokens(handle: string, texts: readonly string[]): Promise<number[]> {
    const { counts } = await this.#main.request('countTokens', { handle, texts });
    return counts;
  }

  /** Returns how many tokens were evaluated ahead. */
  async warm(handle: string, messages: readonly ChatMessage[], signal: AbortSignal): Promise<number> {
    const { evaluatedTokens } = await this.#main.request('warm', { handle, messages }, { signal });
    return evaluatedTokens;
  }

  /** Streams an answer that ends with exactly one `end` part; leaving the loop early cancels it. */
  async *generate(
    handle: string,
    input: GenerateInput,
    signal: AbortSignal,
  ): AsyncGenerator<LanguageModelPart> {
    const left = new AbortController();
    const parts = new PartQueue<LanguageModelPart>();
    this.#main
      .request(
        'generate',
        { ...input, handle },
        {
          signal: AbortSignal.any([signal, left.signal]),
          onPart: (part) => parts.push(part),
        },
      )
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
    this.#main.reset();
    this.#prober.reset();
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#cancelIdleStop();
    await Promise.all([this.#main.dispose(), this.#prober.dispose()]);
  }

  async #placeOf(gpu: RuntimeOptions['gpu']): Promise<'auto' | 'off' | DevicePlace> {
    if (typeof gpu === 'string') return gpu;
    const known = this.#places.get(gpu.device);
    if (known) return known;
    const { devices } = await this.devices('auto');
    const place = findDevice(gpu.device, devices);
    this.#places.set(gpu.device, place);
    return place;
  }

  /** Returns whether a process that ran was ended for it. */
  async #use(process: InferenceProcess, gpu: 'auto' | 'off' | DevicePlace): Promise<boolean> {
    try {
      return await process.use(gpu);
    } catch (error) {
      // A device may be gone, or have moved: it is looked up anew next time.
      this.#places.clear();
      throw error;
    }
  }

  #probe<Result>(
    gpu: 'auto' | 'off' | DevicePlace,
    ask: (process: InferenceProcess) => Promise<Result>,
  ): Promise<Result> {
    const askProber = (): Promise<Result> => this.#probes.run(() => this.#askProber(gpu, ask));
    if (this.#holdsModels) return askProber();
    return this.#mainChanges.run(async () => {
      // A model may have been loaded before it was this one's turn.
      if (this.#holdsModels) return askProber();
      await this.#use(this.#main, gpu);
      return ask(this.#main);
    });
  }

  async #askProber<Result>(
    gpu: 'auto' | 'off' | DevicePlace,
    ask: (process: InferenceProcess) => Promise<Result>,
  ): Promise<Result> {
    this.#cancelIdleStop();
    try {
      await this.#use(this.#prober, gpu);
      return await ask(this.#prober);
    } finally {
      if (!this.#isDisposed) {
        this.#cancelIdleStop = this.#timers.after(proberIdleMs, () => void this.#prober.stop());
      }
    }
  }

  #down(error: LoamError): void {
    this.#holdsModels = false;
    this.#tellDown(error);
  }

  #tellDown(error: LoamError): void {
    for (const listener of this.#downListeners) listener(error);
  }
}

function supervise(
  { host, entryPath, clock, timers, logger, limits = {} }: InferenceClientOptions,
  choice: DeviceChoice,
  role: { serviceName: string; onDown?: (error: LoamError) => void },
): SupervisedProcess<InferenceProtocol> {
  return new SupervisedProcess<InferenceProtocol>({
    host,
    entryPath,
    subject,
    protocolVersion: inferenceProtocolVersion,
    init: { gpu: choice === 'off' ? 'off' : 'auto' },
    environment: deviceEnvironment(choice),
    limits,
    clock,
    timers,
    logger,
    ...role,
  });
}
