import type { PageLine } from './pageLines';

export interface PageParagraph {
  text: string;
  headingLevel: number | null;
}

/** Headings are larger than the text by this much, and short. */
const headingRatio = 1.15;
const longestHeading = 200;
/** A paragraph begins where the lines stand apart by so much more than usual ... */
const paragraphGap = 1.3;
/** ... or where the letters become larger or smaller by so much. */
const sizeChange = 1.08;

/** The height of most of a document's letters, as far as it was read. */
export class BodyHeight {
  readonly #characters = new Map<number, number>();

  /** Includes these lines too. */
  with(lines: readonly PageLine[]): number {
    for (const { height, text } of lines) {
      const rounded = Math.round(height * 2) / 2;
      this.#characters.set(rounded, (this.#characters.get(rounded) ?? 0) + text.length);
    }
    let body = 0;
    let most = 0;
    for (const [height, characters] of this.#characters) {
      if (characters > most) [body, most] = [height, characters];
    }
    return body;
  }
}

/** Puts the lines of a page together to paragraphs, undoing the hyphens at line ends. */
export function paragraphsOf(lines: readonly PageLine[], bodyHeight: number): PageParagraph[] {
  const usualGap = usualGapOf(lines);
  const paragraphs: PageParagraph[] = [];
  let previous: PageLine | null = null;
  for (const line of lines) {
    const last = paragraphs.at(-1);
    if (previous && last && !beginsParagraph(line, previous, usualGap))
      last.text = join(last.text, line.text);
    else paragraphs.push({ text: line.text, headingLevel: headingLevelOf(line, bodyHeight) });
    previous = line;
  }
  return paragraphs.map((paragraph) =>
    paragraph.text.length > longestHeading ? { ...paragraph, headingLevel: null } : paragraph,
  );
}

/** From baseline to baseline; 0 on a page with no two lines below each other. */
function usualGapOf(lines: readonly PageLine[]): number {
  const gaps: number[] = [];
  lines.forEach(({ baseline, height }, index) => {
    const gap = (lines[index - 1]?.baseline ?? baseline) - baseline;
    if (gap > 0 && gap < height * 4) gaps.push(gap);
  });
  gaps.sort((one, other) => one - other);
  return gaps[gaps.length >> 1] ?? 0;
}

function beginsParagraph(line: PageLine, previous: PageLine, usualGap: number): boolean {
  const ratio = line.height / previous.height;
  if (ratio > sizeChange || ratio < 1 / sizeChange) return true;
  const gap = previous.baseline - line.baseline;
  // Further up the page is the next column, where a paragraph may go on.
  if (gap < 0) return endsSentence(previous.text);
  if (gap > usualGap * paragraphGap) return true;
  if (/^(?:[•◦▪‣·*–-]|\(?\d{1,3}[.)])\s/u.test(line.text)) return true;
  const isIndented = line.left - previous.left > line.height;
  return isIndented && endsSentence(previous.text);
}

function endsSentence(text: string): boolean {
  return /[.!?:。！？：]["'”’)]?$/u.test(text);
}

function join(text: string, next: string): string {
  // Rows of a table stay rows.
  if (text.includes('\t') || next.includes('\t')) return `${text}\n${next}`;
  const isHyphenated = /\p{Letter}[-\u00ad\u2010]$/u.test(text) && /^\p{Lowercase}/u.test(next);
  if (isHyphenated) return text.slice(0, -1) + next;
  const needsNoBlank =
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]$/u.test(text);
  return needsNoBlank ? text + next : `${text} ${next}`;
}

function headingLevelOf(line: PageLine, bodyHeight: number): number | null {
  if (bodyHeight === 0 || line.text.length > longestHeading || !/\p{Letter}/u.test(line.text)) return null;
  const ratio = line.height / bodyHeight;
  if (ratio < headingRatio) return null;
  if (ratio >= 1.8) return 1;
  return ratio >= 1.4 ? 2 : 3;
}
