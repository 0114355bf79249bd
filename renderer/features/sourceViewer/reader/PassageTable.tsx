import { ScrollRegion } from '../../chat/markdown/render/ScrollRegion';
import classes from './Reader.module.css';

interface PassageTableProps {
  /** Rows as lines, cells separated by tabs. */
  text: string;
  /** The names of the columns, separated by tabs; null where the table has none. */
  header: string | null;
}

/** Some rows of a table, under the names of its columns. */
export function PassageTable({ text, header }: PassageTableProps) {
  const columns = header === null ? null : header.split('\t');
  const rows = rowsOf(text, header);
  const width = Math.max(columns?.length ?? 0, ...rows.map((cells) => cells.length));
  return (
    <ScrollRegion label="Table" className={classes.tableScroller}>
      <table className={classes.table}>
        {columns !== null && (
          <thead>
            <tr>
              {cellsOf(columns, width).map((cell, column) => (
                <th key={column} scope="col">
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cellsOf(cells, width).map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** The first passage of a table may hold the header as its first row; it is not shown twice. */
function rowsOf(text: string, header: string | null): string[][] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const withoutHeader = lines[0] === header ? lines.slice(1) : lines;
  return withoutHeader.map((line) => line.split('\t'));
}

function cellsOf(cells: readonly string[], width: number): string[] {
  return Array.from({ length: width }, (_, column) => cells[column] ?? '');
}
