import type { SearchFilter, SearchHits } from '../protocol';
import { SerialQueue } from '../../serialQueue';
import { filterExpression, oneOf } from './filterExpression';
import { type IndexMetadata, writeIndexMetadata } from './indexMetadata';
import { searchVectors, searchWords } from './passageSearch';
import { type PassageRow, type PassageTable, readPassageNumbers } from './passageTable';
import { explainStoreError } from './storeErrors';
import { updateVectorIndex } from './vectorIndex';

/** Rows that are in no index yet are searched one by one, words at about 12 microseconds each. */
const mostRowsOutsideIndexes = 4_000;
/** The larger the table, the more it costs to bring its indexes up to date. */
const shareOutsideIndexes = 1 / 20;
/** Another process may still be reading what has just been replaced. */
const keepReplacedMs = 60_000;
const spareMs = 5_000;
/** A condition of more values than this is put into several. */
const mostValues = 5_000;

type Timed<Hits> = [hits: Hits, durationMs: number];

export interface PassageIndexParts {
  folder: string;
  table: PassageTable;
  metadata: IndexMetadata;
  /** What it holds. */
  passages: readonly number[];
}

/**
 * The passages of one generation with their vectors and words. Changes are made one after another, and are on the disk
 * once answered; searches run beside them. Rejects with index/damaged, storage/*.
 */
export class PassageIndex {
  readonly #folder: string;
  readonly #table: PassageTable;
  #metadata: IndexMetadata;
  /** What may be there already: a passage that is written again must not be there twice. */
  readonly #known: Set<number>;
  readonly #changes = new SerialQueue();
  readonly #reads = new Set<Promise<unknown>>();
  #rowsOutsideIndexes = 0;
  #hasChanged = false;
  #tidyTimer: NodeJS.Timeout | undefined;

  constructor({ folder, table, metadata, passages }: PassageIndexParts) {
    this.#folder = folder;
    this.#table = table;
    this.#metadata = metadata;
    this.#known = new Set(passages);
  }

  get dimensions(): number {
    return this.#metadata.dimensions;
  }

  /** Every passage that it holds. */
  passages(): Promise<number[]> {
    return this.#change(async () => {
      const passages = await readPassageNumbers(this.#table);
      for (const passage of passages) this.#known.add(passage);
      return passages;
    });
  }

  /** What is there under the same number is replaced. */
  add(rows: readonly PassageRow[]): Promise<void> {
    return this.#change(async () => {
      if (rows.length === 0) return;
      const replaced = rows.map(({ passage }) => passage).filter((passage) => this.#known.has(passage));
      await this.#delete('passage', replaced);
      await this.#table.add(rows.map((row) => ({ ...row })));
      for (const { passage } of rows) this.#known.add(passage);
      this.#rowsOutsideIndexes += rows.length;
      this.#hasChanged = true;
      const limit = Math.max(mostRowsOutsideIndexes, this.#known.size * shareOutsideIndexes);
      if (this.#rowsOutsideIndexes >= limit) await this.#optimise();
    });
  }

  removePassages(passages: readonly number[]): Promise<void> {
    return this.#change(async () => {
      await this.#delete('passage', passages);
      for (const passage of passages) this.#known.delete(passage);
    });
  }

  removeDocuments(documents: readonly number[]): Promise<void> {
    return this.#change(() => this.#delete('document', documents));
  }

  /** Merges small pieces, brings the indexes up to date, and lets go of what was replaced. */
  optimise(): Promise<void> {
    return this.#change(async () => {
      if (this.#hasChanged) await this.#optimise();
    });
  }

  /** The passages of the filter that are nearest to the query, by its vector and by its words. */
  async search(
    query: { vector: Float32Array; words: string },
    filter: SearchFilter,
    limit: number,
  ): Promise<Omit<SearchHits, 'embedMs'>> {
    const where = filterExpression(filter);
    if (where === null) return { vector: [], fullText: [], vectorMs: 0, fullTextMs: 0 };
    const { trainedRows } = this.#metadata;
    const [[vector, vectorMs], [fullText, fullTextMs]] = await Promise.all([
      this.#read(() => searchVectors(this.#table, { vector: query.vector, where, limit, trainedRows })),
      this.#read(() => searchWords(this.#table, query.words, where, limit)),
    ]);
    return { vector, fullText, vectorMs, fullTextMs };
  }

  /** Waits for changes and searches under way. */
  close(): Promise<void> {
    return this.#changes.run(async () => {
      clearTimeout(this.#tidyTimer);
      await Promise.allSettled(this.#reads);
      this.#table.close();
    });
  }

  async #optimise(): Promise<void> {
    await this.#mergeAndTidy();
    const rows = await this.#table.countRows();
    const trainedRows = await updateVectorIndex(this.#table, rows, this.#metadata.trainedRows);
    if (trainedRows !== this.#metadata.trainedRows) {
      const metadata = { ...this.#metadata, trainedRows };
      await writeIndexMetadata(this.#folder, metadata);
      this.#metadata = metadata;
    }
    this.#rowsOutsideIndexes = 0;
    this.#hasChanged = false;
    this.#tidyLater();
  }

  async #mergeAndTidy(): Promise<void> {
    await this.#table.optimize({
      cleanupOlderThan: new Date(Date.now() - keepReplacedMs),
      // Nothing else writes here, so files that belong to no version are leftovers of a process that was killed.
      deleteUnverified: true,
    });
  }

  /** What was replaced just now takes as much room as the index itself. */
  #tidyLater(): void {
    clearTimeout(this.#tidyTimer);
    this.#tidyTimer = setTimeout(() => {
      // The next change or search tells of whatever is wrong.
      this.#change(() => this.#mergeAndTidy()).catch(() => undefined);
    }, keepReplacedMs + spareMs).unref();
  }

  async #delete(column: 'passage' | 'document', values: readonly number[]): Promise<void> {
    for (let from = 0; from < values.length; from += mostValues) {
      await this.#table.delete(oneOf(column, values.slice(from, from + mostValues)));
      this.#hasChanged = true;
    }
  }

  async #change<Result>(job: () => Promise<Result>): Promise<Result> {
    try {
      return await this.#changes.run(job);
    } catch (error) {
      throw explainStoreError(error);
    }
  }

  async #read<Hits>(job: () => Promise<Hits>): Promise<Timed<Hits>> {
    const read = this.#tryTwice(job);
    this.#reads.add(read);
    try {
      return await read;
    } finally {
      this.#reads.delete(read);
    }
  }

  async #tryTwice<Hits>(job: () => Promise<Hits>): Promise<Timed<Hits>> {
    const startedMs = performance.now();
    try {
      return [await job(), performance.now() - startedMs];
    } catch {
      try {
        // Files of the version in use may be gone because the process that writes tidied up: not so in the newest one.
        await this.#table.checkoutLatest();
        return [await job(), performance.now() - startedMs];
      } catch (error) {
        throw explainStoreError(error);
      }
    }
  }
}
