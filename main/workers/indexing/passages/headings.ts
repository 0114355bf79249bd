import { embeddedText, passageContext } from './passageContext';
import type { PassageSizes } from './passageSizes';

const longestHeading = 160;

/** The headings above a place, from the outermost to the innermost. */
export class HeadingStack {
  #headings: { level: number; text: string }[] = [];

  push(level: number, text: string): void {
    const readable = withoutMarks(text).replaceAll(/\s+/gu, ' ').trim();
    this.#headings = this.#headings.filter((heading) => heading.level < level);
    if (readable !== '') this.#headings.push({ level, text: shortened(readable) });
  }

  /** As many of the innermost ones as may be said with every passage. */
  path(sizes: PassageSizes): string[] {
    const path = this.#headings.map(({ text }) => text);
    while (path.length > 0 && contextSize(path, null, sizes) > sizes.mostContext) path.shift();
    return path;
  }
}

/** As many of a table's columns as may be said with every passage; null where not even one is short enough. */
export function columnNames(
  header: string,
  headingPath: readonly string[],
  sizes: PassageSizes,
): string | null {
  // The cells of a text file stand between its own delimiters.
  const columns = header.trim().split(/(?<=[\t,;|])/u);
  const firstOnes = (count: number): string =>
    columns
      .slice(0, count)
      .join('')
      .replace(/[\t,;|]$/u, '');
  const mostSize = 2 * sizes.mostContext;
  let count = columns.length;
  while (count > 0 && contextSize(headingPath, firstOnes(count), sizes) > mostSize) {
    count = Math.floor(count / 2);
  }
  return count === 0 || firstOnes(count) === '' ? null : firstOnes(count);
}

function contextSize(
  headingPath: readonly string[],
  tableHeader: string | null,
  sizes: PassageSizes,
): number {
  const place = { page: null, slide: null, sheet: null, headingPath: [...headingPath] };
  return sizes.of(embeddedText(passageContext(place, tableHeader), ''));
}

/** A Markdown heading's number signs or underline, and the marks around its words, are not part of what it says. */
function withoutMarks(text: string): string {
  return text
    .replace(/^\s*#{1,6}(?=\s)/u, '')
    .replace(/\s#+\s*$/u, '')
    .replace(/\n\s*(?:=+|-+)\s*$/u, '')
    .replaceAll(/\*\*|`/gu, '');
}

function shortened(text: string): string {
  return text.length <= longestHeading
    ? text
    : `${Array.from(text.slice(0, longestHeading)).slice(0, -1).join('')}…`;
}
