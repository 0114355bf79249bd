import type { GgufVocabulary } from './ggufHeader';

/** Twice the largest vocabulary known; of a longer one nothing is said. */
export const maxWatchedTokens = 2 ** 21;

const byteTokenLength = '<0x00>'.length;

/**
 * Looks at each token's text while it passes by. llama.cpp aborts its process over two tokens of one text, and has written
 * out of bounds over a byte token that names no byte.
 */
export class VocabularyWatch {
  /** Open addressing; two numbers a token, so that texts only count as equal when 63 bits of hash are. */
  readonly #table: Int32Array;
  readonly #mask: number;
  #count = 0;
  #repeatedToken: number | null = null;
  #brokenByteToken: string | null = null;

  constructor(tokenCount: number) {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(tokenCount, 1) * 2));
    this.#table = new Int32Array(slots * 2);
    this.#mask = slots - 1;
  }

  /** The next token's text lies in the bytes from `start` up to and without `end`. */
  see(bytes: Buffer, start: number, end: number): void {
    if (end > start && this.#isKnown(bytes, start, end)) this.#repeatedToken ??= this.#count;
    if (end - start === byteTokenLength && this.#brokenByteToken === null) {
      const text = bytes.toString('latin1', start, end);
      if (/^<0x..>$/su.test(text) && !/^<0x[0-9a-f]{2}>$/iu.test(text)) this.#brokenByteToken = text;
    }
    this.#count += 1;
  }

  result(): GgufVocabulary {
    return { repeatedToken: this.#repeatedToken, brokenByteToken: this.#brokenByteToken };
  }

  /** Notes the text. */
  #isKnown(bytes: Buffer, start: number, end: number): boolean {
    let first = 0xdeadbeef;
    let second = 0x41c6ce57;
    for (let index = start; index < end; index += 1) {
      const byte = bytes[index] ?? 0;
      // To llama.cpp a text ends at its first zero byte, and an empty one gets a name of its own.
      if (byte === 0) {
        if (index === start) return false;
        break;
      }
      first = Math.imul(first ^ byte, 2_654_435_761);
      second = Math.imul(second ^ byte, 1_597_334_677);
    }
    first =
      Math.imul(first ^ (first >>> 16), 2_246_822_507) ^ Math.imul(second ^ (second >>> 13), 3_266_489_909);
    // Zero marks an empty slot.
    second = Math.imul(second ^ (second >>> 16), 2_246_822_507) | 1;
    let slot = first & this.#mask;
    while (this.#table[slot * 2 + 1] !== 0) {
      if (this.#table[slot * 2] === first && this.#table[slot * 2 + 1] === second) return true;
      slot = (slot + 1) & this.#mask;
    }
    this.#table[slot * 2] = first;
    this.#table[slot * 2 + 1] = second;
    return false;
  }
}
