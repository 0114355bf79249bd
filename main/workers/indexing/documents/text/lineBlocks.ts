import type { Block, BlockKind } from '../block';
import { blockOf, longestBlock, placeToCut } from '../blockText';

/** Whether a block begins with this line; `afterBlank` says that the line before it was empty. */
export type BeginsBlock = (line: string, afterBlank: boolean) => boolean;

/** A paragraph begins after an empty line. */
export function beginsParagraph(_line: string, afterBlank: boolean): boolean {
  return afterBlank;
}

/** A definition begins after an empty line, at the left border, and with something else than a closing bracket. */
export function beginsDefinition(line: string, afterBlank: boolean): boolean {
  return afterBlank && /^[^\s})\]]/u.test(line);
}

/** Cuts a text that comes in pieces into blocks of whole lines. Joined they are the text. */
export class LineBlocks {
  readonly #kind: BlockKind;
  readonly #beginsBlock: BeginsBlock;
  #pending = '';
  /** The end of the last line that was looked at. */
  #scanned = 0;
  #wasBlank = false;
  /** Of the block that is being gathered. */
  #hasText = false;

  constructor(kind: BlockKind, beginsBlock: BeginsBlock) {
    this.#kind = kind;
    this.#beginsBlock = beginsBlock;
  }

  add(piece: string): Block[] {
    this.#pending += piece;
    const blocks: Block[] = [];
    let start = 0;
    for (;;) {
      const lineEnd = this.#pending.indexOf('\n', this.#scanned);
      if (lineEnd < 0) break;
      const line = this.#pending.slice(this.#scanned, lineEnd);
      const isBlank = line.trim() === '';
      if (this.#isBorder(line, isBlank)) {
        blocks.push(this.#block(start, this.#scanned));
        start = this.#scanned;
      }
      this.#hasText ||= !isBlank;
      this.#wasBlank = isBlank;
      this.#scanned = lineEnd + 1;
    }
    this.#forget(start);
    this.#cutLong(blocks);
    return blocks;
  }

  end(): Block[] {
    const blocks: Block[] = [];
    const line = this.#pending.slice(this.#scanned);
    let start = 0;
    if (this.#isBorder(line, line.trim() === '')) {
      blocks.push(this.#block(0, this.#scanned));
      start = this.#scanned;
    }
    if (this.#pending.length > start) blocks.push(this.#block(start, this.#pending.length));
    this.#pending = '';
    return blocks;
  }

  #isBorder(line: string, isBlank: boolean): boolean {
    return !isBlank && this.#hasText && this.#scanned > 0 && this.#beginsBlock(line, this.#wasBlank);
  }

  #cutLong(blocks: Block[]): void {
    while (this.#pending.length > longestBlock) {
      const end = placeToCut(this.#pending.slice(0, longestBlock));
      blocks.push(this.#block(0, end));
      this.#forget(end);
    }
  }

  #block(start: number, end: number): Block {
    return blockOf(this.#kind, this.#pending.slice(start, end));
  }

  #forget(end: number): void {
    this.#pending = this.#pending.slice(end);
    this.#scanned = Math.max(0, this.#scanned - end);
  }
}
