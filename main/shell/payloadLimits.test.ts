import { describe, expect, it } from 'vitest';
import { isWithinLimits, payloadLimits } from './payloadLimits';

describe('payload limits', () => {
  it('lets ordinary requests and the longest texts of the contract through', () => {
    expect(isWithinLimits({})).toBe(true);
    expect(isWithinLimits(undefined)).toBe(true);
    expect(isWithinLimits({ text: 'a'.repeat(10_000_000) })).toBe(true);
    expect(isWithinLimits({ changes: { sampling: { seed: null } }, list: [1, 2, 3] })).toBe(true);
  });

  it('refuses too much text, wherever it is', () => {
    const text = 'a'.repeat(payloadLimits.characters + 1);
    expect(isWithinLimits(text)).toBe(false);
    expect(isWithinLimits({ [text]: 1 })).toBe(false);
    expect(isWithinLimits([text.slice(0, 9_000_000), text.slice(0, 9_000_000)])).toBe(false);
  });

  it('counts binary data by its size', () => {
    expect(isWithinLimits(new Uint8Array(payloadLimits.characters + 1))).toBe(false);
    expect(isWithinLimits({ data: new ArrayBuffer(payloadLimits.characters + 1) })).toBe(false);
    expect(isWithinLimits(new Uint8Array(1000))).toBe(true);
  });

  it('refuses too many values', () => {
    expect(isWithinLimits(new Array(payloadLimits.values + 1).fill(1))).toBe(false);
    expect(isWithinLimits(Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [i, i])))).toBe(false);
  });

  it('refuses a payload a million levels deep without overflowing', () => {
    let deep: unknown = null;
    for (let level = 0; level < 1_000_000; level += 1) deep = { deep };
    expect(isWithinLimits(deep)).toBe(false);
  });

  it('refuses a cyclic payload and one whose parts are shared exponentially', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    expect(isWithinLimits(cyclic)).toBe(false);
    let shared: unknown = 1;
    for (let level = 0; level < 30; level += 1) shared = [shared, shared];
    expect(isWithinLimits(shared)).toBe(false);
  });
});
