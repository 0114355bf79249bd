import type { RecallRun } from '../../../../preload/contract/retrieval';

/** A question's rank in the newest run it took part in; null: not among the first ten; undefined: in none. */
export function lastRank(runs: readonly RecallRun[], questionId: string): number | null | undefined {
  for (const { results } of [...runs].reverse()) {
    const result = results.find((each) => each.questionId === questionId);
    if (result !== undefined) return result.rank;
  }
  return undefined;
}
