import { setImmediate } from 'node:timers/promises';
import type { Database } from '../../storage/database';
import type { IndexingClient } from '../../workers/indexing/client';
import {
  deleteGeneration,
  deleteIndexed,
  findGeneration,
  type Generation,
  listGenerations,
  listIndexed,
  setGenerationState,
} from './generationRepository';
import { MissingPassages } from './missingPassages';
import type { OpenGenerations } from './openGenerations';
import type { PassageIndexer } from './passageIndexer';
import type { Rereading } from './rereading';

export interface BackgroundIndexingOptions {
  database: Database;
  client: IndexingClient;
  open: OpenGenerations;
  indexer: PassageIndexer;
  rereading: Rereading;
}

export interface StepResult {
  /** Whether `status` is another than before. */
  hasChanged: boolean;
  isMore: boolean;
}

/** About a second's work, so that whatever comes up has its turn soon. */
const passagesAtOnce = 64;
const deletedAtOnce = 500;

const nothingLeft: StepResult = { hasChanged: false, isMore: false };

/** Fills indexes that lack something, lets a complete one take over, and deletes those that are not needed any more. */
export class BackgroundIndexing {
  readonly #options: BackgroundIndexingOptions;
  readonly #missing = new Map<number, MissingPassages>();
  #step: Promise<StepResult> | undefined;
  #areFoldersKnown = false;

  constructor(options: BackgroundIndexingOptions) {
    this.#options = options;
  }

  /** Looks for missing passages from the beginning, because an index lost some. */
  restart(generation: number): void {
    this.#missing.get(generation)?.restart();
  }

  /** One slice of work; a second call while one runs is the same one. */
  step(serving: Generation, signal: AbortSignal): Promise<StepResult> {
    this.#step ??= this.#run(serving, signal).finally(() => {
      this.#step = undefined;
    });
    return this.#step;
  }

  async #run(serving: Generation, signal: AbortSignal): Promise<StepResult> {
    const { database, open } = this.#options;
    if (await this.#fill(serving, signal)) return { hasChanged: true, isMore: true };
    const building = database.read((orm) => findGeneration(orm, 'building'));
    if (building) {
      if (!(await this.#fill(building, signal))) await this.#takeOver(building, serving);
      return { hasChanged: true, isMore: true };
    }
    if (await this.#deleteRetired()) return { hasChanged: false, isMore: true };
    if (open.has(serving.id)) await this.#keepInOrder(serving, signal);
    return nothingLeft;
  }

  /** False when nothing is missing. */
  async #fill(generation: Generation, signal: AbortSignal): Promise<boolean> {
    const { database, open, indexer } = this.#options;
    const { id, state } = generation;
    if (state === 'retired') return false;
    let missing = this.#missing.get(id);
    if (!missing) {
      missing = new MissingPassages(database, id);
      this.#missing.set(id, missing);
    }
    const passages = await missing.next(passagesAtOnce);
    if (passages.length === 0) return false;
    await open.ensure(generation, 'write');
    await indexer.index({ id, state }, passages, signal);
    return true;
  }

  /** From one moment to the next, so that there is always exactly one index that serves. */
  async #takeOver(building: Generation, before: Generation): Promise<void> {
    const { database, client, open, rereading } = this.#options;
    await open.ensure(building, 'write');
    await client.optimise(building.id);
    await rereading.queueFor(building, before);
    database.write((orm) => {
      // It may have been given up for another embedder meanwhile.
      if (findGeneration(orm, 'building')?.id !== building.id) return;
      const serving = findGeneration(orm, 'serving');
      if (serving) setGenerationState(orm, serving.id, 'retired');
      setGenerationState(orm, building.id, 'serving');
    });
    // Documents that were read while it was made ready are in the old one only.
    this.restart(building.id);
  }

  async #keepInOrder(serving: Generation, signal: AbortSignal): Promise<void> {
    const { database, client } = this.#options;
    await client.optimise(serving.id, signal);
    if (this.#areFoldersKnown) return;
    // A database that was restored from a backup does not know the indexes that were made after it.
    await client.keepIndexes(
      database.read(listGenerations).map(({ id }) => id),
      signal,
    );
    this.#areFoldersKnown = true;
  }

  /** False when there is none. */
  async #deleteRetired(): Promise<boolean> {
    const { database, client, open } = this.#options;
    const retired = database.read((orm) => findGeneration(orm, 'retired'));
    if (!retired) return false;
    const { id } = retired;
    for (;;) {
      const rows = database.read((orm) => listIndexed(orm, id, 0, deletedAtOnce));
      if (rows.length === 0) break;
      database.write((orm) => deleteIndexed(orm, id, rows));
      await setImmediate();
    }
    open.forget(id);
    await client.dropIndex(id);
    database.write((orm) => deleteGeneration(orm, id));
    this.#missing.delete(id);
    return true;
  }
}
