import { longestBlock, placeToCut } from '../blockText';

/** A part of a Markdown text that can be understood without the rest of it. */
export interface MarkdownSection {
  text: string;
  /** All of it is code: part of a fence that is longer than a section. */
  isCode: boolean;
}

/** Parsing takes memory many times the text's size, so that a section is not much longer than this. */
const wantedSection = 16 * 1024;

const fencePattern = /^ {0,3}(`{3,}|~{3,})/;

/** Cuts a Markdown text that comes in pieces where no construct goes on. Joined the sections are the text. */
export class MarkdownSections {
  #pending = '';
  #scanned = 0;
  #wasBlank = false;
  /** What the open fence began with. */
  #fence: string | null = null;
  /** The beginning of the open fence is in a section before this one. */
  #isWithinFence = false;

  add(piece: string): MarkdownSection[] {
    this.#pending += piece;
    const sections: MarkdownSection[] = [];
    for (let end = this.#nextLine(); end !== null; end = this.#nextLine()) {
      const line = this.#pending.slice(this.#scanned, end);
      // Where a line at the left border follows an empty one, no list and no paragraph goes on.
      const isBorder = this.#fence === null && this.#wasBlank && /^[^\s>*+\d-]/.test(line);
      const isWanted = isBorder && this.#scanned >= wantedSection;
      if (isWanted || (end > longestBlock && this.#scanned > 0)) this.#cut(sections, this.#scanned);
      this.#passLine(sections, line);
    }
    while (this.#pending.length > longestBlock) {
      this.#cut(sections, placeToCut(this.#pending.slice(0, longestBlock)));
    }
    return sections;
  }

  end(): MarkdownSection[] {
    const sections: MarkdownSection[] = [];
    if (this.#pending !== '') this.#cut(sections, this.#pending.length);
    return sections;
  }

  /** The end of the line after what was scanned; null while it is not complete. */
  #nextLine(): number | null {
    const lineEnd = this.#pending.indexOf('\n', this.#scanned);
    return lineEnd < 0 ? null : lineEnd + 1;
  }

  #passLine(sections: MarkdownSection[], line: string): void {
    const fence = fencePattern.exec(line)?.[1];
    this.#wasBlank = line.trim() === '';
    this.#scanned += line.length;
    if (this.#fence === null) this.#fence = fence ?? null;
    else if (fence?.startsWith(this.#fence) === true && line.trim() === fence) {
      this.#fence = null;
      // What was cut within the fence ends with it.
      if (this.#isWithinFence) this.#cut(sections, this.#scanned);
    }
  }

  #cut(sections: MarkdownSection[], end: number): void {
    sections.push({ text: this.#pending.slice(0, end), isCode: this.#isWithinFence });
    this.#isWithinFence = this.#fence !== null;
    this.#pending = this.#pending.slice(end);
    this.#scanned = Math.max(0, this.#scanned - end);
  }
}
