import type { Archive } from '../archive/openArchive';
import { readXml } from '../archive/readXml';
import { wholeNumber } from '../wholeNumber';

interface ListLevel {
  start: number;
  format: string;
  /** With %1 to %9 where the numbers of the levels go. */
  text: string;
}

const bullet = '-';

/** Counts the lists of a Word document, whose numbers stand nowhere in its text. */
export class ListLabels {
  /** The levels of each kind of list. */
  readonly #kinds = new Map<string, Map<number, ListLevel>>();
  /** The kind of each list. */
  readonly #kindOf = new Map<string, string>();
  /** Lists of one kind go on counting where the last one stopped. */
  readonly #counts = new Map<string, number[]>();

  static async read(archive: Archive, part: string | null): Promise<ListLabels> {
    const labels = new ListLabels();
    if (part !== null && archive.has(part)) await labels.#read(archive, part);
    return labels;
  }

  /** The label of the next paragraph of a list: `2.1`, `b)` or `-`; empty for none. */
  next(listId: string, level: number): string {
    const kind = this.#kindOf.get(listId);
    const levels = kind === undefined ? undefined : this.#kinds.get(kind);
    const own = levels?.get(level);
    if (kind === undefined || levels === undefined || own === undefined) return '';
    const counts = this.#counts.get(kind) ?? [];
    counts[level] = (counts[level] ?? own.start - 1) + 1;
    counts.length = level + 1;
    this.#counts.set(kind, counts);
    if (own.format === 'bullet') return bullet;
    return own.text.replaceAll(/%([1-9])/g, (_, digit: string) => {
      const index = Number(digit) - 1;
      const { format = 'decimal', start = 1 } = levels.get(index) ?? {};
      return inFormat(counts[index] ?? start, format);
    });
  }

  async #read(archive: Archive, part: string): Promise<void> {
    let kind = '';
    let list = '';
    let level: ListLevel | null = null;
    await readXml(archive, part, {
      open: (name, attributes) => {
        const value = attributes['w:val'] ?? '';
        if (name === 'w:abstractNum') {
          kind = attributes['w:abstractNumId'] ?? '';
          this.#kinds.set(kind, new Map());
        } else if (name === 'w:num') list = attributes['w:numId'] ?? '';
        else if (name === 'w:abstractNumId') this.#kindOf.set(list, value);
        else if (name === 'w:lvl' && list === '') {
          level = { start: 1, format: 'decimal', text: '' };
          this.#kinds.get(kind)?.set(wholeNumber(attributes['w:ilvl']) ?? 0, level);
        } else if (level !== null) describe(level, name, value);
      },
      close(name) {
        if (name === 'w:lvl') level = null;
      },
    });
  }
}

function describe(level: ListLevel, name: string, value: string): void {
  if (name === 'w:start') level.start = wholeNumber(value) ?? 1;
  else if (name === 'w:numFmt') level.format = value;
  else if (name === 'w:lvlText') level.text = value.slice(0, 50);
}

function inFormat(count: number, format: string): string {
  switch (format) {
    case 'lowerLetter':
      return letters(count);
    case 'upperLetter':
      return letters(count).toUpperCase();
    case 'lowerRoman':
      return roman(count).toLowerCase();
    case 'upperRoman':
      return roman(count);
    case 'none':
      return '';
    default:
      return String(count);
  }
}

/** a to z, then aa to zz. */
function letters(count: number): string {
  const index = Math.max(0, count - 1);
  const letter = String.fromCharCode(0x61 + (index % 26));
  return letter.repeat(Math.min(10, Math.floor(index / 26) + 1));
}

const romanNumerals: readonly (readonly [number, string])[] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];

function roman(count: number): string {
  let rest = Math.min(count, 10_000);
  let text = '';
  for (const [value, numeral] of romanNumerals) {
    text += numeral.repeat(Math.floor(rest / value));
    rest %= value;
  }
  return text;
}
