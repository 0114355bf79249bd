import type { Block } from '../block';
import { blockOf, longestBlock, placeToCut } from '../blockText';

const delimiters = [',', ';', '\t', '|'];

/**
 * Cuts comma-separated values that come in pieces into rows; the first one names the columns. Line ends within quotes
 * belong to their field. Joined the rows are the text, whatever is wrong with its quotes.
 */
export class RowBlocks {
  #pending = '';
  #delimiter: string | null = null;
  #hasHeader = false;

  add(piece: string): Block[] {
    this.#pending += piece;
    this.#delimiter ??= this.#detectDelimiter();
    const blocks: Block[] = [];
    let start = 0;
    for (;;) {
      const end = this.#endOfRow(start) ?? this.#endOfLongRow(start);
      if (end === null) break;
      blocks.push(this.#row(start, end));
      start = end;
    }
    this.#pending = this.#pending.slice(start);
    return blocks;
  }

  end(): Block[] {
    const blocks: Block[] = [];
    let start = 0;
    while (start < this.#pending.length) {
      // A quote that is never closed is a quote and nothing more.
      const lineEnd = this.#endOfRow(start) ?? this.#pending.indexOf('\n', start) + 1;
      const end = lineEnd > start ? lineEnd : this.#pending.length;
      blocks.push(this.#row(start, end));
      start = end;
    }
    this.#pending = '';
    return blocks;
  }

  /** Null while the first line is not complete. */
  #detectDelimiter(): string | null {
    const lineEnd = this.#pending.indexOf('\n');
    if (lineEnd < 0 && this.#pending.length <= longestBlock) return null;
    const line = this.#pending.slice(0, lineEnd < 0 ? longestBlock : lineEnd).replaceAll(/"[^"]*"/g, '');
    const counts = delimiters.map((delimiter) => line.split(delimiter).length);
    return delimiters[counts.indexOf(Math.max(...counts))] ?? ',';
  }

  /** Null while the row is not complete. */
  #endOfRow(start: number): number | null {
    let position = start;
    for (;;) {
      const lineEnd = this.#pending.indexOf('\n', position);
      if (lineEnd < 0) return null;
      const opening = this.#openingQuote(start, position, lineEnd);
      if (opening === null) return lineEnd + 1;
      const closing = this.#closingQuote(opening);
      if (closing === null) return null;
      position = closing + 1;
    }
  }

  /** The next quote at the start of a field of this row; null when there is none on this line. */
  #openingQuote(rowStart: number, position: number, lineEnd: number): number | null {
    const line = this.#pending.slice(position, lineEnd);
    for (let index = line.indexOf('"'); index >= 0; index = line.indexOf('"', index + 1)) {
      const quote = position + index;
      if (quote === rowStart || this.#pending[quote - 1] === (this.#delimiter ?? ',')) return quote;
    }
    return null;
  }

  #closingQuote(opening: number): number | null {
    let quote = this.#pending.indexOf('"', opening + 1);
    while (quote >= 0 && this.#pending[quote + 1] === '"') quote = this.#pending.indexOf('"', quote + 2);
    return quote < 0 ? null : quote;
  }

  /** Where a row is cut that does not end for too long: most likely over a quote that is never closed. */
  #endOfLongRow(start: number): number | null {
    if (this.#pending.length - start <= longestBlock) return null;
    const lineEnd = this.#pending.indexOf('\n', start) + 1;
    if (lineEnd > start && lineEnd - start <= longestBlock) return lineEnd;
    return start + placeToCut(this.#pending.slice(start, start + longestBlock));
  }

  #row(start: number, end: number): Block {
    const text = this.#pending.slice(start, end);
    const kind = this.#hasHeader || text.trim() === '' ? 'table-row' : 'table-header';
    if (kind === 'table-header') this.#hasHeader = true;
    return blockOf(kind, text);
  }
}
