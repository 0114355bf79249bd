const words = new Intl.Segmenter(undefined, { granularity: 'word' });
/** Words of the same stem mostly share so many letters. */
const stemLetters = 6;
/** What only asks, in English; in other languages the rarer words outweigh it. */
const questionWords = new Set(
  `about after also and any are because been before being between both but can could did does doing each else few for from
  had has have her here his how into its just more most much not now off only other our out over same she should show
  some such tell than that the their them then there these they this those through under until very was were what when
  where which while who whom whose why will with would you your`.split(/\s+/u),
);

/** The words of a text that say what it is about, each once, shortened to what its forms share. */
export function contentWords(text: string): Set<string> {
  const found = new Set<string>();
  for (const { segment, isWordLike } of words.segment(text)) {
    if (!isWordLike) continue;
    const word = segment.normalize('NFKC').toLowerCase();
    if (isContent(word)) found.add(stem(word));
  }
  return found;
}

/** How much of the query's words a text has, 0 to 1; 0 for a query without any. */
export function sharedWords(query: ReadonlySet<string>, text: string): number {
  if (query.size === 0) return 0;
  const present = contentWords(text);
  let shared = 0;
  for (const word of query) if (present.has(word)) shared += 1;
  return shared / query.size;
}

function isContent(word: string): boolean {
  const isShort = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]{1,2}$/u.test(word);
  return !isShort && !questionWords.has(word);
}

function stem(word: string): string {
  // Numbers and identifiers have no forms.
  if (/\p{N}/u.test(word)) return word;
  const singular = word.length > 3 ? word.replace(/s$/u, '') : word;
  return Array.from(singular).slice(0, stemLetters).join('');
}
