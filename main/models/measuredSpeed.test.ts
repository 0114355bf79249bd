import { expect, test } from 'vitest';
import { measuredBytesPerSecond } from './measuredSpeed';

const sizes = new Map([
  ['small', 100],
  ['large', 1000],
]);

test('takes the middle of what models of any size read in a second', () => {
  const speeds = [
    { modelId: 'small', tokensPerSecond: 60 },
    { modelId: 'large', tokensPerSecond: 7 },
    { modelId: 'small', tokensPerSecond: 1 },
  ];
  expect(measuredBytesPerSecond(speeds, sizes)).toBe(6000);
});

test('says nothing without an answer of a model that is still here', () => {
  expect(measuredBytesPerSecond([], sizes)).toBeNull();
  expect(measuredBytesPerSecond([{ modelId: 'gone', tokensPerSecond: 9 }], sizes)).toBeNull();
});
