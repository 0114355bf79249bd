import { expect, it } from 'vitest';
import { Standstill } from './standstill';

it('is reached once nothing has changed for as long as it may last', () => {
  const standstill = new Standstill(100);
  expect(standstill.isReached('1 of 3', 5_000)).toBe(false);
  expect(standstill.isReached('1 of 3', 5_099)).toBe(false);
  expect(standstill.isReached('1 of 3', 5_100)).toBe(true);
});

it('begins anew with every change, also one back', () => {
  const standstill = new Standstill(100);
  standstill.isReached('1 of 3', 0);
  expect(standstill.isReached('2 of 3', 99)).toBe(false);
  expect(standstill.isReached('1 of 3', 198)).toBe(false);
  expect(standstill.isReached('1 of 3', 297)).toBe(false);
  expect(standstill.isReached('1 of 3', 298)).toBe(true);
});
