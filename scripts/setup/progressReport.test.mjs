import { describe, expect, it } from 'vitest';
import { formatBytes, formatProgress, formatTable } from './progressReport.mjs';

describe('what the set-up shows', () => {
  it.each([
    [undefined, '-'],
    [0, '0 B'],
    [999, '999 B'],
    [1_500, '1.5 kB'],
    [98_362_432, '98.4 MB'],
    [275_000_000, '275 MB'],
    [1_309_225_909, '1.3 GB'],
  ])('writes %s bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('computes the percentage from the bytes when the total is known', () => {
    expect(formatProgress({ bytes: 50_000, totalBytes: 200_000 })).toBe('25%, 50.0 kB of 200 kB');
  });

  it('shows only bytes when the total is not known', () => {
    expect(formatProgress({ bytes: 50_000, note: 'downloading' })).toBe('50.0 kB, downloading');
  });

  it('never shows more than all of it', () => {
    expect(formatProgress({ bytes: 210, totalBytes: 200 })).toMatch(/^100%/);
  });

  it('lines up the table of steps', () => {
    const rows = [
      { name: 'Dependencies', outcome: 'up to date', seconds: 0.04 },
      { name: 'Build', outcome: 'done', seconds: 12.34, bytes: 1_234_567 },
    ];
    expect(formatTable(rows)).toBe(
      [
        'Step          What was done  Seconds      Bytes',
        'Dependencies  up to date         0.0          -',
        'Build         done              12.3  1,234,567',
      ].join('\n'),
    );
  });
});
