import type { DocumentFormat } from '../../../../preload/contract/knowledge';
import { ScrollRegion } from '../../chat/markdown/render/ScrollRegion';
import classes from './Reader.module.css';
import { tableRows } from './tableRows';

interface PassageTableProps {
  text: string;
  /** The line with the names of the columns; null where the table has none. */
  header: string | null;
  format: DocumentFormat | null;
}

/** Some rows of a table, under the names of its columns. */
export function PassageTable({ text, header, format }: PassageTableProps) {
  const { header: columns, rows } = tableRows(text, header, format);
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

function cellsOf(cells: readonly string[], width: number): string[] {
  return Array.from({ length: width }, (_, column) => cells[column] ?? '');
}
