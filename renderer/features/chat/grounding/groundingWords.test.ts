import { expect, test } from 'vitest';
import { barPercent, formatScore, highestScore, withoutSearchInWords } from './groundingWords';

test('bars compare scores with the highest of them', () => {
  const highest = highestScore([2, null, 8]);
  expect([2, 8, null, -1].map((score) => barPercent(score, highest))).toEqual([25, 100, 0, 0]);
});

test('where no score is above nothing, no bar is drawn', () => {
  expect(barPercent(0, highestScore([0, null]))).toBe(0);
  expect(highestScore([])).toBe(1);
});

test('why nothing was searched depends on what there was to search', () => {
  const parts = { documentId: 'd1', name: 'a.md', seen: 'parts', passagesSeen: 1, passagesTotal: 9 } as const;
  expect(withoutSearchInWords({ scopeExtent: 'all', documents: [] })).toMatch(/went in whole/);
  expect(withoutSearchInWords({ scopeExtent: 'part', documents: [parts] })).toMatch(/from every part/);
  expect(withoutSearchInWords({ scopeExtent: 'removed', documents: [] })).toMatch(/no documents left/);
  expect(withoutSearchInWords({ scopeExtent: 'empty', documents: [] })).toMatch(/no documents left/);
});

test('a missing score is no number', () => {
  expect([0.617, null, 12].map(formatScore)).toEqual(['0.62', '–', '12.00']);
});
