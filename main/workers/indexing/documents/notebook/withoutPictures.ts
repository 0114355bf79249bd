/** Nothing that somebody wrote into a notebook is longer, but pictures are. */
const longestString = 64 * 1024;
/** JSON whose strings are cut, so that pictures take no memory. Given in pieces; what is left is JSON if the whole was. */
export class WithoutPictures {
  /** Values that begin or follow a comma: no fewer than there are. */
  values = 0;
  #isInString = false;
  /** The character before was a backslash. */
  #isEscaped = false;
  /** Digits of an escaped character that are still to come, as in `\u0041`. */
  #digitsLeft = 0;
  #stringLength = 0;
  #isCutting = false;

  add(piece: string): string {
    const kept: string[] = [];
    let start = 0;
    for (let index = 0; index < piece.length; index += 1) {
      const wasCutting = this.#isCutting;
      this.#step(piece.charCodeAt(index));
      if (this.#isCutting === wasCutting) continue;
      if (this.#isCutting) kept.push(piece.slice(start, index + 1));
      start = index;
    }
    if (!this.#isCutting) kept.push(piece.slice(start));
    return kept.join('');
  }

  #step(character: number): void {
    if (this.#isInString) this.#stepInString(character);
    else if (character === 0x22) {
      this.#isInString = true;
      this.#stringLength = 0;
    } else if (character === 0x2c || character === 0x5b || character === 0x7b) this.values += 1;
  }

  #stepInString(character: number): void {
    this.#stringLength += 1;
    if (this.#isEscaped) {
      this.#isEscaped = false;
      this.#digitsLeft = character === 0x75 ? 4 : 0;
    } else if (this.#digitsLeft > 0) this.#digitsLeft -= 1;
    else if (character === 0x5c) this.#isEscaped = true;
    else if (character === 0x22) {
      this.#isInString = this.#isCutting = false;
      return;
    }
    const isWithinEscape = this.#isEscaped || this.#digitsLeft > 0;
    if (this.#stringLength > longestString && !isWithinEscape) this.#isCutting = true;
  }
}
