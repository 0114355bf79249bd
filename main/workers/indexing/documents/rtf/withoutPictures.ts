/** So long a run of hexadecimal digits is a picture or an embedded file. */
const shortestPicture = 256;
/** A control word may be cut in two between pieces; none that matters here is longer. */
const longestControlWord = 16;

/** Binary data with its length, a run of hexadecimal digits, or a run of anything else. */
const tokenPattern = /\\bin(\d{1,10})(?!\d) ?|[\da-f\r\n]+|\\|[^\da-f\r\n\\]+/giy;

/**
 * RTF without its pictures, which are most of a large file: runs of hexadecimal digits, and binary data. Given in pieces of
 * bytes as Latin-1; what is left has the same groups and words.
 */
export class WithoutPictures {
  #carried = '';
  /** Digits and line ends that may be the start of a picture. */
  #run = '';
  #isInPicture = false;
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
    return this.#filter(text) + this.#endRun();
  }

  #filter(text: string): string {
    const kept: string[] = [];
    let position = this.#skipBinary(text, 0);
    while (position < text.length) {
      tokenPattern.lastIndex = position;
      const match = tokenPattern.exec(text);
      if (match === null) break;
      const [token, binaryBytes] = match;
      position += token.length;
      if (binaryBytes !== undefined) {
        this.#binaryBytes = Number(binaryBytes);
        position = this.#skipBinary(text, position);
      } else if (/^[\da-f\r\n]/i.test(token)) this.#addRun(token);
      else kept.push(this.#endRun(), token);
    }
    return kept.join('');
  }

  #skipBinary(text: string, position: number): number {
    const skipped = Math.min(this.#binaryBytes, text.length - position);
    this.#binaryBytes -= skipped;
    return position + skipped;
  }

  #addRun(run: string): void {
    if (this.#isInPicture) return;
    this.#run += run;
    if (this.#run.length < shortestPicture) return;
    this.#isInPicture = true;
    this.#run = '';
  }

  #endRun(): string {
    const run = this.#run;
    this.#run = '';
    this.#isInPicture = false;
    return run;
  }
}
