import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { LoamError } from '../../../preload/contract/errors';
import type { RetrievalModel } from '../../../preload/contract/retrieval';
import type { Settings } from '../../../preload/contract/settings';
import type { Clock } from '../../clock';
import type { CoreEvents } from '../../events';
import type { CorePaths } from '../../paths';
import type { Database } from '../../storage/database';
import type { IndexingClient } from '../../workers/indexing/client';
import type { RetrievalModelFacts } from '../../workers/indexing/protocol';
import { copyModelFolder, isFolder, placeModelFolder, tidyModelFolders } from './retrievalModelFiles';
import {
  deleteRetrievalModel,
  indexedEmbedderIds,
  insertRetrievalModel,
  listRetrievalModels,
  type RetrievalModelEntry,
} from './retrievalModelRepository';
import { readStarterEmbedder } from './starterEmbedder';

export interface RetrievalModelsOptions {
  paths: Pick<CorePaths, 'embeddersFolder' | 'starterModelsFolder'>;
  database: Database;
  client: IndexingClient;
  settings: { get(): Pick<Settings, 'embedderId' | 'rerankerId'> };
  events: CoreEvents;
  clock: Clock;
}

/** The embedders and rerankers that can be used: the one that comes with Loam, and the user's own. */
export class RetrievalModels {
  readonly #options: RetrievalModelsOptions;
  readonly #arriving = new Set<string>();
  #starter: RetrievalModelEntry | undefined;

  constructor(options: RetrievalModelsOptions) {
    this.#options = options;
  }

  /** @throws LoamError embedder/not-found when the application's own files are not complete */
  get starter(): RetrievalModelEntry {
    this.#starter ??= readStarterEmbedder(this.#options.paths.starterModelsFolder);
    return this.#starter;
  }

  /** The starter first, then as they were added. */
  list(): RetrievalModel[] {
    const inUse = this.#idsInUse();
    return this.#all().map(({ folder: _folder, ...model }) => ({
      ...model,
      isStarter: this.isStarter(model.id),
      isInUse: inUse.has(model.id),
    }));
  }

  find(id: string): RetrievalModelEntry | undefined {
    return this.#all().find((model) => model.id === id);
  }

  isStarter(id: string): boolean {
    return this.#starterIfThere()?.id === id;
  }

  /** What texts are embedded with from now on. @throws LoamError embedder/not-found */
  chosenEmbedder(): RetrievalModelEntry {
    const { embedderId } = this.#options.settings.get();
    if (embedderId === null) return this.starter;
    const chosen = this.find(embedderId);
    if (chosen?.kind === 'embedder') return chosen;
    throw new LoamError(
      'embedder/not-found',
      'The embedder that was chosen is not there any more. Choose another one in Knowledge, or add its folder again.',
    );
  }

  /** Null where there is none, or the chosen one is gone. */
  chosenReranker(): RetrievalModelEntry | null {
    const { rerankerId } = this.#options.settings.get();
    const chosen = rerankerId === null ? undefined : this.find(rerankerId);
    return chosen?.kind === 'reranker' ? chosen : null;
  }

  /**
   * Checks a folder and copies it. One that is there already is answered as it is, and gets its files back if they were
   * lost. Rejects with embedder/file-invalid, storage/*; nothing is left of it then.
   */
  async add(folder: string): Promise<RetrievalModel> {
    const { client, paths, database, clock, events } = this.#options;
    const name = basename(folder);
    if (!isAbsolute(folder) || !(await isFolder(folder))) throw notAFolder(name);
    const facts = await client.inspectModel({ folder, name });
    const known = this.find(facts.id);
    if (known && (await isFolder(known.folder))) return this.#listed(facts.id);
    const ownFolder = folderNameOf(facts.id);
    const arrivingId = randomUUID();
    const arriving = join(paths.embeddersFolder, `.arriving-${arrivingId}`);
    const placed = join(paths.embeddersFolder, ownFolder);
    this.#arriving.add(arriving).add(placed);
    try {
      await copyModelFolder(folder, paths.embeddersFolder, arrivingId);
      const copied = await client.inspectModel({ folder: arriving, name });
      requireSame(facts, copied, name);
      await placeModelFolder(arriving, paths.embeddersFolder, ownFolder);
      database.write((orm) => insertRetrievalModel(orm, { ...copied, name, folder: ownFolder }, clock.now()));
    } finally {
      await rm(arriving, { recursive: true, force: true });
      this.#arriving.delete(arriving);
      this.#arriving.delete(placed);
    }
    events.emit('retrieval.changed', {});
    return this.#listed(facts.id);
  }

  /** Takes one out and deletes its copy. @throws LoamError embedder/not-found, embedder/in-use */
  async remove(id: string): Promise<void> {
    const { paths, database, events } = this.#options;
    const model = this.#own().find((own) => own.id === id);
    if (!model) throw cannotRemove(this.isStarter(id));
    if (this.#idsInUse().has(id)) {
      throw new LoamError(
        'embedder/in-use',
        `${model.name} is in use. Choose another model first, and wait until the new search index is complete.`,
      );
    }
    database.write((orm) => deleteRetrievalModel(orm, id));
    events.emit('retrieval.changed', {});
    await rm(join(paths.embeddersFolder, folderNameOf(id)), { recursive: true, force: true });
  }

  /** Deletes what a process that ended midway left behind. For the process that keeps house. */
  async tidy(): Promise<void> {
    const listed = new Set(this.#options.database.read(listRetrievalModels).map(({ folder }) => folder));
    await tidyModelFolders(
      this.#options.paths.embeddersFolder,
      (name) => listed.has(name),
      (folder) => this.#arriving.has(folder),
    );
  }

  #all(): RetrievalModelEntry[] {
    const starter = this.#starterIfThere();
    return starter ? [starter, ...this.#own()] : this.#own();
  }

  /** The user's own models work without it. */
  #starterIfThere(): RetrievalModelEntry | null {
    try {
      return this.starter;
    } catch (error) {
      if (error instanceof LoamError && error.code === 'embedder/not-found') return null;
      throw error;
    }
  }

  #own(): RetrievalModelEntry[] {
    const { database, paths } = this.#options;
    return database
      .read(listRetrievalModels)
      .map((model) => ({ ...model, folder: join(paths.embeddersFolder, basename(model.folder)) }));
  }

  #listed(id: string): RetrievalModel {
    const listed = this.list().find((model) => model.id === id);
    if (!listed) throw new Error('A model that was just added is not listed.');
    return listed;
  }

  #idsInUse(): Set<string> {
    const { database, settings } = this.#options;
    const { embedderId, rerankerId } = settings.get();
    return new Set([
      ...[embedderId ?? this.#starterIfThere()?.id, rerankerId].filter((id) => typeof id === 'string'),
      ...database.read(indexedEmbedderIds),
    ]);
  }
}

function folderNameOf(id: string): string {
  return id.replace(/[^0-9a-f]/g, '').slice(0, 32);
}

function requireSame(before: RetrievalModelFacts, after: RetrievalModelFacts, name: string): void {
  if (before.id === after.id) return;
  throw new LoamError(
    'embedder/file-invalid',
    `The files of ${name} changed while they were copied. Add the folder again once nothing writes to it.`,
    { retryable: true },
  );
}

function notAFolder(name: string): LoamError {
  return new LoamError(
    'embedder/file-invalid',
    `${name} is not a folder. Choose the folder that has the config.json of the model in it.`,
  );
}

function cannotRemove(isStarter: boolean): LoamError {
  return isStarter
    ? new LoamError('embedder/in-use', 'The embedder that comes with Loam cannot be removed.')
    : new LoamError('embedder/not-found', 'This model is not there any more.');
}
