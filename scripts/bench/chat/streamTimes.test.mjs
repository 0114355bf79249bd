import { expect, it } from 'vitest';
import { streamTimes } from './streamTimes.mjs';

it('takes the speed from what came after the first piece, and the whole from the question on', () => {
  const marks = [
    { atMs: 100, tokens: 2 },
    { atMs: 600, tokens: 30 },
    { atMs: 1100, tokens: 52 },
  ];
  expect(streamTimes(marks, 1300)).toEqual({
    timeToFirstTokenMs: 100,
    tokensPerSecond: 50,
    wholeTokensPerSecond: 40,
    tokens: 52,
  });
});

it('does not make up a speed for an answer that came in one piece', () => {
  expect(() => streamTimes([{ atMs: 10, tokens: 5 }], 20)).toThrow(RangeError);
});
