import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatDaysAgo,
  formatProgress,
  formatRate,
  formatSeconds,
  formatTimeLeft,
} from './formatting';

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

  it.each([
    [1_200_000_000, 4_372_812_000, '1.2 of 4.4 GB'],
    [98_000_000, 4_372_812_000, '98 MB of 4.4 GB'],
    [98_000_000, null, '98 MB'],
    [0, 98_362_432, '0 bytes of 98.4 MB'],
  ])('writes %i of %s bytes as %s', (done, total, words) => {
    expect(formatProgress(done, total)).toBe(words);
  });

  it('writes a rate', () => {
    expect(formatRate(12_345_678)).toBe('12.3 MB/s');
  });

  it.each([
    [0.2, '1 s left'],
    [45, '45 s left'],
    [59.6, '1 min left'],
    [170, '3 min left'],
    [3600, '1 h left'],
    [7500, '2 h 5 min left'],
  ])('writes %d seconds as %s', (seconds, words) => {
    expect(formatTimeLeft(seconds)).toBe(words);
  });

  it.each([
    [new Date(2026, 5, 15, 0, 1), 'today'],
    [new Date(2026, 5, 14, 23, 59), 'yesterday'],
    [new Date(2026, 5, 12), '3 days ago'],
    [new Date(2026, 3, 1), '2 months ago'],
    [new Date(2024, 3, 1), '2 years ago'],
    // A clock that was set back.
    [new Date(2026, 5, 17), 'today'],
  ])('writes %s as %s', (moment, words) => {
    expect(formatDaysAgo(moment.getTime(), new Date(2026, 5, 15, 12).getTime())).toBe(words);
  });
});
