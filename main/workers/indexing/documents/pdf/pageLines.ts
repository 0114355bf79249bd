/** A piece of text as pdf.js finds it on a page. */
export interface TextPiece {
  str: string;
  /** Scale, rotation and position: the last two numbers are where its baseline begins. */
  transform: number[];
  width: number;
  height: number;
  hasEOL: boolean;
}

/** A line of a page, in the order of the content. */
export interface PageLine {
  text: string;
  left: number;
  right: number;
  /** Of its baseline, from the bottom of the page. */
  baseline: number;
  /** Of its letters. */
  height: number;
}

/** So much of a letter's height to the side of the text before it is the gap between two columns. */
const columnGap = 1.6;

/** Puts the pieces of a page together to lines. */
export class PageLines {
  readonly lines: PageLine[] = [];
  /** UTF-16 code units in all lines. */
  characters = 0;
  #line: PageLine | null = null;

  add({ str, transform, width, height, hasEOL }: TextPiece): void {
    const [, , , , left = 0, baseline = 0] = transform;
    if (str.trim() !== '') this.#addText({ text: str, left, right: left + width, baseline, height });
    else if (str !== '' && this.#line && !this.#line.text.endsWith(' ')) this.#line.text += ' ';
    if (hasEOL) this.#end();
  }

  end(): void {
    this.#end();
  }

  #addText(piece: PageLine): void {
    this.characters += piece.text.length;
    const line = this.#line;
    if (line && isSameLine(line, piece)) {
      const isNextColumn = piece.left - line.right > columnGap * line.height;
      line.text = (isNextColumn ? `${line.text.trimEnd()}\t` : line.text) + piece.text;
      line.right = Math.max(line.right, piece.right);
      line.height = Math.max(line.height, piece.height);
      return;
    }
    this.#end();
    this.#line = piece;
  }

  #end(): void {
    const line = this.#line;
    this.#line = null;
    if (!line) return;
    const text = line.text.trim();
    if (text !== '') this.lines.push({ ...line, text });
  }
}

/** Raised and lowered letters stand less than half a line away. */
function isSameLine(line: PageLine, piece: PageLine): boolean {
  const isLevel = Math.abs(line.baseline - piece.baseline) < Math.max(line.height, piece.height) / 2;
  return isLevel && piece.left >= line.left;
}
