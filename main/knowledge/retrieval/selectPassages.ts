import type { Candidate, CitedPassage } from '../../../preload/contract/retrieval';
import { candidateOf } from './candidates';
import { citedPassage, joinNeighbours, type PassageGroup } from './joinNeighbours';
import type { RankedPassage, RankedPassages } from './rankedPassage';

export interface PassageBudget {
  /** For all passages together. */
  budgetTokens: number;
  /** In the answering model's tokens, one number a text. */
  countTokens(texts: readonly string[]): Promise<number[]>;
}

/** What a model is given to read, and what became of everything that was found. */
export interface SelectedPassages {
  /** In the order a model reads them, the best one last: nearest to the question. Numbered from 1. */
  sent: CitedPassage[];
  /** Best first. */
  candidates: Candidate[];
  usedTokens: number;
}

/** More of them are kept with no answer. */
const mostCandidates = 40;

/** Chooses the best passages that fit the budget, and joins those that are neighbours. */
export async function selectPassages(
  { passages }: Pick<RankedPassages, 'passages'>,
  { budgetTokens, countTokens }: PassageBudget,
): Promise<SelectedPassages> {
  const relevant = passages.filter(({ verdict }) => verdict === 'relevant');
  const chosen = await chooseWithin(relevant, { budgetTokens, countTokens });
  const groups = joinNeighbours(chosen).reverse();
  const sent = groups.flatMap((group, index) => citedPassage(group, index + 1) ?? []);
  const sizes = sent.length === 0 ? [] : await countTokens(sent.map(({ text }) => text));
  return {
    sent,
    candidates: describe(passages, groups),
    usedTokens: sizes.reduce((sum, size) => sum + size, 0),
  };
}

/** Best first. Neighbours are counted apart: joined they take no more. */
async function chooseWithin(
  relevant: readonly RankedPassage[],
  { budgetTokens, countTokens }: PassageBudget,
): Promise<RankedPassage[]> {
  if (relevant.length === 0) return [];
  const texts = relevant.map((ranked) => citedPassage({ members: [ranked], rank: 0 }, 1)?.text ?? '');
  const sizes = await countTokens(texts);
  let left = budgetTokens;
  return relevant.filter((_, index) => {
    const size = sizes[index] ?? Infinity;
    if (size > left) return false;
    left -= size;
    return true;
  });
}

function describe(passages: readonly RankedPassage[], groups: readonly PassageGroup[]): Candidate[] {
  const placed = new Map<RankedPassage, { citation: number; isBest: boolean }>();
  for (const [index, { members }] of groups.entries()) {
    const best = members.reduce((a, b) => (passages.indexOf(a) <= passages.indexOf(b) ? a : b));
    for (const member of members) placed.set(member, { citation: index + 1, isBest: member === best });
  }
  const shown = passages.filter((ranked, index) => index < mostCandidates || placed.has(ranked));
  return shown.map((ranked) => {
    const place = placed.get(ranked);
    if (place) return candidateOf(ranked, place.isBest ? 'sent' : 'joined', place.citation);
    const outcome = ranked.verdict === 'relevant' ? 'over-budget' : ranked.verdict;
    return candidateOf(ranked, outcome, null);
  });
}
