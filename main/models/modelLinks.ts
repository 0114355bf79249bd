import { asc, eq } from 'drizzle-orm';
import type { Database } from '../storage/database';
import { modelLinks } from '../storage/schema';

/** A model file of the user's own, used where it lies. */
export interface ModelLink {
  id: string;
  name: string;
  /** Absolute. */
  path: string;
  bytes: number;
  sha256: string | null;
  /** What the file said about itself when it was loaded. */
  metadata: Record<string, unknown>;
  addedAt: number;
}

/** The linked model files that the database knows. */
export class ModelLinks {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Oldest first. */
  list(): ModelLink[] {
    return this.#database.read((orm) => orm.select().from(modelLinks).orderBy(asc(modelLinks.addedAt)).all());
  }

  add(link: ModelLink): void {
    this.#database.write((orm) => orm.insert(modelLinks).values(link).run());
  }

  setMetadata(id: string, metadata: Record<string, unknown>): void {
    this.#database.write((orm) =>
      orm.update(modelLinks).set({ metadata }).where(eq(modelLinks.id, id)).run(),
    );
  }

  /** Says whether there was such a link. */
  remove(id: string): boolean {
    return this.#database.write(
      (orm) =>
        orm.delete(modelLinks).where(eq(modelLinks.id, id)).returning({ id: modelLinks.id }).all().length > 0,
    );
  }
}
