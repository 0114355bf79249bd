import type { SearchHits } from '../../workers/indexing/protocol';

/** A passage with the scores of both searches and of both together. */
export interface FusedHit {
  /** The passage's number. */
  passage: number;
  /** Null when only the words found it. */
  similarity: number | null;
  /** Null when only the meaning found it. */
  fullTextScore: number | null;
  /** 0 to 1. */
  fusedScore: number;
}

/**
 * How much the best match of words counts beside a similarity of 1. Measured, see docs/decisions: half of it and twice as
 * much are both nearly as good.
 */
const wordWeight = 0.5;

/** A similarity on the scale from 0, two texts that have nothing in common, to 1, the same text twice. */
export function closeness(similarity: number, unrelatedSimilarity: number): number {
  return (similarity - unrelatedSimilarity) / (1 - unrelatedSimilarity);
}

/**
 * Brings both searches together, best first: a weighted sum of the closeness in meaning and of the match of words, as a
 * share of the query's best one. Only the words are scaled query by query. The closeness keeps its own scale, so a query
 * whose passages are all about equally near is decided by the words, and one that has clear neighbours is not.
 *
 * @param unrelatedSimilarity what the embedder answers for two texts that have nothing in common
 */
export function fuse(
  { vector, fullText }: Pick<SearchHits, 'vector' | 'fullText'>,
  unrelatedSimilarity: number,
): FusedHit[] {
  const similarities = new Map(vector.map(({ passage, similarity }) => [passage, similarity]));
  const scores = new Map(fullText.map(({ passage, score }) => [passage, score]));
  const bestScore = Math.max(0, ...scores.values());
  // The nearest passages are all there: what is not among them is no nearer than the last of them.
  const furthest = vector.at(-1)?.similarity ?? unrelatedSimilarity;
  return [...new Set([...similarities.keys(), ...scores.keys()])]
    .map((passage): FusedHit => {
      const similarity = similarities.get(passage) ?? null;
      const fullTextScore = scores.get(passage) ?? null;
      const meaning = closeness(similarity ?? furthest, unrelatedSimilarity);
      const words = fullTextScore === null || bestScore === 0 ? 0 : fullTextScore / bestScore;
      const fusedScore = clamp((meaning + wordWeight * words) / (1 + wordWeight));
      return { passage, similarity, fullTextScore, fusedScore };
    })
    .sort((a, b) => b.fusedScore - a.fusedScore || a.passage - b.passage);
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
