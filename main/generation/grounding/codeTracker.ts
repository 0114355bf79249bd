const fenceLine = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})(.*)$/u;
const listMarker = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]/u;
const indented = /^(?: {4}|\t)/u;
/** Enough of a line to know what kind it is. */
const longestBeginning = 200;

/** Follows Markdown as it is written and knows whether what comes next stands in code. */
export class CodeTracker {
  #line = '';
  #fence: { character: string; length: number } | null = null;
  /** Length of the run of backticks that opened code within a line; 0 for none. */
  #openRun = 0;
  /** Backticks read last, which may become more. */
  #run = 0;
  #isAfterBlank = true;
  #isInList = false;
  #wasIndentedCode = false;

  /** The last character written, '' at the beginning. */
  last = '';

  write(text: string): void {
    for (const character of text) this.#writeCharacter(character);
  }

  /** Whether the next character stands at the beginning of a line, blanks and quote marks aside. */
  isAtLineStart(): boolean {
    return /^[ \t>]*$/u.test(this.#line);
  }

  isInCode(): boolean {
    this.#settleRun();
    return this.#fence !== null || this.#openRun > 0 || this.#isIndentedCode() || /^\s*~~~/u.test(this.#line);
  }

  #writeCharacter(character: string): void {
    if (character === '`' && this.#fence === null && !(this.last === '\\' && this.#openRun === 0)) {
      this.#run += 1;
    } else {
      this.#settleRun();
    }
    this.last = character;
    if (character === '\n') this.#endLine();
    else if (this.#line.length < longestBeginning) this.#line += character;
  }

  #settleRun(): void {
    if (this.#run === 0) return;
    if (this.#openRun === 0) this.#openRun = this.#run;
    else if (this.#openRun === this.#run) this.#openRun = 0;
    this.#run = 0;
  }

  #endLine(): void {
    const line = this.#line;
    const isBlank = line.trim() === '';
    this.#line = '';
    if (this.#fence) {
      if (isClosedBy(this.#fence, line)) this.#fence = null;
      return;
    }
    const [, marks = '', info = ''] = fenceLine.exec(line) ?? [];
    if (marks !== '' && !(marks.startsWith('`') && info.includes('`'))) {
      this.#fence = { character: marks.charAt(0), length: marks.length };
      this.#openRun = 0;
    }
    // Code within a line does not outlive its paragraph.
    if (isBlank) this.#openRun = 0;
    else if (listMarker.test(line)) this.#isInList = true;
    else if (this.#isAfterBlank && !/^[ \t]/u.test(line)) this.#isInList = false;
    this.#wasIndentedCode = !isBlank && indented.test(line) && this.#mayBeIndentedCode();
    this.#isAfterBlank = isBlank;
  }

  #isIndentedCode(): boolean {
    return indented.test(this.#line) && this.#mayBeIndentedCode();
  }

  #mayBeIndentedCode(): boolean {
    return !this.#isInList && (this.#isAfterBlank || this.#wasIndentedCode);
  }
}

function isClosedBy({ character, length }: { character: string; length: number }, line: string): boolean {
  const marks = line.replace(/^[ \t>]*/u, '').trimEnd();
  return marks.length >= length && Array.from(marks).every((mark) => mark === character);
}
