import { describe, expect, it } from 'vitest';
import { median, quantile, ratioOfPairs, rounded } from './statistics.mjs';

describe('median', () => {
  it('is the middle value whatever the order, and the mean of the two middle ones of an even count', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
  });

  it('refuses to make one up for no values', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('ratioOfPairs', () => {
  it('compares neighbours, so that a machine that slows down does not decide', () => {
    const pairs = [
      { ours: 90, theirs: 100 },
      { ours: 45, theirs: 50 },
      { ours: 9, theirs: 10 },
    ];
    expect(ratioOfPairs(pairs)).toBeCloseTo(0.9);
  });
});

describe('quantile', () => {
  it('is the value that the share does not exceed', () => {
    const values = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(quantile(values, 0.99)).toBe(100);
    expect(quantile(values, 0.5)).toBe(51);
    expect(quantile([3], 1)).toBe(3);
  });
});

describe('rounded', () => {
  it('keeps the digits asked for', () => {
    expect(rounded(1.23456, 3)).toBe(1.235);
  });
});
