import type { Block } from '../block';
import { blockOf, longestBlock, placeToCut } from '../blockText';

/** Entries of the outermost list or object are gathered until they are this long ... */
const shortestBlock = 400;
/** ... and those of each level below until they are so many times longer. */
const growthALevel = 4;

/**
 * Cuts JSON that comes in pieces between the entries of its lists and objects, the outermost first; JSON Lines between its
 * lines. Joined the blocks are the text, be it well-formed or not.
 */
export class EntryBlocks {
  #pending = '';
  #scanned = 0;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  /** An entry has just ended; the block ends with the line, or where the next entry begins. */
  #isAfterEntry = false;

  add(piece: string): Block[] {
    this.#pending += piece;
    const blocks: Block[] = [];
    let start = 0;
    while (this.#scanned < this.#pending.length) {
      const character = this.#pending.charCodeAt(this.#scanned);
      if (this.#isAfterEntry && !isBlank(character)) start = this.#finish(blocks, start, this.#scanned);
      this.#step(character, this.#scanned - start);
      this.#scanned += 1;
      if (this.#isAfterEntry && character === 0x0a) start = this.#finish(blocks, start, this.#scanned);
    }
    this.#forget(start);
    while (this.#pending.length > longestBlock) {
      const end = placeToCut(this.#pending.slice(0, longestBlock));
      blocks.push(blockOf('code', this.#pending.slice(0, end)));
      this.#forget(end);
    }
    return blocks;
  }

  end(): Block[] {
    const blocks = this.#pending === '' ? [] : [blockOf('code', this.#pending)];
    this.#pending = '';
    return blocks;
  }

  #finish(blocks: Block[], start: number, end: number): number {
    blocks.push(blockOf('code', this.#pending.slice(start, end)));
    this.#isAfterEntry = false;
    return end;
  }

  #step(character: number, length: number): void {
    if (this.#isInString) {
      this.#stepInString(character);
      return;
    }
    switch (character) {
      case 0x22:
        this.#isInString = true;
        break;
      case 0x5b:
      case 0x7b:
        this.#depth += 1;
        break;
      case 0x5d:
      case 0x7d:
        this.#depth = Math.max(0, this.#depth - 1);
        if (this.#depth === 0) this.#isAfterEntry = length >= shortestBlock;
        break;
      case 0x2c:
        this.#isAfterEntry = length >= shortestBlock * growthALevel ** (this.#depth - 1);
        break;
    }
  }

  #stepInString(character: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (character === 0x5c) this.#isEscaped = true;
    // No string goes on over a line; one that is not closed must not swallow what follows.
    else if (character === 0x22 || character === 0x0a) this.#isInString = false;
  }

  #forget(end: number): void {
    this.#pending = this.#pending.slice(end);
    this.#scanned = Math.max(0, this.#scanned - end);
  }
}

function isBlank(character: number): boolean {
  return character === 0x20 || character === 0x09 || character === 0x0a || character === 0x0d;
}
