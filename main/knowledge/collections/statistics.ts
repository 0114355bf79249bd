import { sql } from 'drizzle-orm';
import type { DocumentState, StateCounts } from '../../../preload/contract/knowledge';
import type { Orm } from '../../storage/database';

/** What the documents of a source or collection come to. */
export interface Statistics {
  documents: StateCounts;
  passages: number;
  bytes: number;
  lastIndexedAt: number | null;
}

interface Row {
  source: number;
  state: DocumentState;
  documents: number;
  passages: number;
  bytes: number;
  lastIndexedAt: number | null;
}

export function noStatistics(): Statistics {
  return {
    documents: { queued: 0, parsing: 0, embedding: 0, done: 0, failed: 0, cancelled: 0 },
    passages: 0,
    bytes: 0,
    lastIndexedAt: null,
  };
}

/** Of every source that has documents, by its sequence. */
export function readStatistics(orm: Orm): Map<number, Statistics> {
  const rows = orm.all<Row>(sql`
    SELECT source_sequence AS source, state, COUNT(*) AS documents, SUM(passages) AS passages,
      SUM(bytes) AS bytes, MAX(indexed_at) AS lastIndexedAt
    FROM documents WHERE removed_at IS NULL
    GROUP BY source_sequence, state`);
  const bySource = new Map<number, Statistics>();
  for (const { source, state, ...row } of rows) {
    const counts = { ...noStatistics().documents, [state]: row.documents };
    const statistics = bySource.get(source) ?? noStatistics();
    bySource.set(source, addStatistics(statistics, { ...row, documents: counts }));
  }
  return bySource;
}

export function addStatistics(first: Statistics, second: Statistics): Statistics {
  const documents = { ...first.documents };
  // The keys of an object that was made of these states.
  for (const state of Object.keys(documents) as DocumentState[]) documents[state] += second.documents[state];
  const times = [first.lastIndexedAt, second.lastIndexedAt].filter((time) => time !== null);
  return {
    documents,
    passages: first.passages + second.passages,
    bytes: first.bytes + second.bytes,
    lastIndexedAt: times.length === 0 ? null : Math.max(...times),
  };
}
