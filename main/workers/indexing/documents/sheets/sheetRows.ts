import type { Attributes, XmlHandler } from '../archive/readXml';
import type { BlockWriter } from '../blockWriter';
import { TableWriter } from '../tableWriter';
import { wholeNumber } from '../wholeNumber';
import { isoDate } from './isoDate';
import type { SharedStrings } from './sharedStrings';

export interface Workbook {
  strings: SharedStrings;
  /** By the number of the cell's style. */
  isDate: readonly boolean[];
  isFrom1904: boolean;
}

/** Columns beyond this move up to the one before them: a lone cell at the far end would need 16,000 tabs. */
const mostColumns = 1000;
/** A cell cannot hold more. */
const longestValue = 32_767;
/** So many rows before the table may be titles and remarks. */
const mostTitleRows = 10;

interface Cell {
  type: string;
  style: number;
  value: string;
}

/** Turns a sheet into rows, with the values that its formulas had when it was saved. */
export class SheetRows implements XmlHandler {
  readonly #workbook: Workbook;
  readonly #table: TableWriter;
  /** Columns of the row that are written or left empty. */
  #columns = 0;
  #filledCells = 0;
  /** From 0. */
  #column = 0;
  #cell: Cell | null = null;
  #isValue = false;
  #titleRows = 0;
  #isInTable = false;

  constructor(writer: BlockWriter, workbook: Workbook) {
    this.#workbook = workbook;
    this.#table = new TableWriter(writer);
  }

  open(name: string, attributes: Attributes): void {
    if (name === 's:row') {
      this.#table.beginRow();
      this.#columns = this.#filledCells = this.#column = 0;
    } else if (name === 's:c') {
      this.#column = columnOf(attributes['r']) ?? this.#column;
      this.#cell = { type: attributes['t'] ?? 'n', style: wholeNumber(attributes['s']) ?? 0, value: '' };
    }
    this.#isValue = this.#cell !== null && (name === 's:v' || name === 's:t');
  }

  text(text: string): void {
    const cell = this.#isValue ? this.#cell : null;
    if (cell && cell.value.length < longestValue) cell.value += text;
  }

  close(name: string): void {
    this.#isValue = false;
    if (name === 's:c' && this.#cell) {
      this.#endCell(this.#valueOf(this.#cell));
      this.#cell = null;
    } else if (name === 's:row') this.#endRow();
    else if (name === 's:sheetData') this.#table.end();
  }

  #endCell(value: string): void {
    if (value.trim() !== '') {
      const isTooFar = this.#column < this.#columns || this.#column >= mostColumns;
      if (!isTooFar) this.#table.skipCells(this.#column - this.#columns);
      this.#table.beginCell();
      this.#table.write(value.trim());
      this.#columns = isTooFar ? this.#columns + 1 : this.#column + 1;
      this.#filledCells += 1;
    }
    this.#column += 1;
  }

  /** A lone cell above the table is its title. */
  #endRow(): void {
    if (this.#filledCells === 0) return;
    const isTitle = !this.#isInTable && this.#filledCells === 1 && this.#titleRows < mostTitleRows;
    if (isTitle) {
      this.#titleRows += 1;
      this.#table.endRowAsText();
      return;
    }
    this.#isInTable = true;
    this.#table.endRow();
  }

  #valueOf({ type, style, value }: Cell): string {
    switch (type) {
      case 's':
        return this.#workbook.strings.at(wholeNumber(value.trim()) ?? -1);
      case 'b':
        return value.trim() === '1' ? 'TRUE' : 'FALSE';
      case 'n':
        return this.#numberOf(value.trim(), style);
      default:
        return value;
    }
  }

  #numberOf(text: string, style: number): string {
    const number = Number(text);
    if (text === '' || !Number.isFinite(number)) return text;
    const date = this.#workbook.isDate[style] === true ? isoDate(number, this.#workbook.isFrom1904) : null;
    // Excel calculates with 15 digits; what is written beyond them is rounding.
    return date ?? String(Number(number.toPrecision(15)));
  }
}

/** `AB12` is column 27. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return null;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 0x40;
  return column - 1;
}
