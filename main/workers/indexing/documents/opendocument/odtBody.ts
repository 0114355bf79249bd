import type { Attributes, XmlHandler } from '../archive/readXml';
import { AsideText } from '../asideText';
import type { BlockWriter } from '../blockWriter';
import { TableWriter } from '../tableWriter';
import { wholeNumber } from '../wholeNumber';

/** What is no part of the text: comments, what was deleted, the marks of notes, pictures, how things sound. */
const leftOut = new Set([
  'office:annotation',
  'office:forms',
  'office:scripts',
  'office:binary-data',
  'text:tracked-changes',
  'text:note-citation',
  'text:ruby-text',
  '?:title',
  '?:desc',
]);

/** What stands beside the paragraph it is anchored to, and goes behind it. */
const asides = new Set(['text:note-body', 'draw:text-box']);

const mostBlanks = 100;

/** Turns the content of an OpenDocument text into blocks. */
export class OdtBody implements XmlHandler {
  readonly #writer: BlockWriter;
  readonly #table: TableWriter;
  #leftOutDepth = 0;
  #isInText = false;
  /** Paragraphs that are open; those within a note or a box of another count too. */
  #paragraphs = 0;
  #asideDepth = 0;
  readonly #aside: AsideText;
  #listDepth = 0;
  /** The next paragraph is the first of a list's item. */
  #isNewItem = false;
  #tableDepth = 0;

  constructor(writer: BlockWriter) {
    this.#writer = writer;
    this.#table = new TableWriter(writer);
    this.#aside = new AsideText(writer.fileName);
  }

  open(name: string, attributes: Attributes): void {
    if (this.#leftOutDepth > 0 || leftOut.has(name)) {
      this.#leftOutDepth += 1;
      return;
    }
    if (name === 'office:text') this.#isInText = true;
    if (!this.#isInText) return;
    if (name === 'text:p' || name === 'text:h') this.#beginParagraph(name, attributes);
    else if (asides.has(name)) this.#asideDepth += 1;
    else if (!this.#openBlank(name, attributes)) this.#openStructure(name, attributes);
  }

  text(text: string): void {
    if (this.#leftOutDepth === 0 && this.#paragraphs > 0) this.#write(text.replaceAll(/\s+/g, ' '));
  }

  close(name: string): void {
    if (this.#leftOutDepth > 0) this.#leftOutDepth -= 1;
    else if (!this.#isInText) return;
    else if (name === 'text:p' || name === 'text:h') this.#endParagraph();
    else if (asides.has(name)) this.#endAside();
    else if (name === 'text:list') this.#listDepth -= 1;
    else this.#closeTable(name);
  }

  #beginParagraph(name: string, attributes: Attributes): void {
    this.#paragraphs += 1;
    if (this.#asideDepth > 0) return;
    const level = name === 'text:h' ? (wholeNumber(attributes['text:outline-level']) ?? 1) : null;
    if (this.#tableDepth > 0) this.#table.separate();
    else this.#writer.begin(level === null ? 'paragraph' : 'heading', level);
    if (this.#isNewItem && level === null) this.#write('- ');
    this.#isNewItem = false;
  }

  #endParagraph(): void {
    this.#paragraphs -= 1;
    if (this.#asideDepth > 0) {
      this.#aside.write('\n');
      return;
    }
    if (this.#tableDepth === 0) this.#writer.end();
    this.#flushAside();
  }

  #write(text: string): void {
    if (this.#asideDepth > 0) this.#aside.write(text);
    else if (this.#tableDepth > 0) this.#table.write(text);
    // Runs of blanks count as one, also over the borders of elements.
    else if (text.startsWith(' ') && /^$|\s/.test(this.#writer.lastCharacter))
      this.#writer.write(text.slice(1));
    else this.#writer.write(text);
  }

  /** Blanks that would not count as text. */
  #openBlank(name: string, attributes: Attributes): boolean {
    const blanks = wholeNumber(attributes['text:c']) ?? 1;
    if (name === 'text:s') this.#writeBlank(' '.repeat(Math.min(blanks, mostBlanks)));
    else if (name === 'text:tab') this.#writeBlank('\t');
    else if (name === 'text:line-break') this.#writeBlank('\n');
    else return false;
    return true;
  }

  #writeBlank(blank: string): void {
    if (this.#paragraphs === 0) return;
    if (this.#asideDepth === 0 && this.#tableDepth === 0) this.#writer.write(blank);
    else this.#write(blank);
  }

  #endAside(): void {
    this.#asideDepth -= 1;
    // A box can also stand between paragraphs.
    if (this.#asideDepth === 0 && this.#paragraphs === 0) this.#flushAside();
  }

  #flushAside(): void {
    for (const text of this.#aside.take()) {
      if (this.#tableDepth === 0) this.#writer.add('paragraph', text);
      else {
        this.#table.separate();
        this.#table.write(text);
      }
    }
  }

  #openStructure(name: string, attributes: Attributes): void {
    if (name === 'text:list') this.#listDepth += 1;
    else if (name === 'text:list-item') this.#isNewItem = this.#listDepth > 0;
    else if (this.#asideDepth > 0) return;
    else if (name === 'table:table') this.#tableDepth += 1;
    else if (this.#tableDepth !== 1) return;
    else if (name === 'table:table-row') this.#table.beginRow();
    else if (name === 'table:table-cell') {
      this.#table.beginCell();
      this.#table.span(wholeNumber(attributes['table:number-columns-spanned']) ?? 1);
    }
  }

  #closeTable(name: string): void {
    if (this.#asideDepth > 0) return;
    if (name === 'table:table') {
      this.#tableDepth -= 1;
      if (this.#tableDepth === 0) this.#table.end();
    } else if (this.#tableDepth !== 1) return;
    else if (name === 'table:table-row') this.#table.endRow();
    else if (name === 'table:table-cell') this.#table.endCell();
  }
}
