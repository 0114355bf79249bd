import type { SearchTimings } from '../../../preload/contract/retrieval';
import type { StoredPassage } from '../documents/passageRepository';

/** What the ranking makes of a passage; `relevant` ones may be sent. */
export type Verdict = 'relevant' | 'below-floor' | 'near-duplicate' | 'beyond-limit';

/** A passage that a search found, with all its scores. */
export interface RankedPassage {
  passage: StoredPassage;
  /** Cosine of query and passage, -1 to 1; null when only the words found it. */
  similarity: number | null;
  /** BM25; null when only the meaning found it. */
  fullTextScore: number | null;
  /** Of both together, 0 to 1. */
  fusedScore: number;
  /** Null where there is no reranker, or it did not get to this one. */
  rerankScore: number | null;
  verdict: Verdict;
}

/** What a search found, best first. */
export interface RankedPassages {
  passages: RankedPassage[];
  /** No passage of the scope is close enough to the query. */
  isNothingRelevant: boolean;
  timings: SearchTimings;
  embedderId: string;
}
