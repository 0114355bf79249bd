import { expect, test } from 'vitest';
import { barPercent, formatScore, highestScore } from './groundingWords';

test('bars compare scores with the highest of them', () => {
  const highest = highestScore([2, null, 8]);
  expect([2, 8, null, -1].map((score) => barPercent(score, highest))).toEqual([25, 100, 0, 0]);
});

test('where no score is above nothing, no bar is drawn', () => {
  expect(barPercent(0, highestScore([0, null]))).toBe(0);
  expect(highestScore([])).toBe(1);
});

test('a missing score is no number', () => {
  expect([0.617, null, 12].map(formatScore)).toEqual(['0.62', '–', '12.00']);
});
