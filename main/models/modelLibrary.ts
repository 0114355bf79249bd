import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LoamError } from '../../preload/contract/errors';
import type { AddModelsResult, InstalledModel } from '../../preload/contract/models';
import type { Clock } from '../clock';
import type { CoreEvents } from '../events';
import type { FinishedDownload } from './downloads/installer';
import { type AddOptions, arrivingPrefix, type ModelImport } from './modelImport';
import type { ModelRepository } from './modelRepository';
import type { ModelShelf } from './modelShelf';

export interface ModelLibraryOptions {
  modelsFolder: string;
  shelf: ModelShelf;
  repository: ModelRepository;
  modelImport: ModelImport;
  events: CoreEvents;
  clock: Clock;
}

/** A copy that has not grown for so long has nobody who goes on with it. */
const abandonedAfterMs = 24 * 60 * 60 * 1000;

/** The list of models: adding, naming and removing them. */
export class ModelLibrary {
  readonly #options: ModelLibraryOptions;

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

  /** Never rejects for a file: what could not be added is in the result, with the reason. */
  async add(paths: readonly string[], options: AddOptions): Promise<AddModelsResult> {
    await this.#removeAbandonedCopies();
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
    const { repository, modelsFolder } = this.#options;
    const stored = repository.list().find((model) => model.id === id);
    // The row goes first: files without a row are rubbish, a row without files would be a broken promise.
    repository.remove(id);
    if (origin === 'linked' || !stored) return { freedBytes: 0 };
    await rm(join(modelsFolder, stored.folder), { recursive: true, force: true });
    return { freedBytes: stored.files.reduce((sum, { bytes }) => sum + bytes, 0) };
  }

  async #requireOwn(id: string, whyNot: string): Promise<InstalledModel> {
    const { installed } = await this.#options.shelf.require(id);
    if (installed.origin === 'starter') throw new LoamError('request/invalid', whyNot);
    return installed;
  }

  async #removeAbandonedCopies(): Promise<void> {
    const { modelsFolder, clock } = this.#options;
    const names = await readdir(modelsFolder).catch(() => []);
    for (const name of names.filter((candidate) => candidate.startsWith(arrivingPrefix))) {
      const folder = join(modelsFolder, name);
      const files = await readdir(folder).catch(() => []);
      const changes = await Promise.all([folder, ...files.map((file) => join(folder, file))].map(changedAt));
      if (clock.now() - Math.max(...changes) > abandonedAfterMs) {
        await rm(folder, { recursive: true, force: true });
      }
    }
  }
}

async function changedAt(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    // Gone meanwhile: whoever copied it was quicker.
    () => 0,
  );
}
