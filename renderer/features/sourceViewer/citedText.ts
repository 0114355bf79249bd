import type { ReaderPassage } from '../../../preload/contract/knowledge';
import type { CitedPassage } from '../../../preload/contract/retrieval';
import { overlapWith } from './reader/overlap';

/**
 * Whether a document still says what an answer quoted from it. Line breaks and spaces do not count: neighbours may be
 * joined with others than the file has. Where not all of the quoted passages are at hand, it is taken to be so.
 *
 * @param passages some of the document's, in order
 * @param count how many passages the document has
 */
export function stillSays(
  passages: readonly ReaderPassage[],
  count: number,
  citation: CitedPassage,
): boolean {
  const { fromOrdinal, toOrdinal, text } = citation;
  if (toOrdinal >= count) return false;
  const cited = passages.filter(({ ordinal }) => ordinal >= fromOrdinal && ordinal <= toOrdinal);
  if (cited.length < toOrdinal - fromOrdinal + 1) return true;
  const said = cited.map((passage, index) => passage.text.slice(overlapWith(cited[index - 1], passage)));
  // Rows out of the middle of a table were quoted with the names of its columns.
  return letters((cited[0]?.tableHeader ?? '') + said.join('')).includes(letters(text));
}

function letters(text: string): string {
  return text.replace(/\s+/g, '');
}
