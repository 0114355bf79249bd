import { expect, it } from 'vitest';
import { atLeast, atMost, describeOutcome } from './report.mjs';

it('meets a bar on its limit and misses it beyond', () => {
  expect(atLeast('speed', 0.95, 'ratio', 0.95)).toEqual({
    name: 'speed',
    value: 0.95,
    unit: 'ratio',
    atLeast: 0.95,
    pass: true,
  });
  expect(atLeast('speed', 0.9499, 'ratio', 0.95).pass).toBe(false);
  expect(atMost('start', 1.5, 'ratio', 1.5).pass).toBe(true);
  expect(atMost('start', 1.5001, 'ratio', 1.5).pass).toBe(false);
});

it('fails a bar whose value is not a number', () => {
  expect(atLeast('speed', NaN, 'ratio', 0.95).pass).toBe(false);
  expect(atMost('start', NaN, 'ratio', 1.5).pass).toBe(false);
});

it('names the bars that fall short in the table for people', () => {
  const bars = [atLeast('speed', 0.5, 'ratio', 0.95), atMost('start', 1.2, 'ratio', 1.5)];
  const text = describeOutcome('chat', { figures: { pairs: 6 }, bars });
  expect(text).toMatch(/speed +0\.5 ratio \(at least 0\.95\) +FALLS SHORT/);
  expect(text).toMatch(/start +1\.2 ratio \(at most 1\.5\) +met/);
});
