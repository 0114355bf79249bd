/** Words that say nothing about what is looked for; the full-text search leaves them out too. */
const stopWords = new Set(
  (
    'a an and are as at be by do does for from has have how if in into is it its no not of on or such that the ' +
    'their then there these they this to was were what when where which who why will with'
  ).split(' '),
);

/** Written without spaces between words, so that a word may begin anywhere. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** The words of a query that are worth marking in a passage. */
export function queryWords(query: string): string[] {
  const words = query.toLocaleLowerCase('en').match(/[\p{L}\p{N}]+/gu) ?? [];
  const telling = words.filter((word) => word.length > 1 && !stopWords.has(word));
  return [...new Set(telling.map((word) => (word.length > 4 ? word.replace(/s$/, '') : word)))];
}

/**
 * Finds the words of a query in a passage, with the commonest endings, as the search finds word stems; it has one
 * group. Null where there is nothing to find.
 */
export function queryPattern(query: string): RegExp | null {
  const words = queryWords(query).sort((first, second) => second.length - first.length);
  if (words.length === 0) return null;
  const patterns = words.map((word) =>
    unspaced.test(word) ? word : `(?<![\\p{L}\\p{N}])${word}(?:s|es|ed|ing)?(?![\\p{L}\\p{N}])`,
  );
  return new RegExp(`(${patterns.join('|')})`, 'giu');
}
