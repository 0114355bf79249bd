import { expect, it } from 'vitest';
import { gaps } from './frames.mjs';

it('counts a wait where it begins, so that no wait is lost between two times that follow one another', () => {
  const times = [0, 16, 32, 120, 136];
  expect(gaps(times, 0, 40)).toEqual([16, 16, 88]);
  expect(gaps(times, 40, 200)).toEqual([16]);
  expect(gaps([], 0, 10)).toEqual([]);
});
