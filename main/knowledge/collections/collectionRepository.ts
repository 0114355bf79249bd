import { randomUUID } from 'node:crypto';
import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm';
import { chatFilesCollectionId, type Collection } from '../../../preload/contract/knowledge';
import { LoamError } from '../../../preload/contract/errors';
import type { Clock } from '../../clock';
import type { Database, Orm } from '../../storage/database';
import { collections, sources } from '../../storage/schema';
import { addStatistics, noStatistics, readStatistics } from './statistics';

const chatFilesName = 'Files from chats';
const firstCollectionName = 'Documents';

/** The list of collections. */
export class CollectionRepository {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Oldest first. */
  list(): Collection[] {
    return this.#database.read((orm) => {
      const bySource = readStatistics(orm);
      const kept = orm.select().from(sources).where(isNull(sources.removedAt)).all();
      return keptCollections(orm).map(({ id, name, createdAt }) => {
        const own = kept.filter(({ collectionId }) => collectionId === id);
        const { documents, passages, bytes } = own
          .map(({ sequence }) => bySource.get(sequence) ?? noStatistics())
          .reduce(addStatistics, noStatistics());
        return { id, name, createdAt, sources: own.length, documents, passages, bytes };
      });
    });
  }

  /** @throws LoamError collection/name-taken */
  create(name: string): Collection {
    const id = randomUUID();
    this.#database.write((orm) => insert(orm, { id, name, createdAt: this.#clock.now() }));
    return this.require(id);
  }

  /** @throws LoamError collection/not-found */
  require(id: string): Collection {
    const found = this.list().find((collection) => collection.id === id);
    if (found === undefined) throw collectionNotFound();
    return found;
  }

  /** @throws LoamError collection/not-found, collection/name-taken */
  rename(id: string, name: string): Collection {
    this.#database.write((orm) => {
      refuseTakenName(orm, name, id);
      const { changes } = orm
        .update(collections)
        .set({ name })
        .where(and(eq(collections.id, id), isNull(collections.removedAt)))
        .run();
      if (changes === 0) throw collectionNotFound();
    });
    return this.require(id);
  }

  /** Takes it and its sources out of everything at once; their rows are deleted later. @throws LoamError collection/not-found */
  remove(id: string): void {
    const removedAt = this.#clock.now();
    this.#database.write((orm) => {
      const { changes } = orm
        .update(collections)
        .set({ removedAt })
        .where(and(eq(collections.id, id), isNull(collections.removedAt)))
        .run();
      if (changes === 0) throw collectionNotFound();
      orm
        .update(sources)
        .set({ removedAt })
        .where(and(eq(sources.collectionId, id), isNull(sources.removedAt)))
        .run();
    });
  }

  /** The given one, else the first of the user's own, which is made when there is none. @throws LoamError collection/not-found */
  target(id: string | undefined): string {
    return this.#database.write((orm) => {
      const kept = keptCollections(orm);
      if (id !== undefined) {
        if (kept.some((collection) => collection.id === id)) return id;
        throw collectionNotFound();
      }
      const first = kept.find((collection) => collection.id !== chatFilesCollectionId);
      return first?.id ?? this.#make(orm, randomUUID(), firstCollectionName);
    });
  }

  /** The collection of that name, made when there is none. */
  named(name: string): string {
    return this.#database.write((orm) => {
      const found = keptCollections(orm).find((one) => one.name.toLowerCase() === name.toLowerCase());
      return found?.id ?? this.#make(orm, randomUUID(), name);
    });
  }

  /** The collection that files dropped into chats go to, made when there is none. */
  chatFiles(): string {
    return this.#database.write((orm) => {
      const isThere = keptCollections(orm).some(({ id }) => id === chatFilesCollectionId);
      return isThere ? chatFilesCollectionId : this.#make(orm, chatFilesCollectionId, chatFilesName);
    });
  }

  /** With a number behind the name where it is taken. */
  #make(orm: Orm, id: string, wanted: string): string {
    const names = new Set(keptCollections(orm).map(({ name }) => name.toLowerCase()));
    let name = wanted;
    for (let number = 2; names.has(name.toLowerCase()); number += 1) name = `${wanted} ${number}`;
    const values = { name, createdAt: this.#clock.now(), removedAt: null };
    // The chat files' collection may still be there as a removed one.
    orm
      .insert(collections)
      .values({ id, ...values })
      .onConflictDoUpdate({ target: collections.id, set: values })
      .run();
    return id;
  }
}

function keptCollections(orm: Orm): { id: string; name: string; createdAt: number }[] {
  return orm
    .select()
    .from(collections)
    .where(isNull(collections.removedAt))
    .orderBy(asc(collections.createdAt), asc(collections.id))
    .all();
}

function insert(orm: Orm, collection: typeof collections.$inferInsert): void {
  refuseTakenName(orm, collection.name, collection.id);
  orm.insert(collections).values(collection).run();
}

function refuseTakenName(orm: Orm, name: string, ownId: string): void {
  const taken = orm
    .select({ id: collections.id })
    .from(collections)
    .where(
      and(
        isNull(collections.removedAt),
        ne(collections.id, ownId),
        sql`${collections.name} = ${name} COLLATE NOCASE`,
      ),
    )
    .get();
  if (taken === undefined) return;
  throw new LoamError(
    'collection/name-taken',
    `There is a collection "${name}" already. Choose another name.`,
  );
}

function collectionNotFound(): LoamError {
  return new LoamError('collection/not-found', 'This collection is not here any more. Choose another one.');
}
