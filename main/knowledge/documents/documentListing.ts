import { and, asc, count, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import type { DocumentState, KnowledgeDocument } from '../../../preload/contract/knowledge';
import { LoamError } from '../../../preload/contract/errors';
import type { Database } from '../../storage/database';
import { documents, sources } from '../../storage/schema';

export interface DocumentQuery {
  sourceId?: string | undefined;
  collectionId?: string | undefined;
  ids?: readonly string[] | undefined;
  states?: readonly DocumentState[] | undefined;
  /** Part of the name. */
  name?: string | undefined;
  offset: number;
  limit: number;
}

const columns = {
  id: documents.id,
  sourceId: sources.id,
  collectionId: sources.collectionId,
  path: documents.path,
  name: documents.name,
  format: documents.format,
  bytes: documents.bytes,
  state: documents.state,
  error: documents.error,
  passages: documents.passages,
  characters: documents.characters,
  tokens: documents.tokens,
  pages: documents.pages,
  indexedAt: documents.indexedAt,
};

const isKept = and(isNull(documents.removedAt), isNull(sources.removedAt));

/** Reads documents as the window shows them; what was removed is never among them. */
export class DocumentListing {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** By name; one page and the number of all. */
  list({ offset, limit, ...query }: DocumentQuery): { items: KnowledgeDocument[]; total: number } {
    const where = and(isKept, ...conditions(query));
    return this.#database.read((orm) => ({
      items: orm
        .select(columns)
        .from(documents)
        .innerJoin(sources, eq(sources.sequence, documents.sourceSequence))
        .where(where)
        .orderBy(asc(sql`${documents.name} COLLATE NOCASE`), asc(documents.sequence))
        .limit(limit)
        .offset(offset)
        .all(),
      total:
        orm
          .select({ total: count() })
          .from(documents)
          .innerJoin(sources, eq(sources.sequence, documents.sourceSequence))
          .where(where)
          .get()?.total ?? 0,
    }));
  }

  /** Those that are still there, in any order. */
  byIds(ids: readonly string[]): KnowledgeDocument[] {
    return ids.length === 0 ? [] : this.#select(inArray(documents.id, [...ids]));
  }

  /** @throws LoamError document/not-found */
  require(id: string): KnowledgeDocument {
    const found = this.byIds([id])[0];
    if (found !== undefined) return found;
    throw new LoamError(
      'document/not-found',
      'This document is not here any more. Add it again if you need it.',
    );
  }

  /** Of sources that are single files. */
  ofSingleFiles(sourceIds: readonly string[]): KnowledgeDocument[] {
    if (sourceIds.length === 0) return [];
    return this.#select(and(inArray(sources.id, [...sourceIds]), eq(sources.kind, 'file')));
  }

  #select(where: SQL | undefined): KnowledgeDocument[] {
    return this.#database.read((orm) =>
      orm
        .select(columns)
        .from(documents)
        .innerJoin(sources, eq(sources.sequence, documents.sourceSequence))
        .where(and(isKept, where))
        .all(),
    );
  }
}

function conditions(query: Omit<DocumentQuery, 'offset' | 'limit'>): (SQL | undefined)[] {
  const { sourceId, collectionId, ids, states, name } = query;
  return [
    sourceId === undefined ? undefined : eq(sources.id, sourceId),
    collectionId === undefined ? undefined : eq(sources.collectionId, collectionId),
    ids === undefined ? undefined : inArray(documents.id, [...ids]),
    states === undefined ? undefined : inArray(documents.state, [...states]),
    name === undefined || name === ''
      ? undefined
      : sql`${documents.name} LIKE ${`%${name.replace(/[\\%_]/g, '\\$&')}%`} ESCAPE '\\'`,
  ];
}
