/**
 * Random numbers that a seed repeats (mulberry32). For choosing, not for secrets.
 */
export class SeededRandom {
  #state;

  /** @param {number} seed A whole number. */
  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** @returns {number} At least 0, below 1. */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /**
   * @param {number} from
   * @param {number} to Included.
   * @returns {number} A whole number.
   */
  integer(from, to) {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  /** @param {number} probability From 0 to 1. */
  chance(probability) {
    return this.next() < probability;
  }

  /**
   * @template Item
   * @param {readonly Item[]} items At least one.
   * @returns {Item}
   */
  pick(items) {
    return /** @type {Item} */ (items[this.integer(0, items.length - 1)]);
  }
}
