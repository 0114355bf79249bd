import type { Database } from '../../storage/database';
import type { IndexingClient } from '../../workers/indexing/client';
import { markIndexed, readPassagesToIndex } from './passagesToIndex';

/** Enough for the embedder to sort by length; few enough for the database to be asked in a moment. */
const passagesAtOnce = 64;
/** So that some are embedded while others are stored. */
const slicesAtOnce = 2;

interface TargetGeneration {
  id: number;
  state: 'building' | 'serving';
}

/** Puts passages into an index and notes it, in this order: what is noted is there. */
export class PassageIndexer {
  readonly #database: Database;
  readonly #client: IndexingClient;

  constructor({ database, client }: { database: Database; client: IndexingClient }) {
    this.#database = database;
    this.#client = client;
  }

  /** False when another index counts by now: the passages have to go into that one. */
  async index(
    generation: TargetGeneration,
    sequences: readonly number[],
    signal: AbortSignal,
  ): Promise<boolean> {
    const underWay: Promise<boolean>[] = [];
    try {
      for (let from = 0; from < sequences.length; from += passagesAtOnce) {
        const slice = sequences.slice(from, from + passagesAtOnce);
        underWay.push(this.#indexSlice(generation, slice, signal));
        if (underWay.length < slicesAtOnce) continue;
        if (!(await underWay.shift())) return false;
      }
      const noted = await Promise.all(underWay);
      return noted.every(Boolean);
    } finally {
      // Nothing is left running when this is over, whichever of them failed.
      await Promise.allSettled(underWay);
    }
  }

  async #indexSlice(
    generation: TargetGeneration,
    sequences: readonly number[],
    signal: AbortSignal,
  ): Promise<boolean> {
    const passages = this.#database.read((orm) => readPassagesToIndex(orm, sequences));
    if (passages.length === 0) return true;
    await this.#client.index(generation.id, passages, signal);
    const numbers = passages.map(({ passage }) => passage);
    const deleted = this.#database.write((orm) => markIndexed(orm, generation, numbers));
    if (deleted === null) return false;
    if (deleted.length > 0) await this.#client.removePassages(generation.id, deleted);
    return true;
  }
}
