import { type ErrorCode, LoamError, serializeError } from '../../preload/contract/errors';
import type { Fit, Machine } from '../../preload/contract/fit';
import type { InstalledModel, LoadedModel, ModelStatus } from '../../preload/contract/models';
import type { Clock } from '../clock';
import type { CoreEvents } from '../events';
import type { Logger } from '../log/logger';
import type { InferenceClient } from '../workers/inference/client';
import type {
  AdapterInput,
  KeptInference,
  LoadedInference,
  RuntimeOptions,
} from '../workers/inference/protocol';
import { SerialQueue } from '../workers/serialQueue';
import type { ModelFit } from './modelFit';
import type { ModelRepository } from './modelRepository';
import type { ModelShelf, ShelvedModel } from './modelShelf';
import { memoryBudgetBytes, runtimeOptions, type RuntimeSettings } from './runtimeOptions';

export interface ModelServiceOptions {
  shelf: ModelShelf;
  repository: ModelRepository;
  fit: ModelFit;
  client: InferenceClient;
  events: CoreEvents;
  clock: Clock;
  logger: Logger;
  /** The settings that matter at the moment of loading. */
  settings(): RuntimeSettings;
}

/** A model in memory with all that an answer's provenance needs. */
export interface PreparedModel {
  installed: InstalledModel;
  loaded: LoadedModel;
  /** Names model, adapters and options in calls to the model process. */
  handle: string;
  messageOverheadTokens: number;
}

interface Ready extends PreparedModel {
  /** What was asked for, as text to compare. */
  asked: string;
}

/** A file that ended the model process so often in a row is not loaded by itself any more. */
const mostLethalLoads = 2;

/** Which model is in memory, and how it runs. Loading and unloading happen one after another. */
export class ModelService {
  readonly #options: ModelServiceOptions;
  readonly #changes = new SerialQueue();
  readonly #stopListening: () => void;
  #status: ModelStatus = { state: 'unloaded' };
  #ready: Ready | undefined;
  #kept: readonly KeptInference[] = [];
  /** Ids of the models in memory, by file. */
  readonly #modelIds = new Map<string, string>();

  constructor(options: ModelServiceOptions) {
    this.#options = options;
    this.#stopListening = options.client.onDown((error) => this.#workerDown(error));
  }

  status(): ModelStatus {
    return this.#status;
  }

  /**
   * Loads a model because the user asked for it (null: the settings' choice, else the first that is there), which also
   * gives a worker that failed too often another try, and a model that was set aside.
   *
   * @throws LoamError model/*, worker/*
   */
  async load(id: string | null): Promise<LoadedModel> {
    this.allowRestart();
    if (id !== null) this.#options.repository.liftQuarantine(id);
    const { loaded } = await this.prepare(id);
    return loaded;
  }

  /** Gives a worker that stopped too often another try at the next use. */
  allowRestart(): void {
    this.#options.client.reset();
  }

  /**
   * Makes sure that this model is ready with these adapters (id null: the settings' choice, else the first that is
   * there). Costs nothing while it is.
   *
   * @throws LoamError model/*, adapter/*, worker/*
   */
  prepare(id: string | null, adapters: readonly AdapterInput[] = []): Promise<PreparedModel> {
    return this.#changes.run(() => this.#prepare(id, adapters));
  }

  /** Frees the memory of one model, or of all for null. */
  async unload(id: string | null): Promise<void> {
    await this.#changes.run(() => this.#unload(id));
  }

  /** What this computer has. Starts the model process, which alone sees graphics devices. */
  machine(): Promise<Machine> {
    return this.#options.fit.machine();
  }

  /**
   * Whether this model runs here with the settings of now.
   *
   * @throws LoamError model/*, worker/*
   */
  async fit(id: string): Promise<Fit> {
    const { shelf, fit, settings } = this.#options;
    const model = await shelf.require(id);
    await shelf.check(model);
    return fit.judge(model, runtimeOptions(settings()), this.#keptBytes());
  }

  /** Stops following the worker; whoever made the client disposes it. */
  dispose(): void {
    this.#stopListening();
  }

  async #prepare(id: string | null, adapters: readonly AdapterInput[]): Promise<PreparedModel> {
    let modelId = id;
    try {
      const model = await this.#options.shelf.require(id);
      modelId = model.installed.id;
      const runtime = runtimeOptions(this.#options.settings());
      const asked = JSON.stringify([model.paths[0], runtime, adapters]);
      if (this.#ready?.asked === asked && this.#ready.installed.id === modelId) return this.#ready;
      if (model.installed.quarantine) throw quarantined(model.installed.quarantine.reason);
      await this.#options.shelf.check(model);
      return await this.#load(model, runtime, adapters, asked);
    } catch (error) {
      // A file that fails its check leaves the model that is loaded as it is.
      if (!this.#ready) this.#setStatus({ state: 'failed', modelId, error: serializeError(error) });
      throw error;
    }
  }

  async #load(
    model: ShelvedModel,
    runtime: RuntimeOptions,
    adapters: readonly AdapterInput[],
    asked: string,
  ): Promise<PreparedModel> {
    const { installed, paths } = model;
    const isKept = this.#kept.some(({ modelPath }) => modelPath === paths[0]);
    const before = this.#ready;
    const inference = await this.#bring(model, { runtime, adapters, isKept }).catch((error: unknown) =>
      this.#loadFailed(installed, before, error),
    );
    this.#modelIds.set(paths[0], installed.id);
    const { handle, messageOverheadTokens } = inference;
    const loaded = loadedModel(installed.id, inference);
    this.#ready = { installed, loaded, handle, messageOverheadTokens, asked };
    this.#kept = inference.kept;
    this.#announceReady();
    if (!isKept) this.#noteLoaded(loaded);
    return this.#ready;
  }

  async #bring(
    model: ShelvedModel,
    how: { runtime: RuntimeOptions; adapters: readonly AdapterInput[]; isKept: boolean },
  ): Promise<LoadedInference> {
    const { installed, paths } = model;
    const { fit, client, settings } = this.#options;
    const { runtime, adapters, isKept } = how;
    if (!isKept) await fit.requireFit(model, runtime, this.#keptBytes());
    this.#ready = undefined;
    const announce = (progress: number): void => {
      // Other adapters or another context take a moment only: a model in memory is not shown as loading.
      if (progress > 0 || !isKept) this.#setStatus({ state: 'loading', modelId: installed.id, progress });
    };
    announce(0);
    const keptBytes = this.#keptBytes();
    return client.load(
      {
        ...runtime,
        modelPath: paths[0],
        modelName: installed.name,
        adapters,
        memoryBudgetBytes: memoryBudgetBytes(settings(), process.availableMemory(), keptBytes),
      },
      announce,
    );
  }

  /** An adapter that does not work leaves the model as it was; a file that ends the process is remembered. */
  #loadFailed({ id, name }: InstalledModel, before: Ready | undefined, error: unknown): never {
    if (isLethal(error)) this.#noteLethalLoad(id);
    else if (error instanceof LoamError && before && !error.code.startsWith('worker/')) this.#restore(before);
    throw explainedLoadFailure(name, error);
  }

  /** The model that was ready is still in memory: only what was asked for beside it failed. */
  #restore(before: Ready): void {
    this.#ready = before;
    this.#announceReady();
  }

  /** Only shown in lists, so a full disk does not stand in the way of an answer. */
  #noteLoaded(loaded: LoadedModel): void {
    const { modelId, device, contextSize, loadMs } = loaded;
    const { repository, clock, logger } = this.#options;
    logger.info('model loaded', { modelId, device, contextSize, durationMs: loadMs });
    try {
      repository.noteLoaded(modelId, clock.now());
    } catch (error) {
      logger.warn('model facts could not be stored', { modelId, error });
    }
  }

  #noteLethalLoad(modelId: string): void {
    const { repository, clock, logger, events } = this.#options;
    try {
      repository.noteLethalLoad(modelId, { now: clock.now(), limit: mostLethalLoads });
    } catch (error) {
      logger.warn('model facts could not be stored', { modelId, error });
    }
    events.emit('models.listChanged', {});
  }

  async #unload(id: string | null): Promise<void> {
    const path = id === null ? null : (await this.#options.shelf.require(id)).paths[0];
    const concernsReady = id === null || this.#ready?.installed.id === id;
    try {
      if (this.#kept.length > 0) this.#kept = await this.#options.client.unload(path);
    } finally {
      // Also when the worker died over it: its memory is free then.
      if (concernsReady) this.#ready = undefined;
      if (this.#ready) this.#announceReady();
      else this.#setStatus({ state: 'unloaded' });
    }
  }

  #workerDown(error: LoamError): void {
    this.#kept = [];
    if (!this.#ready) return;
    const modelId = this.#ready.installed.id;
    this.#ready = undefined;
    this.#setStatus({ state: 'failed', modelId, error: serializeError(error) });
  }

  #keptBytes(): number {
    return this.#kept.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  #announceReady(): void {
    if (!this.#ready) return;
    const { loaded } = this.#ready;
    const kept = this.#kept.flatMap(({ modelPath, bytes }) => {
      const modelId = this.#modelIds.get(modelPath);
      return modelId === undefined || modelId === loaded.modelId ? [] : [{ modelId, bytes }];
    });
    this.#setStatus({ state: 'ready', loaded, kept });
  }

  #setStatus(status: ModelStatus): void {
    this.#status = status;
    this.#options.events.emit('models.statusChanged', status);
  }
}

function loadedModel(modelId: string, inference: LoadedInference): LoadedModel {
  const { handle: _handle, messageOverheadTokens: _overhead, kept: _kept, ...description } = inference;
  return { modelId, ...description };
}

const lethalCodes: readonly ErrorCode[] = ['worker/crashed', 'worker/unresponsive'];

function isLethal(error: unknown): boolean {
  return error instanceof LoamError && lethalCodes.includes(error.code);
}

function quarantined(reason: string): LoamError {
  return new LoamError(
    'model/quarantined',
    `${reason} Choose another model, or try this one again under Models.`,
  );
}

/** A worker that died over a file says more about the file than about the worker. */
function explainedLoadFailure(name: string, error: unknown): unknown {
  if (!(error instanceof LoamError) || !isLethal(error)) return error;
  return new LoamError(
    error.code,
    `${name} could not be loaded: the model process ended over it, which a damaged file can cause. Try again, get the file again, or choose another model.`,
    { retryable: error.retryable, cause: error },
  );
}
