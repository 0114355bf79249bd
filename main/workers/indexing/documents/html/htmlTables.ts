import type { BlockWriter } from '../blockWriter';
import { TableWriter } from '../tableWriter';
import { wholeNumber } from '../wholeNumber';

interface OpenTable {
  writer: TableWriter;
  /** It only arranges what is in it on the page. */
  isLayout: boolean;
  isInCell: boolean;
}

/**
 * The tables of a page. One that has headings, code or another table in its cells is taken for a frame: its cells are
 * read like sections.
 */
export class HtmlTables {
  readonly #writer: BlockWriter;
  readonly #open: OpenTable[] = [];

  constructor(writer: BlockWriter) {
    this.#writer = writer;
  }

  /** Whether text goes into a cell now. */
  get isInCell(): boolean {
    const table = this.#open.at(-1);
    return table !== undefined && !table.isLayout && table.isInCell;
  }

  /** True when the element ends the block of text before it. */
  open(name: string, attributes: Readonly<Record<string, string>>): boolean {
    if (name === 'table') {
      this.dissolve();
      this.#open.push({ writer: new TableWriter(this.#writer), isLayout: false, isInCell: false });
      return true;
    }
    const table = this.#open.at(-1);
    if (table === undefined || (name !== 'tr' && name !== 'td' && name !== 'th')) return false;
    if (table.isLayout) return true;
    if (name === 'tr') table.writer.beginRow();
    else {
      table.writer.beginCell();
      table.writer.span(wholeNumber(attributes['colspan']) ?? 1);
      table.isInCell = true;
    }
    return true;
  }

  /** True when the element ends the block of text in it. */
  close(name: string): boolean {
    const table = this.#open.at(-1);
    if (table === undefined) return false;
    if (name === 'table') {
      this.#open.pop();
      if (!table.isLayout) table.writer.end();
      return true;
    }
    if (name !== 'tr' && name !== 'td' && name !== 'th') return false;
    if (table.isLayout) return true;
    if (name === 'tr') table.writer.endRow();
    else table.writer.endCell();
    table.isInCell = false;
    return true;
  }

  write(text: string): void {
    this.#open.at(-1)?.writer.write(text);
  }

  /** Between two paragraphs of a cell. */
  separate(): void {
    if (this.isInCell) this.#open.at(-1)?.writer.separate();
  }

  /** The innermost table is a frame. Those around it are known to be. */
  dissolve(): void {
    const table = this.#open.at(-1);
    if (table === undefined || table.isLayout) return;
    table.isLayout = true;
    table.writer.dissolve();
  }

  end(): void {
    const table = this.#open.at(-1);
    if (table !== undefined && !table.isLayout) table.writer.end();
  }
}
