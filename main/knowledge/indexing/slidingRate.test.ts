import { expect, test } from 'vitest';
import { SlidingRate } from './slidingRate';

test('there is no rate before half a second, nor while nothing is done', () => {
  const rate = new SlidingRate();
  rate.start(0);
  rate.note(10, 100);
  expect(rate.perSecond(200)).toBeNull();
  expect(rate.perSecond(1000)).toBe(10);
  expect(rate.perSecond(60_000)).toBeNull();
});

test('only the last ten seconds count', () => {
  const rate = new SlidingRate();
  rate.start(0);
  rate.note(1000, 1000);
  for (let second = 2; second <= 20; second += 1) rate.note(5, second * 1000);
  expect(rate.perSecond(20_000)).toBe(5);
});

test('a break does not count as slow', () => {
  const rate = new SlidingRate();
  rate.start(0);
  rate.note(20, 2000);
  rate.start(100_000);
  rate.note(20, 102_000);
  expect(rate.perSecond(102_000)).toBe(10);
});
