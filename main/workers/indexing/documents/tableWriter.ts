import type { BlockWriter } from './blockWriter';
import { longestBlock, placeToCut } from './blockText';

/** The names of columns are short; a first row beyond this is a row like the others. */
const longestHeader = 4096;
/** Cells beyond this follow one another without a tab, and none spans more. */
const mostColumns = 1000;

/**
 * Writes a table row by row, its cells separated by tabs. The first row names the columns, unless it is the only one: then
 * the table is but a frame around a text. It holds no more than a block of a row, however long that is.
 */
export class TableWriter {
  readonly #writer: BlockWriter;
  #row = '';
  #columns = 0;
  #span = 1;
  /** The beginning of the row is written already. */
  #isCut = false;
  /** The first row, while nobody knows whether there is another. */
  #first: string | null = null;
  #hasRows = false;

  constructor(writer: BlockWriter) {
    this.#writer = writer;
  }

  beginRow(): void {
    this.#row = '';
    this.#columns = 0;
    this.#isCut = false;
  }

  beginCell(): void {
    if (this.#columns > 0) this.#append(this.#columns < mostColumns ? '\t' : ' ');
    this.#columns += 1;
    this.#span = 1;
  }

  /** Over how many columns the open cell goes; the others stay empty behind it. */
  span(columns: number): void {
    this.#span = Math.max(1, Math.min(columns, mostColumns - this.#columns));
  }

  /** Leaves this many cells empty. */
  skipCells(cells: number): void {
    for (let count = 0; count < cells; count += 1) this.beginCell();
  }

  /** Written into the open cell, on one line. */
  write(text: string): void {
    this.#append(text.replaceAll(/\s+/g, ' '));
  }

  /** Between two paragraphs of a cell. */
  separate(): void {
    if (this.#row !== '' && !/\s$/.test(this.#row)) this.#append(' ');
  }

  endCell(): void {
    if (this.#row.endsWith(' ')) this.#row = this.#row.slice(0, -1);
    if (this.#span > 1) this.#append('\t'.repeat(this.#span - 1));
    this.#columns += this.#span - 1;
    this.#span = 1;
  }

  endRow(): void {
    const row = this.#row.trimEnd();
    this.#row = '';
    if (row === '') return;
    if (!this.#hasRows && !this.#isCut && row.length <= longestHeader) this.#first = row;
    else this.#emit(row);
    this.#hasRows = true;
  }

  /** The row is no row of the table but a text before it. */
  endRowAsText(): void {
    const row = this.#row.trim();
    this.#row = '';
    this.#writer.add('paragraph', row);
  }

  /** What was taken for a table is only the frame of a page: what was written of it becomes text. */
  dissolve(): void {
    const row = this.#row.trim();
    this.#row = '';
    this.end();
    this.#writer.add('paragraph', row);
  }

  end(): void {
    if (this.#row !== '') this.endRow();
    if (this.#first !== null) this.#writer.add('paragraph', this.#first);
    this.#first = null;
    this.#hasRows = false;
  }

  #append(text: string): void {
    this.#row += text;
    while (this.#row.length > longestBlock) {
      const end = placeToCut(this.#row.slice(0, longestBlock));
      this.#emit(this.#row.slice(0, end));
      this.#row = this.#row.slice(end);
      this.#isCut = true;
      this.#hasRows = true;
    }
  }

  #emit(row: string): void {
    if (this.#first !== null) {
      const header = this.#first;
      this.#first = null;
      this.#writer.add('table-header', header);
    }
    this.#writer.add('table-row', row);
  }
}
