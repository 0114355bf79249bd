import type { StoredPassage } from '../documents/passageRepository';
import { contentWords } from './contentWords';
import { isBelowFloor } from './floor';
import type { FusedHit } from './fuse';
import { NearDuplicates } from './nearDuplicates';
import type { RankedPassage, Verdict } from './rankedPassage';

/** A hit whose passage is still there. */
export type FoundPassage = Omit<FusedHit, 'passage'> & {
  passage: StoredPassage;
  rerankScore: number | null;
};

export interface JudgeOptions {
  query: string;
  /** How many may be relevant. */
  limit: number;
  unrelatedSimilarity: number;
}

/** Says of each passage, best first, whether it is worth sending. */
export function judge(
  found: readonly FoundPassage[],
  { query, limit, unrelatedSimilarity }: JudgeOptions,
): RankedPassage[] {
  const queryWords = contentWords(query);
  const duplicates = new NearDuplicates();
  let relevant = 0;
  const verdictOf = (candidate: FoundPassage): Verdict => {
    if (relevant >= limit) return 'beyond-limit';
    const { similarity, fullTextScore, passage } = candidate;
    const text = searchedText(passage);
    if (isBelowFloor(queryWords, { text, similarity, fullTextScore }, unrelatedSimilarity)) {
      return 'below-floor';
    }
    if (duplicates.isKnown(passage.text)) return 'near-duplicate';
    relevant += 1;
    return 'relevant';
  };
  return found.map((candidate) => ({ ...candidate, verdict: verdictOf(candidate) }));
}

/** What the words were looked for in. */
function searchedText({ text, place, tableHeader }: StoredPassage): string {
  return [...place.headingPath, place.sheet ?? '', tableHeader ?? '', text].join('\n');
}
