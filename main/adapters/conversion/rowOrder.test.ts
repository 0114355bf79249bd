import { expect, test } from 'vitest';
import { float32 } from '../../../test/helpers/peftFiles';
import { interleavedHeads, transposedRows } from './rowOrder';

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

test('the halves of each head are interleaved, and each row stays whole', () => {
  // Two heads of four rows; each row holds its own number and the same a hundred higher.
  const rows = float32(...numbers(8).flatMap((row) => [row, row + 100]));
  const ordered = Buffer.concat([...interleavedHeads(rows, 8, 2)]);
  expect(ordered).toEqual(float32(...[0, 2, 1, 3, 4, 6, 5, 7].flatMap((row) => [row, row + 100])));
});

test('interleaving is what numpy makes of reshape, swapaxes and reshape', () => {
  // numpy: arange(24).reshape(3, 2, 4, 1).swapaxes(1, 2).reshape(24)
  const expected = [0, 4, 1, 5, 2, 6, 3, 7, 8, 12, 9, 13, 10, 14, 11, 15, 16, 20, 17, 21, 18, 22, 19, 23];
  expect(Buffer.concat([...interleavedHeads(float32(...numbers(24)), 4, 3)])).toEqual(float32(...expected));
});

test('a matrix is turned over, in either width of numbers', () => {
  expect(Buffer.concat([...transposedRows(float32(1, 2, 3, 4, 5, 6), 3, 4)])).toEqual(
    float32(1, 4, 2, 5, 3, 6),
  );
  const short = Buffer.from(new Uint16Array([1, 2, 3, 4, 5, 6]).buffer);
  expect(Buffer.concat([...transposedRows(short, 2, 2)])).toEqual(
    Buffer.from(new Uint16Array([1, 3, 5, 2, 4, 6]).buffer),
  );
});

test('a large matrix comes in pieces that make the whole', () => {
  const columns = 3000;
  const matrix = Buffer.from(Float32Array.from(numbers(400 * columns)).buffer);
  const pieces = [...transposedRows(matrix, columns, 4)];
  expect(pieces.length).toBeGreaterThan(1);
  const back = [...transposedRows(Buffer.concat(pieces), 400, 4)];
  expect(Buffer.concat(back).equals(matrix)).toBe(true);
});
