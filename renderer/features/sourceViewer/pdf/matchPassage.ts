/** Shorter pieces of text stand everywhere, so by themselves they are no find. */
const shortestTellingLength = 12;

/**
 * Which of a page's pieces of text belong to a passage. Spaces, line breaks and hyphens at line ends do not count: the
 * passage was put together from the same pieces with others. Where the passage is not on the page in one piece (it goes
 * on to the next page, say), the pieces that it holds are found one by one.
 *
 * @param items the page's pieces in reading order
 */
export function matchPassage(items: readonly string[], passage: string): boolean[] {
  const wanted = letters(passage);
  const pieces = items.map(letters);
  if (wanted === '') return items.map(() => false);
  const start = pieces.join('').indexOf(wanted);
  if (start < 0) return matchPieces(pieces, wanted);
  const end = start + wanted.length;
  let offset = 0;
  return pieces.map((piece) => {
    const begin = offset;
    offset += piece.length;
    return piece !== '' && begin < end && offset > start;
  });
}

/** A short piece belongs to the passage when the pieces on both sides of it do. */
function matchPieces(pieces: readonly string[], wanted: string): boolean[] {
  const isTelling = pieces.map((piece) => piece.length >= shortestTellingLength && wanted.includes(piece));
  const last = isTelling.lastIndexOf(true);
  return pieces.map((piece, index) => {
    if (isTelling[index] === true) return true;
    const isBetween =
      index < last &&
      (isTelling[index - 1] === true || isTelling[index - 2] === true) &&
      isTelling[index + 1] === true;
    return isBetween && piece !== '' && wanted.includes(piece);
  });
}

function letters(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\u00ad]+|-(?=\s*$)/g, '')
    .replaceAll('-', '')
    .toLowerCase();
}
