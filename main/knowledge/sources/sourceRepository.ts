import { basename, sep } from 'node:path';
import { randomUUID } from 'node:crypto';
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Source } from '../../../preload/contract/knowledge';
import { LoamError, type SerializedError } from '../../../preload/contract/errors';
import type { Clock } from '../../clock';
import type { Database, Orm } from '../../storage/database';
import { documents, sources } from '../../storage/schema';
import { noStatistics, readStatistics, type Statistics } from '../collections/statistics';
import type { CheckedPath } from './checkSourcePath';

export type StoredSource = typeof sources.$inferSelect;

/** The list of files and folders the user added. */
export class SourceRepository {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Oldest first. */
  list(collectionId?: string): Source[] {
    return this.#database.read((orm) => {
      const bySource = readStatistics(orm);
      return keptSources(orm)
        .filter((source) => collectionId === undefined || source.collectionId === collectionId)
        .map((source) => describe(source, bySource.get(source.sequence) ?? noStatistics()));
    });
  }

  /** Rows as they are stored, oldest first. */
  rows(): StoredSource[] {
    return this.#database.read(keptSources);
  }

  /** @throws LoamError source/not-found */
  describe(id: string): Source {
    const found = this.list().find((source) => source.id === id);
    if (found === undefined) throw sourceNotFound();
    return found;
  }

  /** @throws LoamError source/not-found */
  require(id: string): StoredSource {
    const found = this.#database.read((orm) =>
      orm
        .select()
        .from(sources)
        .where(and(eq(sources.id, id), isNull(sources.removedAt)))
        .get(),
    );
    if (found === undefined) throw sourceNotFound();
    return found;
  }

  /**
   * Adds a source and, for a single file, its document. What the collection holds already, by itself or in one of its
   * folders, is answered as it is.
   *
   * @param queuedAt the documents' place in the queue
   */
  add(collectionId: string, added: CheckedPath, queuedAt: number): StoredSource {
    return this.#database.write((orm) => {
      const known = holderOf(orm, collectionId, added);
      if (known !== undefined) return known;
      const source = orm
        .insert(sources)
        .values({
          id: randomUUID(),
          collectionId,
          kind: added.kind,
          path: added.path,
          excludes: [],
          isWatched: true,
          addedAt: this.#clock.now(),
        })
        .returning()
        .get();
      if (added.kind === 'file') addSingleDocument(orm, source, added, queuedAt);
      return source;
    });
  }

  update(
    id: string,
    changes: { excludes?: string[] | undefined; isWatched?: boolean | undefined },
  ): StoredSource {
    const given = {
      ...(changes.excludes !== undefined && { excludes: changes.excludes }),
      ...(changes.isWatched !== undefined && { isWatched: changes.isWatched }),
    };
    if (Object.keys(given).length > 0) {
      this.#database.write((orm) => orm.update(sources).set(given).where(eq(sources.id, id)).run());
    }
    return this.require(id);
  }

  /** Notes that all of it was compared with its documents. */
  setScanned({ sequence }: Pick<StoredSource, 'sequence'>): void {
    const scannedAt = this.#clock.now();
    this.#database.write((orm) =>
      orm.update(sources).set({ scannedAt }).where(eq(sources.sequence, sequence)).run(),
    );
  }

  /** Returns whether it was another one before. */
  setProblem(source: Pick<StoredSource, 'sequence'>, problem: SerializedError | null): boolean {
    const isOwn = eq(sources.sequence, source.sequence);
    const stored = this.#database.read((orm) => orm.select().from(sources).where(isOwn).get());
    if (stored === undefined || JSON.stringify(stored.problem) === JSON.stringify(problem)) return false;
    this.#database.write((orm) => orm.update(sources).set({ problem }).where(isOwn).run());
    return true;
  }

  /** Leaves a document out of its folder from now on; it is in no search any more. */
  excludeDocument(source: StoredSource, documentId: string, pattern: string): void {
    const excludes = [...new Set([...source.excludes, pattern])];
    this.#database.write((orm) => {
      orm.update(sources).set({ excludes }).where(eq(sources.id, source.id)).run();
      const removedAt = this.#clock.now();
      orm.update(documents).set({ removedAt }).where(eq(documents.id, documentId)).run();
    });
  }

  /** Takes it out of every search at once; its rows are deleted later. */
  remove(id: string): StoredSource {
    const source = this.require(id);
    this.#database.write((orm) =>
      orm.update(sources).set({ removedAt: this.#clock.now() }).where(eq(sources.id, id)).run(),
    );
    return source;
  }
}

function keptSources(orm: Orm): StoredSource[] {
  return orm.select().from(sources).where(isNull(sources.removedAt)).orderBy(asc(sources.sequence)).all();
}

/** The source of the collection that brings this path already. */
function holderOf(orm: Orm, collectionId: string, { kind, path }: CheckedPath): StoredSource | undefined {
  const own = keptSources(orm).filter((source) => source.collectionId === collectionId);
  const same = own.find((source) => source.path === path);
  if (same) return same;
  const around = own.filter((source) => source.kind === 'folder' && path.startsWith(`${source.path}${sep}`));
  if (kind === 'folder') return around[0];
  // A folder may leave the file out, and then it is a source of its own.
  return around.find((source) =>
    orm
      .select({ id: documents.id })
      .from(documents)
      .where(
        and(
          eq(documents.sourceSequence, source.sequence),
          eq(documents.path, path),
          isNull(documents.removedAt),
        ),
      )
      .get(),
  );
}

function addSingleDocument(orm: Orm, source: StoredSource, added: CheckedPath, queuedAt: number): void {
  orm
    .insert(documents)
    .values({
      id: randomUUID(),
      sourceSequence: source.sequence,
      path: added.path,
      name: basename(added.path),
      bytes: added.bytes,
      modifiedMs: added.modifiedMs,
      state: 'queued',
      queuedAt,
    })
    .run();
}

function describe(source: StoredSource, statistics: Statistics): Source {
  const { id, collectionId, kind, path, excludes, isWatched, addedAt, problem } = source;
  const name = basename(path);
  return { id, collectionId, kind, path, name, excludes, isWatched, addedAt, problem, ...statistics };
}

function sourceNotFound(): LoamError {
  return new LoamError('source/not-found', 'This source is not here any more. Add it again if you need it.');
}
