import type { RecallQuestion } from '../../../preload/contract/retrieval';
import type { RankedPassage } from '../retrieval/rankedPassage';

/** Only so many passages are looked at. */
export const recallDepth = 10;

/**
 * The rank, from 1, of the first passage that is the expected one: of the document, and with the words where there are any.
 * Null when it is not among the first ten.
 */
export function rankOfExpected(
  { expectedDocumentId, expectedText }: Pick<RecallQuestion, 'expectedDocumentId' | 'expectedText'>,
  passages: readonly RankedPassage[],
): number | null {
  const wanted = comparable(expectedText);
  const index = passages
    .filter(({ verdict }) => verdict === 'relevant')
    .slice(0, recallDepth)
    .findIndex(
      ({ passage }) => passage.documentId === expectedDocumentId && comparable(passage.text).includes(wanted),
    );
  return index < 0 ? null : index + 1;
}

/** What the user copied differs in blanks and capitals. */
function comparable(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim();
}
