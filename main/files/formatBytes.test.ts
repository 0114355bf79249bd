import { expect, it } from 'vitest';
import { formatBytes } from '../files/formatBytes';

it('says sizes as file managers do, and never 1000 of a smaller unit', () => {
  expect(
    [0, 999, 1000, 999_949, 999_950, 98_362_432, 999_949_999, 999_950_000, 5_027_783_488].map(formatBytes),
  ).toEqual(['0 bytes', '999 bytes', '1 kB', '1000 kB', '1.0 MB', '98.4 MB', '999.9 MB', '1.0 GB', '5.0 GB']);
});
