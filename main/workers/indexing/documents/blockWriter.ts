import type { Block, BlockKind } from './block';
import { longestBlock, placeToCut } from './blockText';
import { documentTooLarge } from './documentErrors';
import type { ReaderInput } from './documentReader';

/** Where what is written stands. */
export type Place = Pick<Block, 'page' | 'slide' | 'sheet'>;

const nowhere: Place = { page: null, slide: null, sheet: null };

/**
 * Gathers text into blocks. It holds one block at most beside those that are finished, however long the text is that is
 * written into it.
 */
export class BlockWriter {
  /** Of what is begun from now on. */
  place: Place = nowhere;
  /** Of the document, as people read it. */
  readonly fileName: string;
  readonly #mostCharacters: number;
  #characters = 0;
  #finished: Block[] = [];
  #kind: BlockKind = 'paragraph';
  #headingLevel: number | null = null;
  #text = '';
  /** The beginning of this block is finished already. */
  #isContinued = false;

  constructor({ file, limits }: ReaderInput) {
    this.fileName = file.name;
    this.#mostCharacters = limits.characters;
  }

  /** Ends what was begun before. Heading levels beyond 6 count as 6. */
  begin(kind: BlockKind, headingLevel: number | null = null): void {
    this.end();
    this.#kind = kind;
    this.#headingLevel = headingLevel === null ? null : Math.min(6, Math.max(1, headingLevel));
  }

  /** Whether there is anything but blanks in the block that was begun. */
  get hasText(): boolean {
    return this.#isContinued || this.#text.trim() !== '';
  }

  /** The last characters of the block that was begun. */
  get lastCharacter(): string {
    return this.#text.slice(-1);
  }

  /** @throws LoamError document/too-large */
  write(text: string): void {
    this.#characters += text.length;
    if (this.#characters > this.#mostCharacters) {
      const most = Math.round(this.#mostCharacters / 1_000_000);
      throw documentTooLarge(
        this.fileName,
        `it holds more than ${most} million characters of text. Split it into parts.`,
      );
    }
    this.#text += text;
    while (this.#text.length > longestBlock) {
      const end = placeToCut(this.#text.slice(0, longestBlock));
      this.#push(this.#text.slice(0, end));
      this.#text = this.#text.slice(end);
      this.#isContinued = true;
    }
  }

  /** Ends the block that was begun; without any text it is left out. */
  end(): void {
    const separator = this.#kind === 'table-header' || this.#kind === 'table-row' ? '\n' : '\n\n';
    if (this.hasText) this.#push(trim(this.#text, this.#kind, this.#isContinued) + separator);
    this.#text = '';
    this.#isContinued = false;
    this.#kind = 'paragraph';
    this.#headingLevel = null;
  }

  /** Begins, writes and ends. */
  add(kind: BlockKind, text: string, headingLevel: number | null = null): void {
    this.begin(kind, headingLevel);
    this.write(text);
    this.end();
  }

  /** Takes away what is finished. */
  take(): Block[] {
    const taken = this.#finished;
    this.#finished = [];
    return taken;
  }

  #push(text: string): void {
    const isHeadingGoingOn = this.#isContinued && this.#kind === 'heading';
    this.#finished.push({
      kind: isHeadingGoingOn ? 'paragraph' : this.#kind,
      text: text.toWellFormed(),
      headingLevel: isHeadingGoingOn ? null : this.#headingLevel,
      ...this.place,
    });
  }
}

function trim(text: string, kind: BlockKind, isContinued: boolean): string {
  // Blanks before the first line of code mean something, and tabs before a row its empty cells.
  const keepsStart = isContinued || kind === 'code' || kind === 'table-row' || kind === 'table-header';
  return keepsStart ? text.replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd() : text.trim();
}
