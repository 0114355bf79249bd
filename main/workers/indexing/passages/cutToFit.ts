const words = new Intl.Segmenter(undefined, { granularity: 'word' });
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** Where no blank is near, word borders are looked for in so many characters around the middle. */
const neighbourhood = 64;

/**
 * Cuts a text in halves until each piece fits, between words where there are any, else between the characters that people
 * see. Joined the pieces are the text.
 */
export function cutToFit(text: string, sizeOf: (text: string) => number, capacity: number): string[] {
  const pieces: string[] = [];
  const waiting = [text];
  for (let piece = waiting.pop(); piece !== undefined; piece = waiting.pop()) {
    const cut = sizeOf(piece) <= capacity ? 0 : middleBorder(piece);
    if (cut === 0) pieces.push(piece);
    else waiting.push(piece.slice(cut), piece.slice(0, cut));
  }
  return pieces;
}

/** The best border near the middle; 0 where there is none, in a single character. */
export function middleBorder(text: string): number {
  const middle = text.length >> 1;
  return (
    afterBlankNear(text, middle) ??
    borderNear(words, text, middle) ??
    borderNear(graphemes, text, middle) ??
    between(text, middle)
  );
}

/** After the blanks nearest to the middle, within the middle half. */
function afterBlankNear(text: string, middle: number): number | null {
  const reach = text.length >> 2;
  for (let distance = 0; distance < reach; distance += 1) {
    for (const position of [middle - distance, middle + distance]) {
      const isBorder = /\s/u.test(text.charAt(position - 1)) && /\S/u.test(text.charAt(position));
      if (isBorder) return position;
    }
  }
  return null;
}

function borderNear(segmenter: Intl.Segmenter, text: string, middle: number): number | null {
  const start = Math.max(0, middle - neighbourhood);
  const around = text.slice(start, middle + neighbourhood);
  let best: number | null = null;
  // Borders at the edges of the neighbourhood may not be borders of the text.
  for (const { index } of segmenter.segment(around)) {
    const position = start + index;
    if (index === 0) continue;
    if (best === null || Math.abs(position - middle) < Math.abs(best - middle)) best = position;
  }
  return best;
}

/** Any place that does not part the halves of a character. */
function between(text: string, middle: number): number {
  const code = text.charCodeAt(middle);
  const isSecondHalf = code >= 0xdc00 && code < 0xe000;
  return isSecondHalf ? middle - 1 : middle;
}
