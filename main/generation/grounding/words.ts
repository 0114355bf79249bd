import { isFunctionWord } from './functionWords';

/** Scripts that write no spaces between words. */
export const unspacedScripts = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** The words of a text in lower case; "part-time" and "aren't" are one each. */
export function wordsOf(text: string): string[] {
  const folded = text.normalize('NFC').toLowerCase().replaceAll('’', "'");
  return folded.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['-][\p{L}\p{N}\p{M}]+)*/gu) ?? [];
}

/** Those of its words that say what it is about. */
export function contentWordsOf(text: string): string[] {
  return wordsOf(text).filter((word) => !isFunctionWord(word));
}

/**
 * Whether two words may be forms of the same one: equal, or with a common beginning that is most of the shorter one
 * ("invoice", "invoices"). Numbers have to be equal.
 */
export function isSameWord(first: string, second: string): boolean {
  if (first === second) return true;
  if (/\p{N}/u.test(first) || /\p{N}/u.test(second)) return false;
  const shorter = Math.min(first.length, second.length);
  const longer = Math.max(first.length, second.length);
  let common = 0;
  while (common < shorter && first[common] === second[common]) common += 1;
  return common >= 3 && common >= 0.75 * shorter && longer - common <= 4;
}
