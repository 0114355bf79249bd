import { describe, expect, test } from 'vitest';
import type { ContextUse } from '../../../../preload/contract/generation';
import { contextUseInWords, windowShares } from './contextWords';

const use: ContextUse = {
  usedTokens: 1024,
  contextSize: 4096,
  reservedTokens: 1024,
  memoryStartsAtMessageId: null,
};

describe('windowShares', () => {
  test('gives what is used and what is kept for the answer', () => {
    expect(windowShares(use, 0)).toEqual({ used: 0.25, reserved: 0.25 });
  });

  test('an answer being written moves from what is kept to what is used', () => {
    expect(windowShares(use, 512)).toEqual({ used: 0.375, reserved: 0.125 });
  });

  test('never shows more than the whole window', () => {
    expect(windowShares({ ...use, usedTokens: 9000 }, 0)).toEqual({ used: 1, reserved: 0 });
    expect(windowShares({ ...use, contextSize: 0 }, 0)).toEqual({ used: 0, reserved: 0 });
  });
});

describe('contextUseInWords', () => {
  test('says what will happen when the window is full', () => {
    const words = contextUseInWords(use, 0).join(' ');
    expect(words).toContain('1,024 of 4,096 tokens used (25%)');
    expect(words).toContain('1,024 tokens are kept free for the answer');
    expect(words).toContain('the oldest turns leave first; the system prompt stays');
  });

  test('says so when the oldest turns have left already', () => {
    const words = contextUseInWords({ ...use, memoryStartsAtMessageId: 'm3' }, 0).join(' ');
    expect(words).toContain('have already left');
  });
});
