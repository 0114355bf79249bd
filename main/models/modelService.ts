import { type ErrorCode, LoamError, serializeError } from '../../preload/contract/errors';
import type { InstalledModel, LoadedModel, ModelStatus } from '../../preload/contract/models';
import type { CoreEvents } from '../events';
import type { Logger } from '../log/logger';
import type { InferenceClient } from '../workers/inference/client';
import { SerialQueue } from '../workers/serialQueue';
import type { ModelShelf, ShelvedModel } from './modelShelf';

export interface ModelServiceOptions {
  shelf: ModelShelf;
  client: InferenceClient;
  events: CoreEvents;
  logger: Logger;
  /** The settings that matter at the moment of loading. */
  settings(): { defaultModelId: string | null; contextSize: number };
}

/** A loaded model with all that an answer's provenance needs. */
export interface PreparedModel {
  installed: InstalledModel;
  loaded: LoadedModel;
  messageOverheadTokens: number;
}

interface Ready extends PreparedModel {
  /** The context size that was asked for, which the model's own limit may have cut. */
  askedContextSize: number;
}

/** Which models there are, and which one is loaded. Loading and unloading happen one after another. */
export class ModelService {
  readonly #options: ModelServiceOptions;
  readonly #changes = new SerialQueue();
  readonly #stopListening: () => void;
  #status: ModelStatus = { state: 'unloaded' };
  #ready: Ready | undefined;

  constructor(options: ModelServiceOptions) {
    this.#options = options;
    this.#stopListening = options.client.onDown((error) => this.#workerDown(error));
  }

  async list(): Promise<InstalledModel[]> {
    return (await this.#options.shelf.list()).map(({ installed }) => installed);
  }

  status(): ModelStatus {
    return this.#status;
  }

  /**
   * Loads a model because the user asked for it (null: the settings' choice, else the first that is there), which also gives a worker that
   * failed too often another try.
   *
   * @throws LoamError model/*, worker/*
   */
  async load(id: string | null): Promise<LoadedModel> {
    this.allowRestart();
    const { loaded } = await this.prepare(id);
    return loaded;
  }

  /** Gives a worker that stopped too often another try at the next use. */
  allowRestart(): void {
    this.#options.client.reset();
  }

  /**
   * Makes sure that this model is loaded (null: the settings' choice, else the first that is there). Costs nothing while it is.
   *
   * @throws LoamError model/*, worker/*
   */
  prepare(id: string | null): Promise<PreparedModel> {
    return this.#changes.run(() => this.#prepare(id));
  }

  async unload(): Promise<void> {
    await this.#changes.run(() => this.#unload());
  }

  /**
   * Links a GGUF file of the user's own where it lies.
   *
   * @throws LoamError model/file-missing, model/file-invalid
   */
  link(path: string): Promise<InstalledModel> {
    return this.#options.shelf.link(path);
  }

  /** @throws LoamError model/not-found */
  async unlink(id: string): Promise<void> {
    await this.#changes.run(async () => {
      if (this.#ready?.installed.id === id) await this.#unload();
      this.#options.shelf.unlink(id);
    });
  }

  /** Stops following the worker; whoever made the client disposes it. */
  dispose(): void {
    this.#stopListening();
  }

  /** The settings' choice; the first model that is there when they name none, or one that was unlinked since. */
  async #defaultModel(): Promise<ShelvedModel> {
    const { shelf, settings } = this.#options;
    const { defaultModelId } = settings();
    const listed = await shelf.list();
    return listed.find(({ installed }) => installed.id === defaultModelId) ?? shelf.find(null);
  }

  async #prepare(id: string | null): Promise<PreparedModel> {
    const { contextSize } = this.#options.settings();
    let modelId = id;
    try {
      const model = await (id === null ? this.#defaultModel() : this.#options.shelf.find(id));
      modelId = model.installed.id;
      if (this.#ready?.installed.id === modelId && this.#ready.askedContextSize === contextSize) {
        return this.#ready;
      }
      await this.#options.shelf.check(model);
      return await this.#load(model, contextSize);
    } catch (error) {
      // A file that fails its check leaves the model that is loaded as it is.
      if (!this.#ready) this.#setStatus({ state: 'failed', modelId, error: serializeError(error) });
      throw error;
    }
  }

  async #load({ installed, path }: ShelvedModel, contextSize: number): Promise<PreparedModel> {
    const modelId = installed.id;
    this.#ready = undefined;
    this.#setStatus({ state: 'loading', modelId, progress: 0 });
    const { messageOverheadTokens, ...description } = await this.#options.client
      .load({ modelPath: path, modelName: installed.name, contextSize, gpu: 'auto' }, (progress) => {
        this.#setStatus({ state: 'loading', modelId, progress });
      })
      .catch((error: unknown) => {
        throw explainedLoadFailure(installed.name, error);
      });
    const loaded: LoadedModel = { modelId, ...description };
    this.#ready = { installed, loaded, messageOverheadTokens, askedContextSize: contextSize };
    this.#setStatus({ state: 'ready', loaded });
    this.#options.logger.info('model loaded', {
      modelId,
      device: loaded.device,
      contextSize: loaded.contextSize,
      durationMs: loaded.loadMs,
    });
    this.#noteTrainContextSize(loaded);
    return this.#ready;
  }

  /** Only shown in the list, so a full disk does not stand in the way of an answer. */
  #noteTrainContextSize({ modelId, trainContextSize }: LoadedModel): void {
    try {
      this.#options.shelf.noteTrainContextSize(modelId, trainContextSize);
    } catch (error) {
      this.#options.logger.warn('model facts could not be stored', { modelId, error });
    }
  }

  async #unload(): Promise<void> {
    try {
      if (this.#ready) await this.#options.client.unload();
    } finally {
      // Also when the worker died over it: its memory is free then.
      this.#ready = undefined;
      this.#setStatus({ state: 'unloaded' });
    }
  }

  #workerDown(error: LoamError): void {
    if (!this.#ready) return;
    const modelId = this.#ready.installed.id;
    this.#ready = undefined;
    this.#setStatus({ state: 'failed', modelId, error: serializeError(error) });
  }

  #setStatus(status: ModelStatus): void {
    this.#status = status;
    this.#options.events.emit('models.statusChanged', status);
  }
}

const lethalCodes: readonly ErrorCode[] = ['worker/crashed', 'worker/unresponsive'];

/** A worker that died over a file says more about the file than about the worker. */
function explainedLoadFailure(name: string, error: unknown): unknown {
  if (!(error instanceof LoamError) || !lethalCodes.includes(error.code)) return error;
  return new LoamError(
    error.code,
    `${name} could not be loaded: the model process ended over it, which a damaged file can cause. Try again, get the file again, or choose another model.`,
    { retryable: error.retryable, cause: error },
  );
}
