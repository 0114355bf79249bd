import { setImmediate } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Clock } from '../../clock';
import type { Database, Orm } from '../../storage/database';
import type { RetrievalModels } from '../retrievalModels/retrievalModels';
import type { Generation } from './generationRepository';

/** Rows of one transaction, so that the window is never kept waiting. */
const rowsAtOnce = 200;

/**
 * Documents are split into passages that the embedder of their time reads whole. Where the next one reads less of a text,
 * it would drop their ends without a word: all documents are put back into the queue then, and split anew by it.
 */
export class Rereading {
  readonly #database: Database;
  readonly #models: RetrievalModels;
  readonly #clock: Clock;

  constructor(options: { database: Database; models: RetrievalModels; clock: Clock }) {
    this.#database = options.database;
    this.#models = options.models;
    this.#clock = options.clock;
  }

  /**
   * To be called before the next one serves: after a kill midway the documents are read once too often, but never remain
   * too long.
   */
  async queueFor(
    next: Pick<Generation, 'embedderId'>,
    serving: Pick<Generation, 'embedderId'>,
  ): Promise<void> {
    if (!this.#readsLess(next.embedderId, serving.embedderId)) return;
    const now = this.#clock.now();
    let after = 0;
    for (;;) {
      const { count, last } = this.#database.write((orm) => queueSome(orm, after, now));
      if (count < rowsAtOnce) return;
      after = last;
      await setImmediate();
    }
  }

  /** One that is not listed any more may have read anything. */
  #readsLess(nextId: string, servingId: string): boolean {
    if (nextId === servingId) return false;
    const maxTokens = (id: string): number => this.#models.find(id)?.maxTokens ?? Infinity;
    return maxTokens(nextId) < maxTokens(servingId);
  }
}

/** What failed or was cancelled stays so, but is read anew too once it is tried again. */
function queueSome(orm: Orm, after: number, now: number): { count: number; last: number } {
  const rows = orm.all<{ sequence: number }>(sql`
    UPDATE documents SET content_sha256 = NULL, pending_sha256 = NULL, queued_at = ${now},
      state = IIF(state IN ('failed', 'cancelled'), state, 'queued')
    WHERE sequence IN (
      SELECT sequence FROM documents WHERE sequence > ${after} AND removed_at IS NULL
      ORDER BY sequence LIMIT ${rowsAtOnce}
    )
    RETURNING sequence`);
  return { count: rows.length, last: rows.reduce((last, { sequence }) => Math.max(last, sequence), after) };
}
