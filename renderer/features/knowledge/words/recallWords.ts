import type { CandidateOutcome, RecallRun, SearchTimings } from '../../../../preload/contract/retrieval';
import { formatCount } from '../../../components/formatting';

/** Why a passage is not among those an answer would get; null: it is. */
export const outcomeWords = {
  sent: null,
  joined: 'part of a neighbour',
  'below-floor': 'too far from the question',
  'near-duplicate': 'nearly the same as a better one',
  'over-budget': 'no room left for it',
  'beyond-limit': 'beyond the number asked for',
} as const satisfies Record<CandidateOutcome, string | null>;

const milliseconds = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** `8.7 ms`. */
export function formatMilliseconds(duration: number): string {
  return `${milliseconds.format(duration)} ms`;
}

/** Each step of a search with its time, in the order they happen; the whole comes last. */
export function timingSteps({ embedMs, vectorMs, fullTextMs, rerankMs, totalMs }: SearchTimings) {
  return [
    { step: 'Query into a vector', duration: embedMs },
    { step: 'Search by meaning', duration: vectorMs },
    { step: 'Search by words', duration: fullTextMs },
    ...(rerankMs === null ? [] : [{ step: 'Reranking', duration: rerankMs }]),
    { step: 'In all', duration: totalMs },
  ];
}

/** The share of questions whose source was among the first ten, 0 to 1; null for a run without questions. */
export function hitRate({ hits, questions }: Pick<RecallRun, 'hits' | 'questions'>): number | null {
  return questions === 0 ? null : hits / questions;
}

/** `83 %`. */
export function formatShare(share: number): string {
  return `${formatCount(share * 100)} %`;
}

/** Where a source was found: `Rank 3`. */
export function rankInWords(rank: number | null | undefined): string {
  if (rank === undefined) return 'Not run yet';
  return rank === null ? 'Not among the first ten' : `Rank ${rank}`;
}
