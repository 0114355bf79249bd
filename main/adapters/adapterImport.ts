import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { LoamError } from '../../preload/contract/errors';
import type { Clock } from '../clock';
import type { BaseModels } from '../models/baseModels';
import { describeAdapter } from '../models/gguf/describeAdapter';
import { displayText } from '../models/gguf/displayText';
import type { Database } from '../storage/database';
import { explainFileFailure } from './adapterErrors';
import type { AdapterFiles } from './adapterFiles';
import {
  deleteAdapter,
  findAdapterBySha256,
  insertAdapter,
  type StoredAdapter,
  updateAdapter,
} from './adapterRepository';
import { type AdapterSource, findAdapterSource } from './adapterSource';
import type { AdapterVerifier } from './adapterVerifier';
import { nameOfSource, type PreparedAdapter, prepareAdapter } from './prepareAdapter';

export interface AdapterImportOptions {
  database: Database;
  clock: Clock;
  baseModels: BaseModels;
  files: AdapterFiles;
  verifier: AdapterVerifier;
}

export interface AdapterToAdd {
  /** A file, or a folder. */
  path: string;
  /** Null: the first model that it fits. */
  baseModelId: string | null;
  origin: StoredAdapter['origin'] | null;
  /** As people read where it came from; null: the name of its file or folder. */
  source: string | null;
  /** For an adapter that has no name in its file; null: the name of its file or folder. */
  name: string | null;
}

const normsLeftOut =
  'Its changes to normalisation layers have no effect here: llama.cpp applies only its LoRA weights.';

/** Takes adapters in: copied or converted, checked, and listed only once they are whole and on the disk. */
export class AdapterImport {
  readonly #options: AdapterImportOptions;

  constructor(options: AdapterImportOptions) {
    this.#options = options;
  }

  /**
   * Returns the id. The same file again adds nothing: its adapter gets its file back if that was lost, and comes out of the
   * archive.
   *
   * @throws LoamError adapter/file-missing, adapter/file-invalid, adapter/wrong-base, adapter/base-missing, model/*,
   * storage/*; nothing is left of it then
   */
  async add(adapter: AdapterToAdd): Promise<string> {
    const { files, baseModels } = this.#options;
    const id = randomUUID();
    let shownName = basename(adapter.path);
    try {
      const source = await findAdapterSource(adapter.path);
      shownName = source.name;
      const prepared = await prepareAdapter({
        source,
        name: adapter.name ?? nameOfSource(source),
        baseModelId: adapter.baseModelId,
        bases: baseModels,
        targetPath: await files.arrive(id),
      });
      return await this.#keep(id, adapter, source, prepared);
    } catch (error) {
      throw explainFileFailure(shownName, error, (path) => files.contains(path));
    } finally {
      await files.abandon(id);
    }
  }

  async #keep(
    id: string,
    adapter: AdapterToAdd,
    source: AdapterSource,
    prepared: PreparedAdapter,
  ): Promise<string> {
    const { database, files, verifier } = this.#options;
    await files.seal(id);
    const known = database.write((orm) => {
      const same = findAdapterBySha256(orm, prepared.sha256);
      if (same) updateAdapter(orm, same, { archivedAt: null });
      else insertAdapter(orm, this.#describe(id, adapter, source, prepared));
      return same;
    });
    if (!known) {
      await this.#place(id);
      return id;
    }
    if (!(await isInOrder(known, files, verifier))) {
      await files.place(id, known.id);
      verifier.forget(known.id);
    }
    return known.id;
  }

  /** The row is there already; without its file it would be a broken promise. */
  async #place(id: string): Promise<void> {
    const { database, files } = this.#options;
    try {
      await files.place(id);
    } catch (error) {
      database.write((orm) => deleteAdapter(orm, id));
      throw error;
    }
  }

  #describe(
    id: string,
    adapter: AdapterToAdd,
    source: AdapterSource,
    { header, bytes, sha256, base }: PreparedAdapter,
  ): Parameters<typeof insertAdapter>[1] {
    const { name, architecture, baseName, rank, alpha, targets } = describeAdapter(header);
    return {
      id,
      name: name ?? adapter.name ?? nameOfSource(source),
      facts: { architecture, baseName, rank, alpha, targets },
      baseModelId: base.id,
      baseModelSha256: base.sha256,
      bytes,
      sha256,
      origin: adapter.origin ?? (source.type === 'peft' ? 'peft' : 'file'),
      source: displayText(adapter.source ?? source.name, 2000),
      notes: header.tensors.some(({ name: tensor }) => tensor.endsWith('_norm.weight')) ? normsLeftOut : '',
      createdAt: this.#options.clock.now(),
    };
  }
}

async function isInOrder(
  { id, name, bytes, sha256 }: StoredAdapter,
  files: AdapterFiles,
  verifier: AdapterVerifier,
): Promise<boolean> {
  try {
    await verifier.verify({ id, name, path: files.pathOf(id), bytes, sha256 });
    return true;
  } catch (error) {
    if (error instanceof LoamError) return false;
    throw error;
  }
}
