import { and, asc, count, eq, gte, inArray, isNull, lte, sql, type SQL } from 'drizzle-orm';
import type { PassagePlace } from '../../../preload/contract/knowledge';
import type { Database } from '../../storage/database';
import { documents, passages, sources } from '../../storage/schema';

/** A passage as it is stored, with the document it belongs to. */
export interface StoredPassage {
  /** The number the search index names it by. */
  sequence: number;
  documentSequence: number;
  documentId: string;
  documentName: string;
  /** From 0, in reading order. */
  ordinal: number;
  kind: 'text' | 'code' | 'table';
  /** Exactly the document's text between the offsets. */
  text: string;
  /** In UTF-16 code units of the document's text; neighbours may overlap. */
  startOffset: number;
  endOffset: number;
  /** In the embedder's own tokens. */
  tokens: number;
  place: PassagePlace;
  /** The names of a table's columns, separated by tabs. */
  tableHeader: string | null;
}

/** SQLite allows some 32,000 values in a statement; fewer keep it short. */
const sequencesPerStatement = 500;

const columns = {
  sequence: passages.sequence,
  documentSequence: passages.documentSequence,
  documentId: documents.id,
  documentName: documents.name,
  ordinal: passages.ordinal,
  kind: passages.kind,
  text: passages.text,
  startOffset: passages.startOffset,
  endOffset: passages.endOffset,
  tokens: passages.tokens,
  place: passages.place,
  tableHeader: passages.tableHeader,
};

/** Neither the document nor its source was removed. */
const isKept = and(isNull(documents.removedAt), isNull(sources.removedAt));

/** The newest reading that is complete: the one being embedded, else the searchable one. */
const newestReading = sql`${documents.revision} + (${documents.state} = 'embedding')`;

/** Reads passages of documents that are still there. */
export class PassageRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Those of these numbers that may be shown as found, in any order: removed and replaced ones are left out. */
  findSearchable(sequences: readonly number[]): StoredPassage[] {
    const found: StoredPassage[] = [];
    for (let start = 0; start < sequences.length; start += sequencesPerStatement) {
      const some = sequences.slice(start, start + sequencesPerStatement);
      found.push(
        ...this.#select(
          and(inArray(passages.sequence, some), eq(passages.revision, documents.revision), isKept),
        ),
      );
    }
    return found;
  }

  /** Searchable ones of one document between two ordinals, both included, in order. */
  neighbours(documentId: string, fromOrdinal: number, toOrdinal: number): StoredPassage[] {
    return this.#select(
      and(
        eq(documents.id, documentId),
        eq(passages.revision, documents.revision),
        gte(passages.ordinal, fromOrdinal),
        lte(passages.ordinal, toOrdinal),
        isKept,
      ),
    );
  }

  /** Of the newest complete reading, in order, from an ordinal on. */
  readFrom(documentId: string, fromOrdinal: number, limit: number): StoredPassage[] {
    return this.#select(
      and(
        eq(documents.id, documentId),
        eq(passages.revision, newestReading),
        gte(passages.ordinal, fromOrdinal),
        isKept,
      ),
      limit,
    );
  }

  /** How many the newest complete reading has. */
  countReadable(documentId: string): number {
    return this.#database.read(
      (orm) =>
        orm
          .select({ passages: count() })
          .from(passages)
          .innerJoin(documents, eq(documents.sequence, passages.documentSequence))
          .where(and(eq(documents.id, documentId), eq(passages.revision, newestReading)))
          .get()?.passages ?? 0,
    );
  }

  #select(where: SQL | undefined, limit = -1): StoredPassage[] {
    return this.#database.read((orm) =>
      orm
        .select(columns)
        .from(passages)
        .innerJoin(documents, eq(documents.sequence, passages.documentSequence))
        .innerJoin(sources, eq(sources.sequence, documents.sourceSequence))
        .where(where)
        .orderBy(asc(passages.documentSequence), asc(passages.ordinal))
        .limit(limit)
        .all(),
    );
  }
}
