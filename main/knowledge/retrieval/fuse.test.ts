import { expect, it } from 'vitest';
import { closeness, fuse } from './fuse';

const near = (passage: number, similarity: number) => ({ passage, similarity });
const worded = (passage: number, score: number) => ({ passage, score });
const orderOf = (hits: Parameters<typeof fuse>[0], unrelated = 0): number[] =>
  fuse(hits, unrelated).map(({ passage }) => passage);

it('puts what both searches find before what only one of them finds', () => {
  const hits = {
    vector: [near(1, 0.6), near(2, 0.55), near(4, 0.2)],
    fullText: [worded(3, 9), worded(2, 8)],
  };
  expect(orderOf(hits)).toEqual([2, 3, 1, 4]);
});

it('keeps all scores, and says which search did not find it', () => {
  const [first, second] = fuse({ vector: [near(1, 0.9)], fullText: [worded(2, 4)] }, 0);
  expect(first).toMatchObject({ passage: 2, similarity: null, fullTextScore: 4 });
  expect(second).toMatchObject({ passage: 1, similarity: 0.9, fullTextScore: null });
});

it('lets the words decide where all are about equally near, and the meaning where one is clearly nearest', () => {
  const fullText = [worded(2, 10), worded(1, 5)];
  expect(orderOf({ vector: [near(1, 0.41), near(2, 0.4)], fullText })).toEqual([2, 1]);
  expect(orderOf({ vector: [near(1, 0.9), near(2, 0.4)], fullText })).toEqual([1, 2]);
});

it('ranks by one search where the other finds nothing', () => {
  expect(orderOf({ vector: [near(1, 0.5), near(2, 0.4)], fullText: [] })).toEqual([1, 2]);
  expect(orderOf({ vector: [], fullText: [worded(1, 3), worded(2, 2)] })).toEqual([1, 2]);
  expect(orderOf({ vector: [], fullText: [] })).toEqual([]);
});

it('ranks alike for an embedder whose similarities all lie close to 1', () => {
  const fullText = [worded(2, 10), worded(1, 5)];
  const crowded = (similarity: number): number => 0.7 + 0.3 * similarity;
  for (const [one, other] of [
    [0.41, 0.4],
    [0.9, 0.4],
  ] as const) {
    expect(orderOf({ vector: [near(1, crowded(one)), near(2, crowded(other))], fullText }, 0.7)).toEqual(
      orderOf({ vector: [near(1, one), near(2, other)], fullText }),
    );
  }
});

it('scores from 0 to 1', () => {
  const scores = fuse({ vector: [near(1, 1), near(2, -1)], fullText: [worded(1, 100), worded(3, 0)] }, 0).map(
    ({ fusedScore }) => fusedScore,
  );
  expect(Math.max(...scores)).toBe(1);
  expect(Math.min(...scores)).toBe(0);
  expect(closeness(0.7, 0.7)).toBe(0);
});
