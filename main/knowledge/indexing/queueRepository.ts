import { and, asc, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import type { SerializedError } from '../../../preload/contract/errors';
import type { Database } from '../../storage/database';
import { documents, sources } from '../../storage/schema';
import type { FileIdentity, ReadDocument } from '../../workers/indexing/protocol';
import type { PassageDraft } from '../../workers/indexing/passages/passageDraft';
import { insertPassages, plainText, rowsOf } from './passageRows';

/** A document whose turn it is. */
export interface QueuedDocument {
  sequence: number;
  id: string;
  sourceSequence: number;
  sourceKind: 'file' | 'folder';
  path: string;
  name: string;
  bytes: number;
  format: string | null;
  /** Null also where it is to be read again though nothing has changed. */
  contentSha256: string | null;
  revision: number;
  queuedAt: number;
  /** Whether an interrupted reading has left passages. */
  hasLeftovers: boolean;
}

/** What is waiting, of sources that are still there. */
export interface WaitingWork {
  /** Neither done, failed nor cancelled. */
  files: number;
  /** Of those that are not read yet. */
  unreadBytes: number;
}

/** A document whose passages are to be indexed. */
export type EmbeddingDocument = Pick<QueuedDocument, 'sequence' | 'revision' | 'queuedAt'>;

/** A document that was read to its end, and what of its passages is not stored yet. */
export interface CompleteReading {
  document: QueuedDocument;
  identity: FileIdentity;
  end: ReadDocument;
  drafts: readonly PassageDraft[];
}

/** The place in the queue of documents that are read before all others. */
export const aheadOfAll = 0;

const waitingStates = ['queued', 'parsing', 'embedding'] as const;
/** Rows of one transaction, so that the window is never kept waiting. */
export const rowsAtOnce = 200;

const queuedColumns = {
  sequence: documents.sequence,
  id: documents.id,
  sourceSequence: documents.sourceSequence,
  sourceKind: sources.kind,
  path: documents.path,
  name: documents.name,
  bytes: documents.bytes,
  format: documents.format,
  contentSha256: documents.contentSha256,
  revision: documents.revision,
  queuedAt: documents.queuedAt,
  hasLeftovers: sql<number>`EXISTS (
    SELECT 1 FROM passages p
    WHERE p.document_sequence = ${documents.sequence} AND p.revision <> ${documents.revision}
  )`.mapWith(Boolean),
};

/** The queue as it is kept in the documents' table. */
export class QueueRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  waiting(): WaitingWork {
    const row = this.#database.read((orm) =>
      orm.get<{ files: number; unreadBytes: number | null }>(sql`
        SELECT COUNT(*) AS files, SUM(IIF(d.state = 'embedding', 0, d.bytes)) AS unreadBytes
        FROM documents d JOIN sources s ON s.sequence = d.source_sequence
        WHERE d.state IN ('queued', 'parsing', 'embedding') AND d.removed_at IS NULL AND s.removed_at IS NULL`),
    );
    return { files: row.files, unreadBytes: row.unreadBytes ?? 0 };
  }

  /** Puts what a run before left half read back into the queue. */
  requeueHalfRead(): void {
    this.#database.write((orm) =>
      orm.update(documents).set({ state: 'queued' }).where(eq(documents.state, 'parsing')).run(),
    );
  }

  /** Whether a file whose turn has not come stands before this place in the queue. */
  hasQueuedBefore(queuedAt: number): boolean {
    const row = this.#database.read((orm) =>
      orm.get<{ isThere: number }>(sql`
        SELECT EXISTS (
          SELECT 1 FROM documents d JOIN sources s ON s.sequence = d.source_sequence
          WHERE d.state = 'queued' AND d.queued_at < ${queuedAt}
            AND d.removed_at IS NULL AND s.removed_at IS NULL
        ) AS isThere`),
    );
    return row.isThere === 1;
  }

  /** Puts those of these documents that wait for something before all others. Returns their sequences. */
  putFirst(ids: readonly string[]): number[] {
    return this.#database
      .write((orm) =>
        orm.all<{ sequence: number }>(sql`
          UPDATE documents SET queued_at = ${aheadOfAll}
          WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
            AND state IN ${waitingStates} AND queued_at > ${aheadOfAll}
          RETURNING sequence`),
      )
      .map(({ sequence }) => sequence);
  }

  /** Marks the first of the queue as being read. */
  claim(limit: number): QueuedDocument[] {
    const next = this.#database.read((orm) =>
      orm
        .select(queuedColumns)
        .from(documents)
        .innerJoin(sources, eq(sources.sequence, documents.sourceSequence))
        .where(
          and(sql`${documents.state} = 'queued'`, isNull(documents.removedAt), isNull(sources.removedAt)),
        )
        .orderBy(asc(documents.queuedAt), asc(documents.sequence))
        .limit(limit)
        .all(),
    );
    if (next.length === 0) return [];
    this.#database.write((orm) =>
      orm
        .update(documents)
        .set({ state: 'parsing' })
        .where(and(inArray(documents.sequence, sequencesOf(next)), eq(documents.state, 'queued')))
        .run(),
    );
    return next;
  }

  /** Whether nobody has cancelled, removed or re-queued it since it was claimed. */
  isStillRead({ sequence }: QueuedDocument): boolean {
    const row = this.#database.read((orm) =>
      orm
        .select({ state: documents.state })
        .from(documents)
        .innerJoin(sources, eq(sources.sequence, documents.sourceSequence))
        .where(and(eq(documents.sequence, sequence), isNull(documents.removedAt), isNull(sources.removedAt)))
        .get(),
    );
    return row?.state === 'parsing';
  }

  unclaim(claimed: readonly QueuedDocument[]): void {
    if (claimed.length === 0) return;
    this.#database.write((orm) =>
      orm
        .update(documents)
        .set({ state: 'queued' })
        .where(and(inArray(documents.sequence, sequencesOf(claimed)), eq(documents.state, 'parsing')))
        .run(),
    );
  }

  /** Its content is what was read last time. */
  markUnchanged(unchanged: readonly { document: QueuedDocument; identity: FileIdentity }[]): void {
    const rows = unchanged.map(({ document, identity }) => ({
      sequence: document.sequence,
      bytes: identity.bytes,
      modifiedMs: Math.floor(identity.modifiedMs),
    }));
    this.#database.write((orm) =>
      orm.run(sql`
        UPDATE documents SET state = 'done', error = NULL, pending_sha256 = NULL,
          bytes = json_extract(new.value, '$.bytes'), modified_ms = json_extract(new.value, '$.modifiedMs')
        FROM json_each(${JSON.stringify(rows)}) AS new
        WHERE sequence = json_extract(new.value, '$.sequence') AND state = 'parsing'`),
    );
  }

  markFailed(sequence: number, error: SerializedError): void {
    this.#database.write((orm) =>
      orm
        .update(documents)
        .set({ state: 'failed', error, pendingSha256: null })
        .where(and(eq(documents.sequence, sequence), inArray(documents.state, ['parsing', 'embedding'])))
        .run(),
    );
  }

  /** Passages of a reading under way; at most `rowsAtOnce` of them. */
  addPassages(document: QueuedDocument, drafts: readonly PassageDraft[]): void {
    if (drafts.length === 0) return;
    this.#database.write((orm) => insertPassages(orm, rowsOf(document, drafts)));
  }

  /** Stores the last passages of documents and that they are read completely, all or nothing. */
  completeReadings(readings: readonly CompleteReading[]): void {
    const rows = readings.map(({ document, identity, end }) => ({
      ...end,
      title: end.title === null ? null : plainText(end.title),
      sequence: document.sequence,
      bytes: identity.bytes,
      modifiedMs: Math.floor(identity.modifiedMs),
      sha256: identity.sha256,
    }));
    this.#database.write((orm) => {
      insertPassages(
        orm,
        readings.flatMap(({ document, drafts }) => rowsOf(document, drafts)),
      );
      orm.run(sql`
        UPDATE documents SET state = 'embedding', error = NULL,
          format = json_extract(new.value, '$.format'), encoding = json_extract(new.value, '$.encoding'),
          pages = json_extract(new.value, '$.pages'), title = json_extract(new.value, '$.title'),
          characters = json_extract(new.value, '$.characters'), bytes = json_extract(new.value, '$.bytes'),
          modified_ms = json_extract(new.value, '$.modifiedMs'),
          pending_sha256 = json_extract(new.value, '$.sha256')
        FROM json_each(${JSON.stringify(rows)}) AS new
        WHERE sequence = json_extract(new.value, '$.sequence') AND state = 'parsing'`);
    });
  }

  /** Makes readings whose passages are all indexed the searchable ones. Returns which were still wanted. */
  completeIndexing(sequences: readonly number[], now: number): number[] {
    if (sequences.length === 0) return [];
    return this.#database
      .write((orm) =>
        orm.all<{ sequence: number }>(sql`
          UPDATE documents SET state = 'done', revision = revision + 1, content_sha256 = pending_sha256,
            pending_sha256 = NULL, error = NULL, indexed_at = ${now},
            passages = new.passages, tokens = new.tokens
          FROM (
            SELECT d.sequence AS document, COUNT(p.sequence) AS passages, COALESCE(SUM(p.tokens), 0) AS tokens
            FROM documents d
            LEFT JOIN passages p ON p.document_sequence = d.sequence AND p.revision = d.revision + 1
            WHERE d.sequence IN (SELECT value FROM json_each(${JSON.stringify(sequences)}))
            GROUP BY d.sequence
          ) AS new
          WHERE sequence = new.document AND state = 'embedding' AND removed_at IS NULL
            AND source_sequence IN (SELECT sequence FROM sources WHERE removed_at IS NULL)
          RETURNING sequence`),
      )
      .map(({ sequence }) => sequence);
  }

  /** Documents that are read completely but not indexed, in the order of the queue. */
  listEmbedding(): EmbeddingDocument[] {
    return this.#database.read((orm) =>
      orm
        .select({
          sequence: documents.sequence,
          revision: documents.revision,
          queuedAt: documents.queuedAt,
        })
        .from(documents)
        .innerJoin(sources, eq(sources.sequence, documents.sourceSequence))
        .where(
          and(sql`${documents.state} = 'embedding'`, isNull(documents.removedAt), isNull(sources.removedAt)),
        )
        .orderBy(asc(documents.queuedAt), asc(documents.sequence))
        .all(),
    );
  }

  /**
   * Passages of the reading under way that an index does not hold, in order, behind an ordinal; none once it was cancelled
   * or removed.
   */
  unindexed(
    sequence: number,
    generation: number,
    afterOrdinal: number,
    limit: number,
  ): { sequence: number; ordinal: number }[] {
    return this.#database.read((orm) =>
      orm.all<{ sequence: number; ordinal: number }>(sql`
        SELECT p.sequence, p.ordinal FROM passages p JOIN documents d ON d.sequence = p.document_sequence
        JOIN sources s ON s.sequence = d.source_sequence
        WHERE p.document_sequence = ${sequence} AND p.revision = d.revision + 1 AND p.ordinal > ${afterOrdinal}
          AND d.state = 'embedding' AND d.removed_at IS NULL AND s.removed_at IS NULL
          AND NOT EXISTS (
            SELECT 1 FROM indexed_passages i
            WHERE i.generation_id = ${generation} AND i.passage_sequence = p.sequence
          )
        ORDER BY p.ordinal LIMIT ${limit}`),
    );
  }

  countUnindexed(sequence: number): number {
    const row = this.#database.read((orm) =>
      orm.get<{ passages: number }>(sql`
        SELECT COUNT(*) AS passages FROM passages p JOIN documents d ON d.sequence = p.document_sequence
        WHERE p.document_sequence = ${sequence} AND p.revision = d.revision + 1`),
    );
    return row.passages;
  }

  /** Of one source, piece by piece: returns how many there were, fewer than `rowsAtOnce` at the end. */
  cancelSome(sourceSequence: number): number {
    return this.#changeSome(sourceSequence, waitingStates, sql`state = 'cancelled', pending_sha256 = NULL`);
  }

  retrySome(sourceSequence: number, now: number): number {
    return this.#changeSome(
      sourceSequence,
      ['failed', 'cancelled'],
      sql`state = 'queued', error = NULL, queued_at = ${now}`,
    );
  }

  /** These documents are read again, also when nothing has changed. */
  requeue(sequences: readonly number[], now: number): void {
    this.#requeue(inArray(documents.sequence, [...sequences]), now);
  }

  requeueById(id: string, now: number): void {
    this.#requeue(eq(documents.id, id), now);
  }

  /** Sequences of a source's documents behind a number, in order. */
  listSequences(sourceSequence: number, after: number): number[] {
    return this.#database
      .read((orm) =>
        orm.all<{ sequence: number }>(sql`
          SELECT sequence FROM documents
          WHERE source_sequence = ${sourceSequence} AND removed_at IS NULL AND sequence > ${after}
          ORDER BY sequence LIMIT ${rowsAtOnce}`),
      )
      .map(({ sequence }) => sequence);
  }

  #requeue(which: SQL, now: number): void {
    this.#database.write((orm) =>
      orm
        .update(documents)
        .set({ state: 'queued', error: null, contentSha256: null, pendingSha256: null, queuedAt: now })
        .where(which)
        .run(),
    );
  }

  #changeSome(sourceSequence: number, states: readonly string[], changes: SQL): number {
    return this.#database.write(
      (orm) =>
        orm.run(sql`
          UPDATE documents SET ${changes} WHERE sequence IN (
            SELECT sequence FROM documents
            WHERE source_sequence = ${sourceSequence} AND state IN ${states} AND removed_at IS NULL
            LIMIT ${rowsAtOnce}
          )`).changes,
    );
  }
}

function sequencesOf(list: readonly { sequence: number }[]): number[] {
  return list.map(({ sequence }) => sequence);
}
