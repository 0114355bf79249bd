import { sharedWords } from './contentWords';
import { closeness } from './fuse';

/**
 * Measured: of questions that have nothing to do with the documents, 19 of 20 find nothing nearer than that; of those that
 * do, about 1 of 100 does not either.
 */
const leastCloseness = 0.25;
/** A passage with so many of the query's words is no noise, however far its meaning seems to be. */
const enoughWords = 0.6;

/** Whether a passage is too far from the query, in meaning and in words, to be more than noise. */
export function isBelowFloor(
  query: ReadonlySet<string>,
  candidate: { text: string; similarity: number | null; fullTextScore: number | null },
  unrelatedSimilarity: number,
): boolean {
  const { text, similarity, fullTextScore } = candidate;
  if (similarity !== null && closeness(similarity, unrelatedSimilarity) >= leastCloseness) return false;
  return fullTextScore === null || sharedWords(query, text) < enoughWords;
}
