import { desc, eq, sql } from 'drizzle-orm';
import type { Comparison } from '../../preload/contract/comparisons';
import { LoamError } from '../../preload/contract/errors';
import type { Database } from '../storage/database';
import { comparisons } from '../storage/schema';

/** Comparisons on the disk, with everything that is known of them, also of blind ones. */
export class ComparisonRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  insert(comparison: Comparison): void {
    this.#database.write((orm) => orm.insert(comparisons).values(comparison).run());
  }

  /** @throws LoamError comparison/not-found */
  get(id: string): Comparison {
    const found = this.#database.read((orm) =>
      orm.select().from(comparisons).where(eq(comparisons.id, id)).get(),
    );
    if (found === undefined) throw comparisonNotFound();
    return found;
  }

  /** Newest first. */
  list(limit: number): Comparison[] {
    return this.#database.read((orm) =>
      orm
        .select()
        .from(comparisons)
        .orderBy(desc(comparisons.createdAt), desc(sql`rowid`))
        .limit(limit)
        .all(),
    );
  }

  /** Those with a column that has not ended, whether somebody is writing it or not. */
  listUnfinished(): Comparison[] {
    return this.#database.read((orm) =>
      orm
        .select()
        .from(comparisons)
        .where(
          sql`EXISTS (SELECT 1 FROM json_each(${comparisons.columns})
            WHERE json_extract(value, '$.status') IN ('waiting', 'writing'))`,
        )
        .all(),
    );
  }

  /** Writes what changes while it is answered and rated. One that was deleted meanwhile stays deleted. */
  update({ id, columns, choice }: Comparison): void {
    this.#database.write((orm) =>
      orm.update(comparisons).set({ columns, choice }).where(eq(comparisons.id, id)).run(),
    );
  }

  /** @throws LoamError comparison/not-found */
  remove(id: string): void {
    const { changes } = this.#database.write((orm) =>
      orm.delete(comparisons).where(eq(comparisons.id, id)).run(),
    );
    if (changes === 0) throw comparisonNotFound();
  }
}

function comparisonNotFound(): LoamError {
  return new LoamError(
    'comparison/not-found',
    'This comparison is no longer here. Ask the question again to compare anew.',
  );
}
