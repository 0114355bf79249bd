import { LoamError } from '../../preload/contract/errors';
import type { AddModelsResult, InstalledModel } from '../../preload/contract/models';
import type { CoreEvents } from '../events';
import type { Logger } from '../log/logger';
import type { FinishedDownload } from './downloads/installer';
import type { ModelFolders } from './modelFolders';
import type { AddOptions, ModelImport } from './modelImport';
import type { ModelRepository } from './modelRepository';
import type { ModelShelf } from './modelShelf';

export interface ModelLibraryOptions {
  folders: ModelFolders;
  shelf: ModelShelf;
  repository: ModelRepository;
  modelImport: ModelImport;
  events: CoreEvents;
  logger: Logger;
}

/** The list of models: adding, naming and removing them. */
export class ModelLibrary {
  readonly #options: ModelLibraryOptions;
  #adding: { controller: AbortController; settled: Promise<unknown> } | undefined;

  constructor(options: ModelLibraryOptions) {
    this.#options = options;
  }

  async list(): Promise<InstalledModel[]> {
    return (await this.#options.shelf.all()).map(({ installed }) => installed);
  }

  /** By what each model can be recognized in the catalogue. */
  async origins(): Promise<{ id: string; sha256: string | null; catalogueId: string | null }[]> {
    const { shelf, repository } = this.#options;
    const stored = new Map(repository.list().map(({ id, catalogueId }) => [id, catalogueId]));
    const models = await shelf.all();
    return models.map(({ installed: { id, sha256 } }) => ({
      id,
      sha256,
      catalogueId: stored.get(id) ?? null,
    }));
  }

  /**
   * Adds files, one adding at a time. What could not be added is in the result, with the reason; a cancelled copy leaves
   * nothing behind, and what was added before stays.
   *
   * @throws LoamError request/invalid while other files are being added
   */
  async add(paths: readonly string[], options: Omit<AddOptions, 'signal'>): Promise<AddModelsResult> {
    if (this.#adding) {
      throw new LoamError('request/invalid', 'Other files are being added. Wait for them or cancel that.', {
        retryable: true,
      });
    }
    const controller = new AbortController();
    const { promise: settled, resolve: settle } = Promise.withResolvers<null>();
    this.#adding = { controller, settled };
    try {
      return await this.#add(paths, { ...options, signal: controller.signal });
    } finally {
      this.#adding = undefined;
      settle(null);
    }
  }

  cancelAdd(): void {
    this.#adding?.controller.abort();
  }

  async #add(paths: readonly string[], options: AddOptions): Promise<AddModelsResult> {
    const { ids, refused } = await this.#options.modelImport.add(paths, options);
    const models = await this.list();
    this.#options.events.emit('models.listChanged', {});
    return { added: models.filter(({ id }) => ids.includes(id)), refused };
  }

  /** See `Installer`. */
  async install(finished: FinishedDownload): Promise<string> {
    const id = await this.#options.modelImport.install(finished);
    this.#options.events.emit('models.listChanged', {});
    return id;
  }

  /** @throws LoamError model/not-found, request/invalid for a starter model */
  async rename(id: string, name: string): Promise<InstalledModel> {
    await this.#requireOwn(id, 'The name of the starter model cannot be changed.');
    this.#options.repository.update(id, { name });
    return (await this.#options.shelf.require(id)).installed;
  }

  /**
   * Deletes a model of Loam's own with its files, or forgets a linked one, whose file stays. It must not be loaded.
   *
   * @throws LoamError model/not-found, request/invalid for a starter model
   */
  async remove(id: string): Promise<{ freedBytes: number }> {
    const { origin } = await this.#requireOwn(
      id,
      'The starter model belongs to Loam and cannot be deleted here: "npm start" would fetch it again.',
    );
    const { repository, folders } = this.#options;
    const stored = repository.list().find((model) => model.id === id);
    if (origin === 'linked' || !stored) {
      repository.remove(id);
      return { freedBytes: 0 };
    }
    await folders.remove(stored.folder, () => repository.remove(id));
    return { freedBytes: stored.files.reduce((sum, { bytes }) => sum + bytes, 0) };
  }

  /** Finishes what ended processes left half done, and lists whole models that lost their row. */
  async tidy(): Promise<void> {
    const { folders, repository, modelImport, events, logger } = this.#options;
    try {
      const unlisted = await folders.tidy(new Set(repository.list().map(({ folder }) => folder)));
      for (const model of unlisted) {
        await modelImport.adopt(model).catch((error: unknown) => {
          // Not a whole model, so it is left to the user, who alone may know what it is.
          logger.warn('model without a row left alone', { modelId: model.id, error });
        });
      }
      if (unlisted.length > 0) events.emit('models.listChanged', {});
    } catch (error) {
      // The next start tries again; until then a model or some room on the disk is missing.
      logger.warn('models could not be tidied', { error });
    }
  }

  /** Stops what is being copied in, and waits until nothing is left of it. */
  async dispose(): Promise<void> {
    this.cancelAdd();
    await this.#adding?.settled;
  }

  async #requireOwn(id: string, whyNot: string): Promise<InstalledModel> {
    const { installed } = await this.#options.shelf.require(id);
    if (installed.origin === 'starter') throw new LoamError('request/invalid', whyNot);
    return installed;
  }
}
