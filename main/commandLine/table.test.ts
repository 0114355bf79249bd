import { expect, test } from 'vitest';
import { table } from './table';

test('columns are as wide as their widest cell, and lines have no blanks at their end', () => {
  expect(
    table([
      ['ID', 'NAME', ''],
      ['1', 'Größe', 'used'],
      ['1234', 'A', ''],
    ]),
  ).toBe('ID    NAME\n1     Größe  used\n1234  A');
});
