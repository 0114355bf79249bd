import type { Grounding } from '../../../../preload/contract/retrieval';

const originWords = {
  'as-asked': 'The question as you asked it.',
  rewritten: 'The model rewrote the question, so that it stands without the chat.',
  combined: 'Your question, together with the one before it.',
} as const satisfies Record<Grounding['queryOrigin'], string>;

/** How the searched words came to be. */
export function queryOriginInWords(origin: Grounding['queryOrigin']): string {
  return originWords[origin];
}

/** Why nothing was searched. */
export function withoutSearchInWords({
  scopeExtent,
  documents,
}: Pick<Grounding, 'scopeExtent' | 'documents'>): string {
  if (scopeExtent === 'removed' || scopeExtent === 'empty') {
    return 'Nothing was searched: this chat has no documents left to search.';
  }
  return documents.some(({ seen }) => seen === 'parts')
    ? 'Nothing was searched: the question is about all of it, so passages from every part were read.'
    : 'Nothing was searched: the documents fitted into the model’s window and went in whole.';
}

/** The largest score of the candidates, for bars that compare them; 1 where there is none to compare with. */
export function highestScore(scores: readonly (number | null)[]): number {
  const highest = Math.max(0, ...scores.map((score) => score ?? 0));
  return highest > 0 ? highest : 1;
}

/** How long a bar is, 0 to 100. */
export function barPercent(score: number | null, highest: number): number {
  return score === null ? 0 : Math.min(100, Math.max(0, (score / highest) * 100));
}

const scoreFormat = new Intl.NumberFormat('en', { maximumFractionDigits: 2, minimumFractionDigits: 2 });

/** `0.62`; a dash where there is none. */
export function formatScore(score: number | null): string {
  return score === null ? '–' : scoreFormat.format(score);
}
