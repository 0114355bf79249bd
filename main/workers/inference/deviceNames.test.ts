import { expect, test } from 'vitest';
import { nameWhenAlone, numberedNames } from './deviceNames';

test('devices of the same kind are told apart by a number, in their order', () => {
  expect(numberedNames(['RTX 3090', 'Arc', 'RTX 3090', 'RTX 3090'])).toEqual([
    'RTX 3090',
    'Arc',
    'RTX 3090 (2)',
    'RTX 3090 (3)',
  ]);
});

test('a device that is shown alone loses its number, but not a part of its own name', () => {
  const names = ['RTX 3090', 'RTX 3090 (2)', 'llvmpipe (15)'];
  expect(names.map((name) => nameWhenAlone(name, names))).toEqual(['RTX 3090', 'RTX 3090', 'llvmpipe (15)']);
});
