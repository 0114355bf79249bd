import type { BlockWriter } from './blockWriter';
import { longestBlock, placeToCut } from './blockText';

/** The names of columns are short; a first row beyond this is a row like the others. */
const longestHeader = 4096;
/** A cell may span columns, but not all of a sheet. */
const mostColumns = 1000;

/**
 * Writes a table row by row, its cells separated by tabs. The first row names the columns, unless it is the only one: then
 * the table is but a frame around a text.
 */
export class TableWriter {
  readonly #writer: BlockWriter;
  #row = '';
  #columns = 0;
  #span = 1;
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
    if (this.#columns > 0) this.#row += '\t';
    this.#columns += 1;
    this.#span = 1;
  }

  /** Over how many columns the open cell goes; the others stay empty behind it. */
  span(columns: number): void {
    this.#span = Math.max(1, Math.min(columns, mostColumns - this.#columns));
  }

  /** Written into the open cell, on one line. */
  write(text: string): void {
    this.#row += text.replaceAll(/\s+/g, ' ');
    while (this.#row.length > longestBlock) {
      const end = placeToCut(this.#row.slice(0, longestBlock));
      this.#emit(this.#row.slice(0, end));
      this.#row = this.#row.slice(end);
      this.#isCut = true;
    }
  }

  /** Between two paragraphs of a cell. */
  separate(): void {
    if (this.#row !== '' && !/\s$/.test(this.#row)) this.#row += ' ';
  }

  endCell(): void {
    this.#row = this.#row.replace(/ +$/, '');
    if (this.#span > 1) this.#row += '\t'.repeat(this.#span - 1);
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

  /** A row whose cells are separated by tabs already. */
  addRow(row: string): void {
    this.beginRow();
    this.#row = row;
    this.endRow();
  }

  /** What was taken for a table is only the frame of a page: what was written of it becomes text. */
  dissolve(): void {
    const row = this.#row;
    this.#row = '';
    this.end();
    this.#writer.add('paragraph', row.trim());
  }

  end(): void {
    if (this.#row !== '') this.endRow();
    if (this.#first !== null) this.#writer.add('paragraph', this.#first);
    this.#first = null;
    this.#hasRows = false;
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
