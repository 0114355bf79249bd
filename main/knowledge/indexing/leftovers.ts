import { setImmediate } from 'node:timers/promises';
import { inArray, sql } from 'drizzle-orm';
import type { Clock } from '../../clock';
import type { Database } from '../../storage/database';
import { documents, passages } from '../../storage/schema';
import { rowsAtOnce } from './queueRepository';

/** What of the search index is needed to take things out of it. */
export interface IndexRemover {
  removePassages(passages: readonly number[]): Promise<void>;
  removeDocuments(documents: readonly number[]): Promise<void>;
}

export interface LeftoversOptions {
  database: Database;
  index: IndexRemover;
  clock: Clock;
  /** How long a document of a source that is still there stays after its file is gone: it may come back under another name. */
  graceMs: number;
}

const documentsAtOnce = 500;

/** Deletes rows that nobody sees any more, in small pieces, and takes them out of the index before. */
export class Leftovers {
  readonly #options: LeftoversOptions;

  constructor(options: LeftoversOptions) {
    this.#options = options;
  }

  /** Passages of a document's readings that neither are searchable nor become it. Returns how many there were. */
  async removeReadings(document: number, { isBeingIndexed }: { isBeingIndexed: boolean }): Promise<number> {
    let removed = 0;
    for (;;) {
      const found = this.#listReadings(document, isBeingIndexed);
      if (found.length === 0) return removed;
      await this.#options.index.removePassages(found);
      this.#deletePassages(found);
      removed += found.length;
      await setImmediate();
    }
  }

  /** Deletes everything there is to delete. Returns how many documents and readings there were. @throws the signal's reason */
  async removeAll(signal: AbortSignal): Promise<number> {
    const removed =
      (await this.removeDocuments(signal, { isReading: false })) + (await this.#removeOldReadings(signal));
    this.#deleteEmptySources();
    return removed;
  }

  /**
   * Deletes documents that were removed. Returns how many there were.
   *
   * @param isReading whether documents are read at the same time: those under way are left for later
   * @throws the signal's reason
   */
  async removeDocuments(signal: AbortSignal, { isReading }: { isReading: boolean }): Promise<number> {
    let removed = 0;
    for (;;) {
      signal.throwIfAborted();
      const found = this.#takeRemovedDocuments(isReading);
      if (found.length === 0) break;
      await this.#options.index.removeDocuments(found);
      for (const document of found) {
        await this.#deletePassagesOf(document);
        signal.throwIfAborted();
      }
      this.#options.database.write((orm) =>
        orm.delete(documents).where(inArray(documents.sequence, found)).run(),
      );
      removed += found.length;
      await setImmediate();
    }
    return removed;
  }

  async #removeOldReadings(signal: AbortSignal): Promise<number> {
    let removed = 0;
    let after = 0;
    for (;;) {
      signal.throwIfAborted();
      const page = this.#options.database.read((orm) =>
        orm.all<{ sequence: number; state: string; hasLeftovers: number }>(sql`
          SELECT d.sequence, d.state, EXISTS (
            SELECT 1 FROM passages p WHERE p.document_sequence = d.sequence AND p.revision <> d.revision
              AND NOT (d.state IN ('parsing', 'embedding') AND p.revision = d.revision + 1)
          ) AS hasLeftovers
          FROM documents d WHERE d.sequence > ${after} ORDER BY d.sequence LIMIT ${documentsAtOnce}`),
      );
      for (const { sequence, state, hasLeftovers } of page) {
        if (hasLeftovers === 0) continue;
        await this.removeReadings(sequence, { isBeingIndexed: state === 'embedding' || state === 'parsing' });
        removed += 1;
      }
      const last = page.at(-1);
      if (last === undefined) break;
      after = last.sequence;
      await setImmediate();
    }
    return removed;
  }

  #listReadings(document: number, isBeingIndexed: boolean): number[] {
    const kept = isBeingIndexed ? sql`(d.revision, d.revision + 1)` : sql`(d.revision)`;
    return this.#options.database
      .read((orm) =>
        orm.all<{ sequence: number }>(sql`
          SELECT p.sequence FROM documents d JOIN passages p ON p.document_sequence = d.sequence
          WHERE d.sequence = ${document} AND p.revision NOT IN ${kept} LIMIT ${rowsAtOnce}`),
      )
      .map(({ sequence }) => sequence);
  }

  /** From now on they cannot come back: their passages go piece by piece, and maybe not all in this session. */
  #takeRemovedDocuments(isReading: boolean): number[] {
    const { clock, graceMs, database } = this.#options;
    const until = clock.now() - graceMs;
    const states = isReading ? sql`d.state <> 'parsing'` : sql`true`;
    const found = database
      .read((orm) =>
        orm.all<{ sequence: number }>(sql`
          SELECT d.sequence FROM documents d JOIN sources s ON s.sequence = d.source_sequence
          WHERE (s.removed_at IS NOT NULL OR d.removed_at <= ${until}) AND ${states} LIMIT ${rowsAtOnce}`),
      )
      .map(({ sequence }) => sequence);
    if (found.length === 0) return found;
    database.write((orm) =>
      orm
        .update(documents)
        .set({ contentSha256: null, revision: 0, removedAt: 0 })
        .where(inArray(documents.sequence, found))
        .run(),
    );
    return found;
  }

  async #deletePassagesOf(document: number): Promise<void> {
    for (;;) {
      const found = this.#options.database.read((orm) =>
        orm.all<{ sequence: number }>(sql`
          SELECT sequence FROM passages WHERE document_sequence = ${document} LIMIT ${rowsAtOnce}`),
      );
      if (found.length === 0) return;
      this.#deletePassages(found.map(({ sequence }) => sequence));
      await setImmediate();
    }
  }

  #deletePassages(sequences: readonly number[]): void {
    this.#options.database.write((orm) =>
      orm
        .delete(passages)
        .where(inArray(passages.sequence, [...sequences]))
        .run(),
    );
  }

  #deleteEmptySources(): void {
    this.#options.database.write((orm) => {
      orm.run(sql`
        DELETE FROM sources WHERE removed_at IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.source_sequence = sources.sequence)`);
      orm.run(sql`
        DELETE FROM collections WHERE removed_at IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM sources s WHERE s.collection_id = collections.id)`);
    });
  }
}
