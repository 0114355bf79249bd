/** Nothing that somebody wrote into a notebook is longer, but pictures are. */
const longestString = 64 * 1024;
/** As `\uABCD`. */
const longestEscape = 6;

/** JSON whose strings are cut, so that pictures take no memory. Given in pieces; what is left is JSON if the whole was. */
export class WithoutPictures {
  /** Values that begin or follow a comma: no fewer than there are. */
  values = 0;
  #isInString = false;
  #isEscaped = false;
  #sinceEscape = 0;
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
      this.#sinceEscape = longestEscape;
    } else if (character === 0x2c || character === 0x5b || character === 0x7b) this.values += 1;
  }

  #stepInString(character: number): void {
    this.#stringLength += 1;
    this.#sinceEscape += 1;
    if (this.#isEscaped) this.#isEscaped = false;
    else if (character === 0x5c) {
      this.#isEscaped = true;
      this.#sinceEscape = 0;
    } else if (character === 0x22) this.#isInString = this.#isCutting = false;
    else if (this.#stringLength > longestString && this.#sinceEscape > longestEscape) this.#isCutting = true;
  }
}
