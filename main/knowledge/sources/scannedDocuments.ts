import { randomUUID } from 'node:crypto';
import { sep } from 'node:path';
import { and, asc, eq, gt, gte, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Database, Orm } from '../../storage/database';
import { documents } from '../../storage/schema';
import type { WalkedFile } from './folderWalk';

/** A document as a scan compares it with its file. */
export interface ScannedDocument {
  sequence: number;
  path: string;
  bytes: number;
  modifiedMs: number | null;
}

/** A document whose file is not what it was. */
export interface ChangedFile {
  document: ScannedDocument;
  file: WalkedFile;
}

const columns = {
  sequence: documents.sequence,
  path: documents.path,
  bytes: documents.bytes,
  modifiedMs: documents.modifiedMs,
};

const rowsAtOnce = 500;

/** The documents of one source, as a scan of its files needs them. */
export class ScannedDocuments {
  readonly #database: Database;
  readonly #source: number;
  readonly #graceMs: number;
  /** Documents whose files were gone when this began, by path. */
  #gone: Map<string, number> | undefined;

  /** @param graceMs a file that comes back within so many milliseconds is the document it was */
  constructor(database: Database, sourceSequence: number, graceMs: number) {
    this.#database = database;
    this.#source = sourceSequence;
    this.#graceMs = graceMs;
  }

  /** By path. */
  find(paths: readonly string[]): Map<string, ScannedDocument> {
    const found = this.#database.read((orm) =>
      orm
        .select(columns)
        .from(documents)
        .where(
          and(
            eq(documents.sourceSequence, this.#source),
            isNull(documents.removedAt),
            inArray(documents.path, [...paths]),
          ),
        )
        .all(),
    );
    return new Map(found.map((document) => [document.path, document]));
  }

  /** Adds new files to the queue, and files that are not what they were. */
  queue(added: readonly WalkedFile[], changed: readonly ChangedFile[], queuedAt: number): void {
    if (added.length + changed.length === 0) return;
    this.#database.write((orm) => {
      if (added.length > 0) {
        this.#bringBack(orm, added, queuedAt);
        this.#insert(orm, added, queuedAt);
      }
      for (const one of changed) this.#change(one, orm, queuedAt);
    });
  }

  /** A page of those whose files are in this folder; null: of all. In order of their paths, behind one. */
  page(folder: string | null, afterPath: string): ScannedDocument[] {
    const isInside =
      folder === null
        ? undefined
        : // The sign behind the separator: nothing in the folder comes after it.
          and(
            gte(documents.path, `${folder}${sep}`),
            lt(documents.path, `${folder}${String.fromCharCode(sep.charCodeAt(0) + 1)}`),
          );
    return this.#database.read((orm) =>
      orm
        .select(columns)
        .from(documents)
        .where(
          and(
            eq(documents.sourceSequence, this.#source),
            isNull(documents.removedAt),
            gt(documents.path, afterPath),
            isInside,
          ),
        )
        .orderBy(asc(documents.path))
        .limit(rowsAtOnce)
        .all(),
    );
  }

  /** Takes them out of every search at once; their rows are deleted later. */
  remove(sequences: readonly number[], removedAt: number): void {
    if (sequences.length === 0) return;
    this.#database.write((orm) =>
      orm
        .update(documents)
        .set({ removedAt })
        .where(inArray(documents.sequence, [...sequences]))
        .run(),
    );
  }

  /**
   * Many programs delete a file and write it anew. It stays the document it was, which chats and citations name; nothing is
   * inserted for it then.
   */
  #bringBack(orm: Orm, added: readonly WalkedFile[], queuedAt: number): void {
    const latest = queuedAt - this.#graceMs;
    this.#gone ??= this.#listGone(orm, latest);
    for (const { path, bytes, modifiedMs } of added) {
      const sequence = this.#gone.get(path.toWellFormed());
      if (sequence === undefined) continue;
      orm
        .update(documents)
        .set({ state: 'queued', error: null, bytes, modifiedMs, queuedAt, removedAt: null })
        // One that is being deleted does not come back.
        .where(and(eq(documents.sequence, sequence), gt(documents.removedAt, latest)))
        .run();
    }
  }

  #listGone(orm: Orm, removedAfter: number): Map<string, number> {
    const gone = orm
      .select({ path: documents.path, sequence: documents.sequence })
      .from(documents)
      .where(and(eq(documents.sourceSequence, this.#source), gt(documents.removedAt, removedAfter)))
      .orderBy(asc(documents.removedAt))
      .all();
    return new Map(gone.map(({ path, sequence }) => [path, sequence]));
  }

  /** As one value: binding thousands of them takes longer than SQLite does. */
  #insert(orm: Orm, added: readonly WalkedFile[], queuedAt: number): void {
    const rows = added.map(({ path, name, bytes, modifiedMs }) => ({
      id: randomUUID(),
      path: path.toWellFormed(),
      name: name.toWellFormed(),
      bytes,
      modifiedMs,
    }));
    orm.run(sql`
      INSERT INTO documents (id, source_sequence, path, name, bytes, modified_ms, state, queued_at)
      SELECT json_extract(value, '$.id'), ${this.#source}, json_extract(value, '$.path'),
        json_extract(value, '$.name'), json_extract(value, '$.bytes'), json_extract(value, '$.modifiedMs'),
        'queued', ${queuedAt}
      FROM json_each(${JSON.stringify(rows)}) WHERE true
      ON CONFLICT DO NOTHING`);
  }

  #change({ document, file }: ChangedFile, orm: Orm, queuedAt: number): void {
    orm
      .update(documents)
      .set({ state: 'queued', error: null, bytes: file.bytes, modifiedMs: file.modifiedMs, queuedAt })
      .where(eq(documents.sequence, document.sequence))
      .run();
  }
}
