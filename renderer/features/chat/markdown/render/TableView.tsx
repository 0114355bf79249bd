import type { AlignType, TableRow } from 'mdast';
import { memo } from 'react';
import type { Part } from '../split/blocks';
import type { Drawing } from './drawing';
import classes from './Markdown.module.css';
import { phrasing } from './Phrasing';
import { ScrollRegion } from './ScrollRegion';

interface TableViewProps {
  align: readonly AlignType[];
  header: TableRow;
  groups: readonly (readonly Part<TableRow>[])[];
  drawing: Drawing;
}

/** A table that scrolls sideways where it does not fit. Groups of rows that are finished keep their identity. */
export function TableView({ align, header, groups, drawing }: TableViewProps) {
  return (
    <ScrollRegion label="Table" className={classes.tableScroller}>
      <table>
        <thead>
          <Row row={header} align={align} drawing={drawing} isHeader />
        </thead>
        <tbody>
          {groups.map((parts, index) => (
            <RowGroup key={index} parts={parts} align={align} drawing={drawing} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

interface RowStyle {
  align: readonly AlignType[];
  drawing: Drawing;
}

const RowGroup = memo(function RowGroup({
  parts,
  ...style
}: { parts: readonly Part<TableRow>[] } & RowStyle) {
  return parts.map((part) => <Row key={part.key} row={part.node} isHeader={false} {...style} />);
});

const Row = memo(function Row({
  row,
  align,
  drawing,
  isHeader,
}: { row: TableRow; isHeader: boolean } & RowStyle) {
  // As on GitHub, cells beyond the header's are not shown and missing ones are empty.
  const columns = isHeader ? row.children : align.map((_, column) => row.children[column]);
  return (
    <tr>
      {columns.map((cell, column) => {
        const content = cell && phrasing(cell.children, drawing);
        const alignment = align[column] ?? undefined;
        return isHeader ? (
          <th key={column} scope="col" data-align={alignment}>
            {content}
          </th>
        ) : (
          <td key={column} data-align={alignment}>
            {content}
          </td>
        );
      })}
    </tr>
  );
});
