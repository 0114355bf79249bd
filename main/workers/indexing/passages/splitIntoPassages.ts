import type { Block } from '../documents/block';
import { columnNames, HeadingStack } from './headings';
import type { PassageDraft } from './passageDraft';
import { PassageSizes } from './passageSizes';
import { isBlank } from './passageUnit';
import { SectionPassages, type UnnumberedPassage } from './sectionPassages';
import { unitsOf } from './unitsOf';

export interface SplitOptions {
  /** In the embedder's own tokens, special ones included. */
  countTokens(text: string): number;
  /** What the embedder reads of a text. */
  maxTokens: number;
}

/**
 * Splits a document along its structure: a heading, a slide, a sheet and a table begin a passage; paragraphs are kept whole
 * where they fit, sentences where they do not. Neighbours within a section overlap by a sentence. Together the passages
 * are the whole document, and none has more than `maxTokens` with the context that is embedded with it. What it holds
 * does not grow with the document.
 */
export async function* splitIntoPassages(
  blocks: AsyncIterable<readonly Block[]>,
  options: SplitOptions,
): AsyncGenerator<PassageDraft> {
  const splitter = new Splitter(new PassageSizes(options));
  let ordinal = 0;
  // One is held back, because blanks at the end belong to it.
  let last: UnnumberedPassage | null = null;
  for await (const some of blocks) {
    for (const block of some) {
      for (const passage of splitter.add(block)) {
        if (last) yield { ...last, ordinal: ordinal++ };
        last = passage;
      }
    }
  }
  for (const passage of splitter.end()) {
    if (last) yield { ...last, ordinal: ordinal++ };
    last = passage;
  }
  if (last) yield { ...withBlanks(last, splitter.trailingBlanks()), ordinal };
}

class Splitter {
  readonly #sizes: PassageSizes;
  readonly #passages: SectionPassages;
  readonly #headings = new HeadingStack();
  #position = 0;
  /** The last block that was not blank. */
  #last: Block | null = null;
  #tableHeader: string | null = null;

  constructor(sizes: PassageSizes) {
    this.#sizes = sizes;
    this.#passages = new SectionPassages(sizes);
  }

  *add(block: Block): Generator<UnnumberedPassage> {
    const hasText = !isBlank(block);
    if (hasText) yield* this.#borderBefore(block);
    for (const unit of unitsOf(block, this.#position, this.#sizes, this.#passages.capacity)) {
      yield* this.#passages.add(unit);
    }
    this.#position += block.text.length;
    if (hasText) this.#last = block;
  }

  *end(): Generator<UnnumberedPassage> {
    if (!this.#passages.isBlank) yield* this.#passages.end();
  }

  /** What `end` left because it is nothing to read. */
  trailingBlanks(): string {
    return this.#passages.takeBlanks();
  }

  *#borderBefore(block: Block): Generator<UnnumberedPassage> {
    const last = this.#last;
    const isElsewhere = last !== null && (block.slide !== last.slide || block.sheet !== last.sheet);
    const isTable = isTablePart(block);
    const isOther =
      block.kind === 'heading' ||
      block.kind === 'table-header' ||
      (last !== null && isTable !== isTablePart(last));
    if (!isElsewhere && !isOther && last !== null) return;
    const mayStay = isElsewhere ? this.#passages.isBlank : this.#passages.isOpen;
    if (!mayStay) yield* this.#passages.end();
    this.#enter(block);
  }

  #enter(block: Block): void {
    if (block.kind === 'heading') this.#headings.push(block.headingLevel ?? 1, block.text);
    const headingPath = this.#headings.path(this.#sizes);
    if (block.kind === 'table-header') {
      this.#tableHeader = columnNames(block.text, headingPath, this.#sizes);
    } else if (!isTablePart(block)) {
      this.#tableHeader = null;
    }
    const { slide, sheet } = block;
    this.#passages.enter({ headingPath, slide, sheet, tableHeader: this.#tableHeader });
  }
}

function isTablePart({ kind }: Block): boolean {
  return kind === 'table-header' || kind === 'table-row';
}

function withBlanks(passage: UnnumberedPassage, blanks: string): UnnumberedPassage {
  if (blanks === '') return passage;
  return { ...passage, text: passage.text + blanks, endOffset: passage.endOffset + blanks.length };
}
