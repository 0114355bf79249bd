import type { PassagePlace } from '../../../../preload/contract/knowledge';
import { chooseBreak } from './chooseBreak';
import { cutToFit } from './cutToFit';
import { embeddedText, passageContext } from './passageContext';
import type { PassageDraft } from './passageDraft';
import type { PassageSizes } from './passageSizes';
import { breakQualities, isBlank, type PassageUnit } from './passageUnit';

/** What a passage inherits from where it stands. */
export interface Section {
  headingPath: readonly string[];
  slide: number | null;
  sheet: string | null;
  tableHeader: string | null;
}

/** A passage without its number. */
export type UnnumberedPassage = Omit<PassageDraft, 'ordinal'>;

/** What a passage should have at most, as a share of what the embedder reads. */
const idealShare = 1;
/** Sentences that a passage repeats of the one before it, and the share of it that they may take. */
const repeatedSentences = 1;
const repeatedShare = 0.15;

/**
 * Makes passages of the units of one section after another. Holds little more than two passages, whatever the length of the
 * section.
 */
export class SectionPassages {
  readonly #sizes: PassageSizes;
  #section: Section = { headingPath: [], slide: null, sheet: null, tableHeader: null };
  #capacity: number;
  #units: PassageUnit[] = [];
  #size = 0;
  /** Units at the front that were in the passage before. */
  #repeated = 0;

  constructor(sizes: PassageSizes) {
    this.#sizes = sizes;
    this.#capacity = sizes.capacity('');
  }

  /** What a unit of this section must not exceed. */
  get capacity(): number {
    return this.#capacity;
  }

  /** There is nothing here yet that could stand alone: what comes is put behind it. */
  get isOpen(): boolean {
    return this.#units.every((unit) => unit.isHeading || isBlank(unit));
  }

  /** There is nothing here to read. */
  get isBlank(): boolean {
    return this.#units.every(isBlank);
  }

  /** What follows is in another section; only when `isOpen`, or after `end`. */
  enter(section: Section): void {
    this.#section = section;
    this.#capacity = this.#sizes.capacity(passageContext(this.#placeAt(null), section.tableHeader));
  }

  *add(unit: PassageUnit): Generator<UnnumberedPassage> {
    this.#units.push(unit);
    this.#size += unit.size;
    // Only then it is known that what is left will be no crumb.
    while (this.#size > 2 * this.#capacity) yield this.#take(this.#capacity * idealShare);
  }

  /** The passages of what is left of the section. */
  *end(): Generator<UnnumberedPassage> {
    while (this.#units.length > this.#repeated) {
      const passages = Math.ceil(this.#size / (this.#capacity * idealShare));
      yield this.#take(this.#size / passages);
    }
    this.#forget(this.#units.length);
  }

  /** Takes blanks that nothing follows. */
  takeBlanks(): string {
    const text = this.#units.map((unit) => unit.text).join('');
    this.#forget(this.#units.length);
    return text;
  }

  #take(ideal: number): UnnumberedPassage {
    const fitsWhole = this.#size <= this.#capacity && ideal >= this.#size;
    const extent = { ideal, capacity: this.#capacity, repeated: this.#repeated };
    const wanted = fitsWhole ? this.#units.length : chooseBreak(this.#units, extent);
    const { count, passage } = this.#fit(wanted);
    const isLast = count === this.#units.length;
    const repeated = isLast ? 0 : sentencesToRepeat(this.#units.slice(0, count), this.#capacity);
    this.#forget(count - repeated);
    this.#repeated = repeated;
    return passage;
  }

  /** Tokens of a whole are not quite those of its parts: what is too much after all is left for the next passage. */
  #fit(wanted: number): { count: number; passage: UnnumberedPassage } {
    for (let count = wanted; count > Math.max(1, this.#repeated); count -= 1) {
      const passage = this.#passageOf(this.#units.slice(0, count));
      if (passage.tokens <= this.#sizes.maxTokens) return { count, passage };
    }
    // Not even one sentence beside those of the passage before.
    this.#forget(this.#repeated);
    this.#cutFirst();
    return { count: 1, passage: this.#passageOf(this.#units.slice(0, 1)) };
  }

  /** Only where headings came after a sentence that was measured without them. */
  #cutFirst(): void {
    const [first] = this.#units;
    if (!first || this.#passageOf([first]).tokens <= this.#sizes.maxTokens) return;
    const sizeOf = (text: string): number => this.#tokensOf(text, first.page);
    const parts = cutToFit(first.text, sizeOf, this.#sizes.maxTokens);
    let start = first.start;
    const units = parts.map((text, index): PassageUnit => {
      const unit = { ...first, text, start, size: this.#sizes.of(text) };
      start += text.length;
      return index === 0 ? unit : { ...unit, breakBefore: breakQualities.within };
    });
    this.#units.splice(0, 1, ...units);
    this.#size = sizeOfAll(this.#units);
  }

  #passageOf(units: readonly PassageUnit[]): UnnumberedPassage {
    const text = units.map((unit) => unit.text).join('');
    const startOffset = units[0]?.start ?? 0;
    const page = units[0]?.page ?? null;
    return {
      kind: kindOf(units),
      text,
      startOffset,
      endOffset: startOffset + text.length,
      tokens: this.#tokensOf(text, page),
      place: this.#placeAt(page),
      tableHeader: this.#section.tableHeader,
    };
  }

  #tokensOf(text: string, page: number | null): number {
    const context = passageContext(this.#placeAt(page), this.#section.tableHeader);
    return this.#sizes.tokens(embeddedText(context, text));
  }

  #placeAt(page: number | null): PassagePlace {
    const { slide, sheet, headingPath } = this.#section;
    return { page, slide, sheet, headingPath: [...headingPath] };
  }

  #forget(count: number): void {
    this.#units.splice(0, count);
    this.#size = sizeOfAll(this.#units);
    this.#repeated = 0;
  }
}

/** How many units at the end are said again at the beginning of the next passage; never all of them. */
function sentencesToRepeat(units: readonly PassageUnit[], capacity: number): number {
  let count = 0;
  let sentences = 0;
  let size = 0;
  for (const unit of units.slice(1).reverse()) {
    size += unit.size;
    if (unit.kind !== 'text' || unit.isHeading || size > capacity * repeatedShare) break;
    count += 1;
    if (!isBlank(unit)) sentences += 1;
    if (sentences === repeatedSentences) return count;
  }
  // Blanks alone say nothing.
  return sentences === 0 ? 0 : count;
}

/** What most of it is. */
function kindOf(units: readonly PassageUnit[]): PassageDraft['kind'] {
  const sizes = { text: 0, code: 0, table: 0 };
  for (const { kind, size } of units) sizes[kind] += size;
  if (sizes.table > 0) return 'table';
  return sizes.code > sizes.text ? 'code' : 'text';
}

function sizeOfAll(units: readonly PassageUnit[]): number {
  return units.reduce((sum, { size }) => sum + size, 0);
}
