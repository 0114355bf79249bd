import { expect, test } from 'vitest';
import { tableRows } from './tableRows';

test('cells between tabs stand under the names of their columns, which are not shown twice', () => {
  const expected = { header: ['Part', 'Price'], rows: [['Pump', '40'], ['Hose']] };
  expect(tableRows('Part\tPrice\nPump\t40\nHose\n\n', 'Part\tPrice', 'xlsx')).toEqual(expected);
  expect(tableRows('Pump\t40\nHose\n', 'Part\tPrice', 'xlsx')).toEqual(expected);
});

test('a CSV file is read with its quotes', () => {
  expect(tableRows('Part,Price\n"Hose, long",9\r\n"say ""no""","two\nlines"\n', 'Part,Price', 'csv')).toEqual(
    {
      header: ['Part', 'Price'],
      rows: [
        ['Hose, long', '9'],
        ['say "no"', 'two\nlines'],
      ],
    },
  );
});

test('a CSV file may separate its cells by other signs', () => {
  expect(tableRows('Pump;40,50', 'Part;Price', 'csv').rows).toEqual([['Pump', '40,50']]);
  expect(tableRows('Pump\t4', 'Part\tPrice', 'csv').rows).toEqual([['Pump', '4']]);
});

test('a table without names has rows only, and a broken quote loses nothing', () => {
  expect(tableRows('a,b\nc,"d', null, 'csv')).toEqual({
    header: null,
    rows: [
      ['a', 'b'],
      ['c', 'd'],
    ],
  });
  expect(tableRows('', null, 'csv')).toEqual({ header: null, rows: [] });
});
