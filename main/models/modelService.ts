import { isCancellation, LoamError, serializeError } from '../../preload/contract/errors';
import type { Fit, Machine } from '../../preload/contract/fit';
import type { InstalledModel, LoadedModel, ModelStatus } from '../../preload/contract/models';
import type { Clock } from '../clock';
import type { CoreEvents } from '../events';
import type { Logger } from '../log/logger';
import type { InferenceClient } from '../workers/inference/client';
import type { AdapterInput, LoadedInference, RuntimeOptions } from '../workers/inference/protocol';
import { SerialQueue } from '../workers/serialQueue';
import { HeldModels } from './heldModels';
import { isLethal, lethalFile, loadingStopped, quarantined } from './loadFailures';
import type { ModelFit } from './modelFit';
import { ModelHistory } from './modelHistory';
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

/** What is known of a load while it lasts. */
interface LoadAttempt {
  /** Whether the model's weights are in memory already. */
  isHeld: boolean;
  adapters: readonly AdapterInput[];
  /** Whether the model's own file is what the process works on: if it dies then, the file is to blame. */
  isReading: boolean;
}

/** Which model is in memory, and how it runs. Loading and unloading happen one after another. */
export class ModelService {
  readonly #options: ModelServiceOptions;
  readonly #changes = new SerialQueue();
  readonly #stopListening: () => void;
  readonly #held = new HeldModels();
  readonly #history: ModelHistory;
  #loading: { modelId: string; controller: AbortController } | undefined;
  #status: ModelStatus = { state: 'unloaded', kept: [] };
  #ready: Ready | undefined;

  constructor(options: ModelServiceOptions) {
    this.#options = options;
    this.#history = new ModelHistory(options);
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

  /** Frees the memory of one model, or of all for null; one that is being loaded is given up. */
  async unload(id: string | null): Promise<void> {
    if (id === null || this.#loading?.modelId === id) this.#loading?.controller.abort();
    await this.#changes.run(() => this.#unload(id));
  }

  /** What this computer has. Starts the model process, which alone sees graphics devices. */
  machine(): Promise<Machine> {
    return this.#options.fit.machine(this.#options.settings().gpu);
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
    return fit.judge(model, runtimeOptions(settings()), this.#held.memory);
  }

  /**
   * Frees a model's memory and runs `work` before anything can load it again: taking its files away.
   *
   * @throws LoamError model/not-found, and whatever the work throws
   */
  withdraw<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
    return this.#changes.run(async () => {
      await this.#unload(id);
      return work();
    });
  }

  /** The model process said that this handle is gone: the next `prepare` asks it again. */
  noteLeft(handle: string): void {
    if (this.#ready?.handle === handle) this.#ready = undefined;
  }

  /** Stops following the worker; whoever made the client disposes it. */
  dispose(): void {
    this.#stopListening();
  }

  async #prepare(id: string | null, adapters: readonly AdapterInput[]): Promise<PreparedModel> {
    let modelId = id;
    try {
      const model = await this.#options.shelf.require(id);
      const { installed } = model;
      modelId = installed.id;
      const runtime = runtimeOptions(this.#options.settings());
      const asked = JSON.stringify([model.paths[0], runtime, adapters]);
      if (this.#ready?.asked === asked && this.#ready.installed.id === modelId) {
        this.#history.noteUse(modelId);
        // It may have got another name since.
        return { ...this.#ready, installed };
      }
      if (installed.quarantine) throw quarantined(installed.quarantine.reason);
      await this.#options.shelf.check(model);
      return await this.#load(model, runtime, adapters, asked);
    } catch (error) {
      // A file that fails its check leaves the model that is loaded as it is.
      if (!this.#ready) this.#announceFailure(modelId, error);
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
    const attempt: LoadAttempt = { isHeld: this.#held.has(paths[0]), adapters, isReading: false };
    const before = this.#ready;
    const inference = await this.#bring(model, runtime, attempt).catch((error: unknown) =>
      this.#loadFailed(installed, attempt, before, error),
    );
    this.#held.noteRuntime(paths[0], runtime);
    this.#held.update(inference.kept);
    const { handle, messageOverheadTokens } = inference;
    const loaded = loadedModel(installed.id, inference);
    this.#ready = { installed, loaded, handle, messageOverheadTokens, asked };
    this.#announceReady();
    if (!attempt.isHeld) this.#history.noteLoaded(loaded);
    this.#history.noteUse(installed.id);
    return this.#ready;
  }

  async #bring(model: ShelvedModel, runtime: RuntimeOptions, attempt: LoadAttempt): Promise<LoadedInference> {
    const { installed, paths } = model;
    const { fit, client, settings } = this.#options;
    if (!this.#held.hasRun(paths[0], runtime)) {
      attempt.isReading = true;
      await fit.requireFit(model, runtime, this.#held.memory);
      attempt.isReading = false;
    }
    this.#ready = undefined;
    this.#held.expect(paths[0], installed.id);
    const announce = (progress: number): void => {
      // Other adapters or another context take a moment only: a model in memory is not shown as loading.
      if (progress > 0 || !attempt.isHeld) {
        this.#setStatus({ state: 'loading', modelId: installed.id, progress });
      }
    };
    announce(0);
    const { ramBytes } = this.#held.memory;
    const controller = new AbortController();
    this.#loading = { modelId: installed.id, controller };
    const loading = client.load(
      {
        ...runtime,
        modelPath: paths[0],
        modelName: installed.name,
        adapters: attempt.adapters,
        memoryBudgetBytes: memoryBudgetBytes(settings(), process.availableMemory(), ramBytes),
      },
      (progress) => {
        // Only its first progress says that it is this load's turn: before, another answer was being written.
        attempt.isReading = !attempt.isHeld && (progress < 1 || attempt.adapters.length === 0);
        announce(progress);
      },
      controller.signal,
    );
    const inference = await loading.finally(() => (this.#loading = undefined));
    // Stopped too late to be noticed by the process: whoever stopped it frees the memory.
    if (controller.signal.aborted) throw loadingStopped();
    return inference;
  }

  /** What was ready stays so where it is still in memory; a file that ends the process is remembered. */
  async #loadFailed(
    { id, name }: InstalledModel,
    { isReading }: LoadAttempt,
    before: Ready | undefined,
    error: unknown,
  ): Promise<never> {
    if (isLethal(error)) {
      if (!isReading) throw error;
      this.#history.noteLethalLoad(id);
      throw lethalFile(name, error);
    }
    const { kept, handles } = await this.#options.client.memory().catch(() => nothingInMemory);
    this.#held.update(kept);
    if (before && handles.includes(before.handle)) {
      this.#ready = before;
      this.#announceReady();
    }
    throw error;
  }

  async #unload(id: string | null): Promise<void> {
    const path = id === null ? null : (await this.#options.shelf.require(id)).paths[0];
    if (id === null || this.#ready?.installed.id === id) this.#ready = undefined;
    try {
      this.#held.update(await this.#options.client.unload(path));
    } finally {
      // Also when the worker died over it: its memory is free then.
      if (this.#ready) this.#announceReady();
      else this.#setStatus({ state: 'unloaded', kept: this.#held.describe(null) });
    }
  }

  #workerDown(error: LoamError): void {
    this.#held.update([]);
    const lost = this.#ready;
    this.#ready = undefined;
    // A process that was ended for another graphics device makes way for the model that is being loaded.
    if (lost && error.code !== 'worker/disposed') this.#announceFailure(lost.installed.id, error);
  }

  /** An adapter that does not work says nothing against the model, and neither does a loading that was stopped. */
  #announceFailure(modelId: string | null, error: unknown): void {
    const kept = this.#held.describe(null);
    const isAdapters = error instanceof LoamError && error.code.startsWith('adapter/');
    if (isAdapters || isCancellation(error)) this.#setStatus({ state: 'unloaded', kept });
    else this.#setStatus({ state: 'failed', modelId, error: serializeError(error), kept });
  }

  #announceReady(): void {
    if (!this.#ready) return;
    const { loaded } = this.#ready;
    this.#setStatus({ state: 'ready', loaded, kept: this.#held.describe(loaded.modelId) });
  }

  #setStatus(status: ModelStatus): void {
    this.#status = status;
    this.#options.events.emit('models.statusChanged', status);
  }
}

const nothingInMemory: Awaited<ReturnType<InferenceClient['memory']>> = { kept: [], handles: [] };

function loadedModel(modelId: string, inference: LoadedInference): LoadedModel {
  const { handle: _handle, messageOverheadTokens: _overhead, kept: _kept, ...description } = inference;
  return { modelId, ...description };
}
