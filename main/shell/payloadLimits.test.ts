import { describe, expect, it } from 'vitest';
import { isAcceptablePayload, payloadLimits } from './payloadLimits';

describe('payload limits', () => {
  it('lets ordinary requests and the longest texts of the contract through', () => {
    expect(isAcceptablePayload({})).toBe(true);
    expect(isAcceptablePayload(undefined)).toBe(true);
    expect(isAcceptablePayload({ text: 'a'.repeat(10_000_000) })).toBe(true);
    expect(isAcceptablePayload({ changes: { sampling: { seed: null } }, list: [1, 2, 3] })).toBe(true);
  });

  it('refuses too much text, wherever it is', () => {
    const text = 'a'.repeat(payloadLimits.characters + 1);
    expect(isAcceptablePayload(text)).toBe(false);
    expect(isAcceptablePayload({ [text]: 1 })).toBe(false);
    expect(isAcceptablePayload([text.slice(0, 9_000_000), text.slice(0, 9_000_000)])).toBe(false);
  });

  it.each([
    ['binary data', new Uint8Array(10)],
    ['a buffer', new ArrayBuffer(10)],
    ['a map', new Map()],
    ['a set', new Set()],
    ['a date', new Date(0)],
    ['a pattern', /x/],
    ['an error', new Error('x')],
    ['a large integer', 10n],
  ])('refuses %s, also deep inside', (_name, value) => {
    expect(isAcceptablePayload(value)).toBe(false);
    expect(isAcceptablePayload({ a: [{ b: value }] })).toBe(false);
  });

  it('refuses too many values', () => {
    expect(isAcceptablePayload(new Array(payloadLimits.values + 1).fill(1))).toBe(false);
    expect(isAcceptablePayload(Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [i, i])))).toBe(
      false,
    );
  });

  it('refuses a payload a million levels deep without overflowing', () => {
    let deep: unknown = null;
    for (let level = 0; level < 1_000_000; level += 1) deep = { deep };
    expect(isAcceptablePayload(deep)).toBe(false);
  });

  it('refuses a cyclic payload and one whose parts are shared exponentially', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    expect(isAcceptablePayload(cyclic)).toBe(false);
    let shared: unknown = 1;
    for (let level = 0; level < 30; level += 1) shared = [shared, shared];
    expect(isAcceptablePayload(shared)).toBe(false);
  });
});
