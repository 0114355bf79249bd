import type { Candidate, CandidateOutcome } from '../../../preload/contract/retrieval';
import type { RankedPassage, RankedPassages } from './rankedPassage';

/** Enough to recognise a passage by. */
const mostCharacters = 600;

/** A passage as it is shown beside the others. */
export function candidateOf(
  ranked: RankedPassage,
  outcome: CandidateOutcome,
  citation: number | null,
): Candidate {
  const { passage, similarity, fullTextScore, fusedScore, rerankScore } = ranked;
  return {
    documentId: passage.documentId,
    documentName: passage.documentName,
    ordinal: passage.ordinal,
    place: passage.place,
    text: shortened(passage.text),
    tokens: passage.tokens,
    similarity,
    fullTextScore,
    fusedScore,
    rerankScore,
    outcome,
    citation,
  };
}

/** What a search without a model shows: `sent` is what a model would be given, as far as its window goes. */
export function candidatesOf({ passages }: RankedPassages, most: number): Candidate[] {
  return passages
    .slice(0, most)
    .map((ranked) => candidateOf(ranked, ranked.verdict === 'relevant' ? 'sent' : ranked.verdict, null));
}

function shortened(text: string): string {
  if (text.length <= mostCharacters) return text;
  return `${text
    .slice(0, mostCharacters)
    .toWellFormed()
    .replace(/\uFFFD$/u, '')}…`;
}
