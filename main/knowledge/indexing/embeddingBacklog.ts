import type { EmbeddingDocument } from './queueRepository';

interface Entry extends EmbeddingDocument {
  /** Passages that are not indexed yet. */
  passages: number;
  afterOrdinal: number;
}

/** Passages that go into the index together. */
export interface PassageBatch {
  passages: number[];
  /** How far each document comes with it. */
  parts: { entry: Entry; lastOrdinal: number; passages: number; isEnd: boolean }[];
}

/** The passages of the reading under way, in order, behind an ordinal. */
export type ReadUnindexed = (
  document: number,
  afterOrdinal: number,
  limit: number,
) => { sequence: number; ordinal: number }[];

/** Documents whose passages wait to be embedded, in the order of the queue. */
export class EmbeddingBacklog {
  #entries: Entry[] = [];

  /** Passages of all. */
  get passages(): number {
    return this.#entries.reduce((sum, { passages }) => sum + passages, 0);
  }

  /** Passages of all but the document that is embedded first: it may be as long as it likes. */
  get readAhead(): number {
    return this.passages - (this.#entries[0]?.passages ?? 0);
  }

  /** Of the document that is embedded first; null when there is none. */
  get firstQueuedAt(): number | null {
    return this.#entries[0]?.queuedAt ?? null;
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  /** In the place of an earlier reading of it. */
  add({ sequence, revision, queuedAt }: EmbeddingDocument, passages: number): void {
    this.#place({ sequence, revision, queuedAt, passages, afterOrdinal: -1 });
  }

  clear(): void {
    this.#entries = [];
  }

  /** Gives a document another place. */
  move(document: number, queuedAt: number): void {
    const entry = this.#entries.find(({ sequence }) => sequence === document);
    if (entry === undefined) return;
    entry.queuedAt = queuedAt;
    this.#place(entry);
  }

  /** The next passages. They stay in the backlog until `commit`. @param onlyOne of one document alone */
  take(limit: number, read: ReadUnindexed, onlyOne = false): PassageBatch {
    const batch: PassageBatch = { passages: [], parts: [] };
    for (const entry of this.#entries) {
      const room = limit - batch.passages.length;
      if (room <= 0 || (onlyOne && batch.parts.length > 0)) break;
      const rows = read(entry.sequence, entry.afterOrdinal, room);
      batch.passages.push(...rows.map(({ sequence }) => sequence));
      const lastOrdinal = rows.at(-1)?.ordinal ?? entry.afterOrdinal;
      batch.parts.push({ entry, lastOrdinal, passages: rows.length, isEnd: rows.length < room });
    }
    return batch;
  }

  /** Notes that a batch is in the index. Returns the documents that are complete with it. */
  commit({ parts }: PassageBatch): EmbeddingDocument[] {
    const complete = new Set<Entry>();
    for (const { entry, lastOrdinal, passages, isEnd } of parts) {
      entry.afterOrdinal = lastOrdinal;
      entry.passages = Math.max(0, entry.passages - passages);
      // One that was put in again meanwhile is another entry.
      if (isEnd && this.#entries.includes(entry)) complete.add(entry);
    }
    this.#entries = this.#entries.filter((entry) => !complete.has(entry));
    return [...complete];
  }

  remove(sequences: readonly number[]): void {
    const removed = new Set(sequences);
    this.#entries = this.#entries.filter(({ sequence }) => !removed.has(sequence));
  }

  /** Behind those that have stood in the queue as long. */
  #place(entry: Entry): void {
    this.remove([entry.sequence]);
    const after = this.#entries.findIndex(({ queuedAt }) => queuedAt > entry.queuedAt);
    this.#entries.splice(after === -1 ? this.#entries.length : after, 0, entry);
  }
}
