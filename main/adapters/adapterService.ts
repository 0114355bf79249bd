import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Adapter, AdapterChoice, AdapterUse } from '../../preload/contract/adapters';
import { LoamError, type SerializedError, serializeError } from '../../preload/contract/errors';
import type { Clock } from '../clock';
import type { CoreEvents } from '../events';
import type { Logger } from '../log/logger';
import type { BaseModel, BaseModels } from '../models/baseModels';
import type { FinishedDownload } from '../models/downloads/installer';
import { fileSize } from '../models/modelFile';
import type { Database } from '../storage/database';
import { SerialQueue } from '../workers/serialQueue';
import { adapterInUse } from './adapterErrors';
import { AdapterFiles } from './adapterFiles';
import { AdapterImport } from './adapterImport';
import { AdapterMatcher } from './adapterMatcher';
import {
  type CountedAdapter,
  deleteAdapter,
  listAdapters,
  listUses,
  requireAdapter,
  requireCountedAdapter,
  type StoredAdapter,
  storedAdapters,
  updateAdapter,
} from './adapterRepository';
import { AdapterVerifier } from './adapterVerifier';
import { exportAdapterFile } from './exportAdapter';

export interface AdapterServiceOptions {
  database: Database;
  clock: Clock;
  events: CoreEvents;
  logger: Logger;
  /** Absolute; made when the first adapter comes. */
  adaptersFolder: string;
  baseModels: BaseModels;
  settings: AdapterSettings;
}

/** The settings that name adapters. */
export interface AdapterSettings {
  get(): { defaultAdapters: AdapterChoice[] };
  update(changes: { defaultAdapters: AdapterChoice[] }): unknown;
}

/** An adapter in use: where its file is, and what an answer's provenance keeps of it. */
export interface ResolvedAdapter {
  id: string;
  name: string;
  version: number;
  sha256: string;
  /** Absolute. */
  path: string;
  scale: number;
}

export interface AdapterChanges {
  name?: string | undefined;
  notes?: string | undefined;
  isArchived?: boolean | undefined;
}

/** The LoRA adapters on this machine: their files, where they come from, what they fit and what they were used for. */
export class AdapterService {
  readonly #options: AdapterServiceOptions;
  readonly #files: AdapterFiles;
  readonly #verifier = new AdapterVerifier();
  readonly #matcher = new AdapterMatcher();
  readonly #import: AdapterImport;
  /** Two at once could both find that a file is new. */
  readonly #changes = new SerialQueue();

  constructor(options: AdapterServiceOptions) {
    this.#options = options;
    this.#files = new AdapterFiles(options.adaptersFolder);
    this.#import = new AdapterImport({ ...options, files: this.#files, verifier: this.#verifier });
  }

  /** By name, newest version first; archived ones included. */
  async list(): Promise<Adapter[]> {
    const counted = this.#options.database.read(listAdapters);
    return Promise.all(counted.map((adapter) => this.#withPresence(adapter)));
  }

  /** @throws LoamError adapter/not-found */
  async get(id: string): Promise<Adapter> {
    return this.#withPresence(this.#options.database.read((orm) => requireCountedAdapter(orm, id)));
  }

  /**
   * Copies a GGUF file, or converts a PEFT folder or one of its two files, and checks it against its base. The same file
   * again adds nothing and returns its adapter.
   *
   * @param baseModelId null: the first model that it fits
   * @throws LoamError adapter/file-missing, adapter/file-invalid, adapter/wrong-base, adapter/base-missing, model/*,
   * storage/*; nothing is left of it then
   */
  add(path: string, baseModelId: string | null): Promise<Adapter> {
    return this.#changes.run(async () => {
      const id = await this.#import.add({ path, baseModelId, origin: null, source: null, name: null });
      const added = await this.get(id);
      this.#options.logger.info('adapter added', { bytes: added.bytes });
      return added;
    });
  }

  /** Takes in a finished download: a GGUF file, or the two files of a PEFT adapter. See `Installer`. */
  addDownloaded(finished: FinishedDownload): Promise<string> {
    return this.#changes.run(async () => {
      const { folder, files, name, sourceLabel } = finished;
      const [first, ...others] = files;
      try {
        const id = await this.#import.add({
          path: first !== undefined && others.length === 0 ? join(folder, first.name) : folder,
          baseModelId: null,
          origin: 'downloaded',
          source: sourceLabel,
          name,
        });
        this.#options.events.emit('adapters.listChanged', {});
        return id;
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  }

  /**
   * A new name that has the adapter's version already gives it the next one.
   *
   * @throws LoamError adapter/not-found
   */
  async update(id: string, { name, notes, isArchived }: AdapterChanges): Promise<Adapter> {
    this.#options.database.write((orm) =>
      updateAdapter(orm, requireAdapter(orm, id), {
        ...(name !== undefined && { name }),
        ...(notes !== undefined && { notes }),
        ...(isArchived !== undefined && { archivedAt: isArchived ? this.#options.clock.now() : null }),
      }),
    );
    return this.get(id);
  }

  /**
   * Deletes an adapter and its file. Answers given with it stay, and still name it; new chats do not begin with it any
   * more.
   *
   * @throws LoamError adapter/not-found, adapter/in-use while there are such answers, unless `evenIfUsed`
   */
  remove(id: string, evenIfUsed: boolean): Promise<void> {
    return this.#changes.run(async () => {
      const { database, settings } = this.#options;
      const adapter = database.read((orm) => requireCountedAdapter(orm, id));
      if (adapter.useCount > 0 && !evenIfUsed) throw adapterInUse(labelOf(adapter), adapter.useCount);
      const { defaultAdapters } = settings.get();
      const remaining = defaultAdapters.filter(({ adapterId }) => adapterId !== id);
      if (remaining.length < defaultAdapters.length) settings.update({ defaultAdapters: remaining });
      await this.#files.takeOut(id);
      try {
        database.write((orm) => deleteAdapter(orm, id));
      } catch (error) {
        await this.#files.putBack(id);
        throw error;
      }
      await this.#files.abandon(id);
      this.#verifier.forget(id);
    });
  }

  /**
   * Copies the GGUF file to where the user wants it, whole or not at all. What has that name is replaced.
   *
   * @throws LoamError adapter/not-found, adapter/file-missing, adapter/file-invalid, export/failed
   */
  async exportTo(id: string, path: string): Promise<void> {
    const adapter = this.#options.database.read((orm) => requireAdapter(orm, id));
    await exportAdapterFile(await this.#verifiedPath(adapter), path, adapter.sha256);
  }

  /**
   * Where the GGUF file of an adapter lies, once it is certain that it is the one that was added.
   *
   * @throws LoamError adapter/not-found, adapter/file-missing, adapter/file-invalid
   */
  fileOf(id: string): Promise<string> {
    return this.#verifiedPath(this.#options.database.read((orm) => requireAdapter(orm, id)));
  }

  /** The newest answers it took part in. @throws LoamError adapter/not-found */
  uses(id: string, limit: number): AdapterUse[] {
    return this.#options.database.read((orm) => {
      requireAdapter(orm, id);
      return listUses(orm, id, limit);
    });
  }

  /**
   * Which adapters work with this model (null: the default one), and why the others do not.
   *
   * @throws LoamError model/*
   */
  async compatibility(
    modelId: string | null,
  ): Promise<{ adapterId: string; refusal: SerializedError | null }[]> {
    const stored = this.#options.database.read(storedAdapters);
    if (stored.length === 0) return [];
    const base = await this.#options.baseModels.find(modelId);
    await base.readHeader();
    return Promise.all(
      stored.map(async (adapter) => ({ adapterId: adapter.id, refusal: await this.#refusal(adapter, base) })),
    );
  }

  /**
   * Finds the adapters' files and makes sure that they are in order and belong to this model (null: the default one).
   * Cheap enough to be asked before each answer.
   *
   * @throws LoamError adapter/not-found, adapter/file-missing, adapter/file-invalid, adapter/wrong-base, model/*
   */
  async resolve(choices: readonly AdapterChoice[], modelId: string | null): Promise<ResolvedAdapter[]> {
    if (choices.length === 0) return [];
    refuseTwice(choices);
    const stored = this.#options.database.read((orm) =>
      choices.map(({ adapterId }) => requireAdapter(orm, adapterId)),
    );
    const base = await this.#options.baseModels.find(modelId);
    const resolved: ResolvedAdapter[] = [];
    for (const [index, { scale }] of choices.entries()) {
      const adapter = stored[index];
      if (!adapter) continue;
      const path = await this.#verifiedPath(adapter);
      await this.#refuseWrongBase(adapter, base, true);
      const { id, name, version, sha256 } = adapter;
      resolved.push({ id, name, version, sha256, path, scale });
    }
    return resolved;
  }

  /** Finishes what an ended process began. Failing to is no reason not to start, so it never rejects. */
  async tidy(): Promise<void> {
    const { database, logger } = this.#options;
    try {
      const listed = new Set(database.read(storedAdapters).map(({ id }) => id));
      const finished = await this.#changes.run(() => this.#files.tidy((id) => listed.has(id)));
      if (finished > 0) logger.warn('unfinished adapter files found', { count: finished });
    } catch (error) {
      logger.error('adapter files could not be tidied', { error });
    }
  }

  async #withPresence(adapter: CountedAdapter): Promise<Adapter> {
    return { ...adapter, isPresent: (await fileSize(this.#files.pathOf(adapter.id))) !== null };
  }

  async #verifiedPath({ id, name, version, bytes, sha256 }: StoredAdapter): Promise<string> {
    const path = this.#files.pathOf(id);
    await this.#verifier.verify({ id, name: labelOf({ name, version }), path, bytes, sha256 });
    return path;
  }

  async #refuseWrongBase(adapter: StoredAdapter, base: BaseModel, isVerified: boolean): Promise<void> {
    const name = labelOf(adapter);
    const matched = { name, path: this.#files.pathOf(adapter.id), sha256: adapter.sha256 };
    const reason = await this.#matcher.refusalOf(matched, base, isVerified);
    if (reason === null) return;
    throw new LoamError(
      'adapter/wrong-base',
      `The adapter ${name} does not work with ${base.name}: ${reason}. Choose another adapter, or the model it was made for.`,
    );
  }

  /** Without reading whole files: with many adapters that would take seconds, and it is done before they are used. */
  async #refusal(adapter: StoredAdapter, base: BaseModel): Promise<SerializedError | null> {
    const { id, bytes } = adapter;
    try {
      await this.#verifier.glance({ id, name: labelOf(adapter), path: this.#files.pathOf(id), bytes });
      await this.#refuseWrongBase(adapter, base, false);
      return null;
    } catch (error) {
      if (error instanceof LoamError) return serializeError(error);
      throw error;
    }
  }
}

function labelOf({ name, version }: { name: string; version: number }): string {
  return `${name} v${version}`;
}

function refuseTwice(choices: readonly AdapterChoice[]): void {
  if (new Set(choices.map(({ adapterId }) => adapterId)).size === choices.length) return;
  throw new LoamError('request/invalid', 'The same adapter is chosen twice. Choose each of them once.');
}
