/** A control word may be cut in two between pieces; none that matters here is longer. */
const longestControlWord = 16;

/** Binary data with its length, the words that begin a picture or an embedded file, escaped characters, groups, the rest. */
const tokenPattern =
  /\\bin(?<binary>\d{1,10})(?!\d) ?|(?<picture>\\(?:pict|objdata|datastore|themedata|colorschememapping)(?![a-z]))|\\[\\{}]?|[{}]|[^\\{}]+/gy;

/**
 * RTF without its pictures, which are most of a large file: what stands in their groups is left out, and so is binary data.
 * Given in pieces of bytes as Latin-1.
 */
export class WithoutPictures {
  #carried = '';
  /** Groups that are open. */
  #depth = 0;
  /** The group of the picture that is left out. */
  #pictureDepth: number | null = null;
  /** Binary data that is still to come. */
  #binaryBytes = 0;

  add(piece: string): string {
    const text = this.#carried + piece;
    const lastWord = text.lastIndexOf('\\');
    const isCut = lastWord >= 0 && text.length - lastWord < longestControlWord;
    this.#carried = isCut ? text.slice(lastWord) : '';
    return this.#filter(isCut ? text.slice(0, lastWord) : text);
  }

  end(): string {
    const text = this.#carried;
    this.#carried = '';
    return this.#filter(text);
  }

  #filter(text: string): string {
    const kept: string[] = [];
    let position = this.#skipBinary(text, 0);
    while (position < text.length) {
      tokenPattern.lastIndex = position;
      const match = tokenPattern.exec(text);
      if (match === null) break;
      position += match[0].length;
      if (match.groups?.['binary'] !== undefined) {
        this.#binaryBytes = Number(match.groups['binary']);
        position = this.#skipBinary(text, position);
      } else if (this.#keeps(match[0], match.groups?.['picture'] !== undefined)) kept.push(match[0]);
    }
    return kept.join('');
  }

  #keeps(token: string, isPicture: boolean): boolean {
    if (token === '{') this.#depth += 1;
    else if (token === '}') this.#depth -= 1;
    if (isPicture) this.#pictureDepth ??= this.#depth;
    // The end of its group belongs to what is around it.
    if (this.#pictureDepth !== null && this.#depth < this.#pictureDepth) this.#pictureDepth = null;
    return this.#pictureDepth === null;
  }

  #skipBinary(text: string, position: number): number {
    const skipped = Math.min(this.#binaryBytes, text.length - position);
    this.#binaryBytes -= skipped;
    return position + skipped;
  }
}
