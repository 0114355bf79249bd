const shingleWords = 4;
/** Share of the shingles of both texts together that they have in common. */
const sameFrom = 0.8;

/** Tells texts that say the same as one before them in nearly the same words. */
export class NearDuplicates {
  readonly #kept: ReadonlySet<string>[] = [];

  /** Whether one that was kept says the same; where none does, the text is kept itself. */
  isKnown(text: string): boolean {
    const shingles = shinglesOf(text);
    if (this.#kept.some((kept) => similarity(kept, shingles) >= sameFrom)) return true;
    this.#kept.push(shingles);
    return false;
  }
}

/** Every so many words in a row; a short text is one. */
function shinglesOf(text: string): ReadonlySet<string> {
  const words =
    text.toLowerCase().match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+/gu) ?? [];
  const shingles = new Set<string>();
  for (let start = 0; start + shingleWords <= words.length; start += 1) {
    shingles.add(words.slice(start, start + shingleWords).join(' '));
  }
  // Signs only: the text itself, so that two of them are not the same for having no words.
  return shingles.size > 0 ? shingles : new Set([words.length > 0 ? words.join(' ') : text]);
}

/** Jaccard's: shared ones among all. */
function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  if (small.size < sameFrom * large.size) return 0;
  let shared = 0;
  for (const shingle of small) if (large.has(shingle)) shared += 1;
  return shared / (small.size + large.size - shared);
}
