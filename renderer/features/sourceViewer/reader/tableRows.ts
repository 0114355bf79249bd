import type { DocumentFormat } from '../../../../preload/contract/knowledge';

/** Rows of a table as cells, with the names of its columns where it has some. */
export interface TableRows {
  header: string[] | null;
  rows: string[][];
}

/**
 * Cuts a passage of a table into cells. A CSV file is quoted as it is written; every other format comes with a tab
 * between two cells. The first passage of a table holds the header as well, which is not shown twice.
 */
export function tableRows(text: string, header: string | null, format: DocumentFormat | null): TableRows {
  const headerLine = header?.trimEnd() ?? null;
  const isRepeated = headerLine !== null && text.startsWith(headerLine);
  const body = isRepeated ? text.slice(headerLine.length) : text;
  const separator = format === 'csv' ? separatorOf(headerLine ?? text) : '\t';
  const cellsOf = (part: string) => (format === 'csv' ? quotedCells(part, separator) : plainCells(part));
  return {
    header: headerLine === null ? null : (cellsOf(headerLine)[0] ?? null),
    rows: cellsOf(body),
  };
}

function plainCells(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('\t'));
}

/** The sign that stands most often in the first line, outside of quotes. */
function separatorOf(text: string): string {
  const [line = ''] = text.replace(/"[^"]*"/g, '').split('\n', 1);
  const counts = [',', ';', '\t', '|'].map((sign) => ({ sign, count: line.split(sign).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).sign;
}

/** Takes what it gets: a passage may begin or end within a row. */
function quotedCells(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  const endRow = () => {
    row.push(cell);
    if (row.length > 1 || cell.trim() !== '') rows.push(row);
    row = [];
    cell = '';
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? '';
    if (isQuoted && sign === '"' && text[at + 1] === '"') {
      cell += sign;
      at += 1;
    } else if (sign === '"' && (isQuoted || cell === '')) isQuoted = !isQuoted;
    else if (isQuoted) cell += sign;
    else if (sign === separator) {
      row.push(cell);
      cell = '';
    } else if (sign === '\n') endRow();
    else if (sign !== '\r') cell += sign;
  }
  endRow();
  return rows;
}
