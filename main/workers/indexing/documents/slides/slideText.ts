import type { Attributes, XmlHandler } from '../archive/readXml';
import type { BlockWriter } from '../blockWriter';
import { TableWriter } from '../tableWriter';
import { wholeNumber } from '../wholeNumber';

/** Notes hold a picture of their slide and its number beside what somebody wrote. */
export type SlidePart = 'slide' | 'notes' | 'diagram';

const titles = new Set(['title', 'ctrTitle']);
/** Dates, footers and numbers repeat on every slide. */
const furniture = new Set(['dt', 'ftr', 'hdr', 'sldNum', 'sldImg']);

/** Turns a part of a presentation into blocks: one for each shape with text, one for each row of a table. */
export class SlideText implements XmlHandler {
  readonly #writer: BlockWriter;
  readonly #part: SlidePart;
  readonly #table: TableWriter;
  #leftOutDepth = 0;
  #tableDepth = 0;
  #placeholder: string | null = null;
  #hasBegun = false;
  #isText = false;

  constructor(writer: BlockWriter, part: SlidePart) {
    this.#writer = writer;
    this.#part = part;
    this.#table = new TableWriter(writer);
  }

  open(name: string, attributes: Attributes): void {
    if (this.#leftOutDepth > 0 || name === 'mc:Fallback') this.#leftOutDepth += 1;
    else if (name === 'p:sp') this.#beginShape();
    else if (name === 'p:ph') this.#placeholder = attributes['type'] ?? 'body';
    else if (name === 'a:t') this.#isText = true;
    else if (name === 'a:br') this.#write('\n');
    else this.#openTable(name, attributes);
  }

  text(text: string): void {
    if (this.#isText && this.#leftOutDepth === 0) this.#write(text);
  }

  close(name: string): void {
    this.#isText = false;
    if (this.#leftOutDepth > 0) this.#leftOutDepth -= 1;
    else if (name === 'p:sp') this.#beginShape();
    else if (name === 'a:p') this.#endParagraph();
    else this.#closeTable(name);
  }

  #beginShape(): void {
    this.#writer.end();
    this.#placeholder = null;
    this.#hasBegun = false;
  }

  get #isLeftOut(): boolean {
    if (this.#part === 'notes') return this.#placeholder !== 'body';
    return this.#placeholder !== null && furniture.has(this.#placeholder);
  }

  #write(text: string): void {
    if (this.#isLeftOut) return;
    if (this.#tableDepth > 0) {
      this.#table.write(text);
      return;
    }
    if (!this.#hasBegun) {
      const isTitle = this.#part === 'slide' && this.#placeholder !== null && titles.has(this.#placeholder);
      this.#writer.begin(isTitle ? 'heading' : 'paragraph', isTitle ? 1 : null);
      this.#hasBegun = true;
    }
    this.#writer.write(text);
  }

  #endParagraph(): void {
    if (this.#tableDepth > 0) this.#table.separate();
    else if (this.#hasBegun) this.#writer.write('\n');
  }

  #openTable(name: string, attributes: Attributes): void {
    if (name === 'a:tbl') this.#tableDepth += 1;
    else if (this.#tableDepth !== 1) return;
    else if (name === 'a:tr') this.#table.beginRow();
    else if (name === 'a:tc' && attributes['hMerge'] === undefined) {
      this.#table.beginCell();
      this.#table.span(wholeNumber(attributes['gridSpan']) ?? 1);
    }
  }

  #closeTable(name: string): void {
    if (name === 'a:tbl') {
      this.#tableDepth -= 1;
      if (this.#tableDepth === 0) this.#table.end();
    } else if (this.#tableDepth !== 1) return;
    else if (name === 'a:tr') this.#table.endRow();
    else if (name === 'a:tc') this.#table.endCell();
  }
}
