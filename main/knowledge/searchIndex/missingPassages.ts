import { setImmediate } from 'node:timers/promises';
import type { Database } from '../../storage/database';
import { walkSearchable, walkStart, type WalkPosition } from './passagesToIndex';

const rowsAtOnce = 1_000;

/** Finds, slice by slice, the passages that can be searched but are not in one index yet. */
export class MissingPassages {
  readonly #database: Database;
  readonly #generation: number;
  #position: WalkPosition = walkStart;
  /** Whether this walk over all of them has found any. */
  #hasFound = false;
  #isComplete = false;

  constructor(database: Database, generation: number) {
    this.#database = database;
    this.#generation = generation;
  }

  /** Walks over all of them once more. */
  restart(): void {
    this.#position = walkStart;
    this.#hasFound = false;
    this.#isComplete = false;
  }

  /** Some that are missing; none once a whole walk has found none, until `restart`. */
  async next(limit: number): Promise<number[]> {
    while (!this.#isComplete) {
      const { found, isEnd } = this.#walk(limit);
      if (found.length > 0) this.#hasFound = true;
      if (isEnd) this.#end();
      if (found.length > 0) return found;
      await setImmediate();
    }
    return [];
  }

  #walk(limit: number): { found: number[]; isEnd: boolean } {
    const rows = this.#database.read((orm) =>
      walkSearchable(orm, this.#generation, this.#position, rowsAtOnce),
    );
    const missing = rows.filter(({ isIndexed }) => !isIndexed);
    const found = missing.slice(0, limit);
    // What does not fit into this slice is walked over again.
    const last = missing.length > limit ? found.at(-1) : rows.at(-1);
    if (last) this.#position = { document: last.document, ordinal: last.ordinal };
    const isEnd = rows.length < rowsAtOnce && missing.length <= limit;
    return { found: found.map(({ passage }) => passage), isEnd };
  }

  #end(): void {
    const isComplete = !this.#hasFound;
    // Documents may have become searchable behind the walk.
    this.restart();
    this.#isComplete = isComplete;
  }
}
