import { asc, eq } from 'drizzle-orm';
import type { Database } from './database';
import { modelLinks } from './schema';

/** A model file that the user linked where it is. `metadata` is what the models domain read from its header. */
export interface ModelLink {
  id: string;
  name: string;
  /** Absolute. */
  path: string;
  bytes: number;
  sha256: string | null;
  metadata: Record<string, unknown>;
  /** Epoch milliseconds. */
  addedAt: number;
}

/** The stored links to model files. */
export class ModelLinkRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** In the order they were added. */
  list(): ModelLink[] {
    return this.#database.read((orm) =>
      orm.select().from(modelLinks).orderBy(asc(modelLinks.addedAt), asc(modelLinks.id)).all(),
    );
  }

  find(id: string): ModelLink | undefined {
    return this.#database.read((orm) => orm.select().from(modelLinks).where(eq(modelLinks.id, id)).get());
  }

  /** Adds a link, or replaces the one with the same id. */
  save(link: ModelLink): void {
    const { id, ...changes } = link;
    this.#database.write((orm) =>
      orm
        .insert(modelLinks)
        .values({ id, ...changes })
        .onConflictDoUpdate({ target: modelLinks.id, set: changes })
        .run(),
    );
  }

  /** Forgets a link; the file stays. Returns whether there was one. */
  remove(id: string): boolean {
    return (
      this.#database.write((orm) => orm.delete(modelLinks).where(eq(modelLinks.id, id)).run()).changes > 0
    );
  }
}
