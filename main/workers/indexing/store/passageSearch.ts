import { MatchQuery } from '@lancedb/lancedb';
import type { FullTextHit, VectorHit } from '../protocol';
import type { PassageTable } from './passageTable';
import { narrowRows, probesFor } from './vectorIndex';

export interface VectorSearch {
  vector: Float32Array;
  /** Condition for the rows that may be found. */
  where: string;
  limit: number;
  /** Rows that the index of vectors was trained on; null: there is none. */
  trainedRows: number | null;
}

/** The nearest passages, best first. */
export async function searchVectors(table: PassageTable, search: VectorSearch): Promise<VectorHit[]> {
  const { vector, where, limit, trainedRows } = search;
  const query = table
    .query()
    .nearestTo(vector)
    .distanceType('cosine')
    .where(where)
    // Named, because the library warns of a distance that is added unasked.
    .select(['passage', '_distance'])
    .limit(limit);
  if (trainedRows === null) query.bypassVectorIndex();
  else query.nprobes(probesFor(trainedRows, (await table.countRows(where)) < narrowRows));
  const rows = (await query.toArray()) as { passage: number; _distance: number }[];
  return rows.map(({ passage, _distance }) => ({ passage, similarity: 1 - _distance }));
}

/** The passages that the words fit best, best first. */
export async function searchWords(
  table: PassageTable,
  words: string,
  where: string,
  limit: number,
): Promise<FullTextHit[]> {
  const rows = (await table
    .query()
    .fullTextSearch(new MatchQuery(words, 'text'))
    .where(where)
    .select(['passage', '_score'])
    .limit(limit)
    .toArray()) as { passage: number; _score: number }[];
  return rows.map(({ passage, _score }) => ({ passage, score: _score }));
}

/**
 * Both searches once: an index that lacks a file, or has another one's, fails here rather than at a question.
 *
 * @throws whatever the library throws
 */
export async function tryOut(
  table: PassageTable,
  about: { dimensions: number; trainedRows: number | null; rows: number },
): Promise<void> {
  const { dimensions, trainedRows, rows } = about;
  const where = 'passage >= 0 AND document >= 0 AND source >= 0';
  const vector = new Float32Array(dimensions).fill(1 / Math.sqrt(dimensions));
  const nearest = await searchVectors(table, { vector, where, limit: 1, trainedRows });
  await searchWords(table, 'search', where, 1);
  if (rows > 0 && nearest.length === 0) throw new Error('The vectors of its passages are missing.');
}
