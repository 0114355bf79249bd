const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' });
/** So much is looked at in one go: a text without a full stop must not cost the square of its length. */
const windowCharacters = 8 * 1024;

/** The sentences of a text with the blanks after them. Joined they are the text. */
export function* sentencesOf(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const window = windowOf(text, start);
    const isLast = start + window.length === text.length;
    const sentences = Array.from(segmenter.segment(window), ({ segment }) => segment);
    // The last one may go on after the window.
    const complete = isLast || sentences.length === 1 ? sentences : sentences.slice(0, -1);
    for (const sentence of complete) {
      yield sentence;
      start += sentence.length;
    }
  }
}

function windowOf(text: string, start: number): string {
  const end = start + windowCharacters;
  const last = text.charCodeAt(end - 1);
  const partsCharacter = end < text.length && last >= 0xd800 && last < 0xdc00;
  return text.slice(start, partsCharacter ? end - 1 : end);
}
