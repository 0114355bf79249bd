import { describe, expect, it } from 'vitest';
import { formatBytes, formatSeconds } from './formatting';

describe('formatting', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [98_362_432, '98.4 MB'],
    [4_372_812_000, '4.4 GB'],
    [2e15, '2,000 TB'],
  ])('writes %i bytes as %s', (bytes, words) => {
    expect(formatBytes(bytes)).toBe(words);
  });

  it('writes milliseconds as seconds', () => {
    expect(formatSeconds(1520)).toBe('1.5 s');
  });
});
