import { asc, eq, sql } from 'drizzle-orm';
import type { Database } from '../storage/database';
import type { StoredModelFacts, StoredModelFile } from '../storage/fileFacts';
import { models, modelStates } from '../storage/schema';

/** A model of the user's own, as the database knows it. */
export interface StoredModel {
  id: string;
  name: string;
  origin: 'linked' | 'copied' | 'downloaded';
  /** The folder of its files: absolute for a linked model, inside the data folder's models for all others. */
  folder: string;
  /** The first part first. */
  files: StoredModelFile[];
  /** Null until its header was read. */
  facts: StoredModelFacts | null;
  licence: string | null;
  source: string | null;
  catalogueId: string | null;
  addedAt: number;
}

export interface ModelState {
  modelId: string;
  lastUsedAt: number | null;
  /** How often in a row its file ended the model process. */
  lethalLoads: number;
  quarantinedAt: number | null;
}

/** The user's own models, and what happened with each model here. */
export class ModelRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Oldest first. */
  list(): StoredModel[] {
    return this.#database.read((orm) => orm.select().from(models).orderBy(asc(models.addedAt)).all());
  }

  add(model: StoredModel): void {
    this.#database.write((orm) => orm.insert(models).values(model).run());
  }

  update(id: string, changes: Partial<Pick<StoredModel, 'name' | 'facts' | 'licence'>>): void {
    this.#database.write((orm) => orm.update(models).set(changes).where(eq(models.id, id)).run());
  }

  /** With what was remembered of it. */
  remove(id: string): void {
    this.#database.write((orm) => {
      orm.delete(models).where(eq(models.id, id)).run();
      orm.delete(modelStates).where(eq(modelStates.modelId, id)).run();
    });
  }

  states(): Map<string, ModelState> {
    const rows = this.#database.read((orm) => orm.select().from(modelStates).all());
    return new Map(rows.map((state) => [state.modelId, state]));
  }

  noteUse(modelId: string, now: number): void {
    this.#database.write((orm) =>
      orm
        .insert(modelStates)
        .values({ modelId, lastUsedAt: now })
        .onConflictDoUpdate({ target: modelStates.modelId, set: { lastUsedAt: now } })
        .run(),
    );
  }

  /** A model that was loaded is no danger any more. */
  noteLoaded(modelId: string, now: number): void {
    const state = { lastUsedAt: now, lethalLoads: 0, quarantinedAt: null };
    this.#database.write((orm) =>
      orm
        .insert(modelStates)
        .values({ modelId, ...state })
        .onConflictDoUpdate({ target: modelStates.modelId, set: state })
        .run(),
    );
  }

  /** Counts a load that ended the model process; from the `limit`th in a row on the model is in quarantine. */
  noteLethalLoad(modelId: string, { now, limit }: { now: number; limit: number }): void {
    this.#database.write((orm) =>
      orm
        .insert(modelStates)
        .values({ modelId, lethalLoads: 1, quarantinedAt: limit <= 1 ? now : null })
        .onConflictDoUpdate({
          target: modelStates.modelId,
          set: {
            lethalLoads: sql`lethal_loads + 1`,
            quarantinedAt: sql`CASE WHEN lethal_loads + 1 >= ${limit} THEN ${now} ELSE quarantined_at END`,
          },
        })
        .run(),
    );
  }

  liftQuarantine(modelId: string): void {
    this.#database.write((orm) =>
      orm
        .update(modelStates)
        .set({ quarantinedAt: null, lethalLoads: 0 })
        .where(eq(modelStates.modelId, modelId))
        .run(),
    );
  }
}
