import type { Block } from './block';
import { cutBlock, longestBlock } from './blockText';
import type { DocumentReader, ReaderFacts } from './documentReader';

/** So many blocks at most at a time, however short they are. */
const mostBlocks = 2000;

/** Hands out what a reader yields in batches of about 64 KB of text, none of whose blocks is longer. */
export class BlockBatches {
  readonly #generator: ReturnType<DocumentReader>;
  #waiting: Block[] = [];
  #facts: ReaderFacts | null = null;

  constructor(generator: ReturnType<DocumentReader>) {
    this.#generator = generator;
  }

  /** Null until the last batch was taken. */
  get facts(): ReaderFacts | null {
    return this.#facts;
  }

  /** Null at the end. Throws what the reader throws. */
  async next(): Promise<Block[] | null> {
    while (this.#facts === null && textLength(this.#waiting) < longestBlock) {
      const { done, value } = await this.#generator.next();
      if (done === true) this.#facts = value;
      else for (const block of value) this.#waiting.push(...cutBlock(block));
    }
    if (this.#waiting.length === 0) return null;
    return this.#take();
  }

  /** Ends the reader, once it has come to a point where it can. */
  async close(): Promise<void> {
    this.#waiting = [];
    await this.#generator.return({ encoding: null, pages: null, title: null });
  }

  #take(): Block[] {
    let count = 0;
    let characters = 0;
    for (const { text } of this.#waiting) {
      if (count > 0 && (characters + text.length > longestBlock || count === mostBlocks)) break;
      characters += text.length;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }
}

function textLength(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { text }) => sum + text.length, 0);
}
