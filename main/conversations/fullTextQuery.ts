/** More words than this make no search better, and FTS5 refuses expressions that are too deep. */
const mostTerms = 32;

/**
 * What the user typed as an FTS5 expression: every word must occur, the last one may be the beginning of a word, and
 * words in double quotes must follow one another. Each term is an FTS5 string, so nothing the user types is taken for
 * its syntax. Null when there is no word in it.
 */
export function fullTextQuery(typed: string): string | null {
  // FTS5 reads its expression up to the first NUL.
  const terms = Array.from(typed.replaceAll('\0', ' ').matchAll(/"([^"]*)"|([^\s"]+)/g), (match) => ({
    text: match[1] ?? match[2] ?? '',
    isPhrase: match[1] !== undefined,
  }))
    // What the tokenizer takes for a letter; a term of other signs alone would match nothing.
    .filter((term) => /[\p{L}\p{N}\p{Co}]/u.test(term.text))
    .slice(0, mostTerms);
  if (terms.length === 0) return null;
  return terms
    .map((term, index) => `"${term.text}"${index === terms.length - 1 && !term.isPhrase ? '*' : ''}`)
    .join(' ');
}
