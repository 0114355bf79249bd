import { describe, expect, it } from 'vitest';
import { planMemory, type MeasuredMessage } from './memory';

function turns(count: number, tokensEach: number): MeasuredMessage[] {
  return Array.from({ length: count * 2 + 1 }, (_, index) => ({
    id: `m${index}`,
    role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
    tokens: tokensEach,
  }));
}

const window1000 = { systemTokens: 50, contextSize: 1000, maxTokens: null, previousStartId: null };

describe('planMemory', () => {
  it('keeps the whole branch while it fits', () => {
    expect(planMemory({ ...window1000, messages: turns(3, 100) })).toEqual({
      startIndex: 0,
      memoryStartsAtMessageId: null,
      usedTokens: 750,
      reservedTokens: 250,
    });
  });

  it('lets the oldest turns leave first and begins with a question', () => {
    const plan = planMemory({ ...window1000, messages: turns(4, 100) });
    expect(plan.startIndex).toBe(6);
    expect(plan.memoryStartsAtMessageId).toBe('m6');
    expect(plan.usedTokens).toBe(350);
  });

  it('leaves room after forgetting, so that the next turns start from the same message', () => {
    const grown = turns(5, 100);
    const plan = planMemory({ ...window1000, messages: grown, previousStartId: 'm6' });
    expect(plan.memoryStartsAtMessageId).toBe('m6');
    expect(plan.usedTokens).toBe(550);
  });

  it('ignores a former start that is not on this branch', () => {
    expect(
      planMemory({ ...window1000, messages: turns(1, 100), previousStartId: 'elsewhere' }).startIndex,
    ).toBe(0);
  });

  it('keeps the last question with the unfinished answer that is carried on', () => {
    const messages = [...turns(4, 100), { id: 'answer', role: 'assistant' as const, tokens: 300 }];
    const plan = planMemory({ ...window1000, messages });
    expect(plan.memoryStartsAtMessageId).toBe('m8');
    expect(plan.usedTokens).toBe(450);
  });

  it('reserves at most half of the window for an answer with a long cap', () => {
    expect(planMemory({ ...window1000, messages: turns(0, 100), maxTokens: 5000 }).reservedTokens).toBe(500);
  });

  it('gives passages their room at the cost of the oldest turns, and counts them', () => {
    const plan = planMemory({ ...window1000, messages: turns(2, 100), groundingTokens: 300 });
    expect(plan).toMatchObject({ memoryStartsAtMessageId: 'm4', usedTokens: 450 });
  });

  it('names fewer documents as a remedy when passages are what does not fit', () => {
    const tooLong = { ...window1000, messages: turns(0, 300), groundingTokens: 500 };
    expect(() => planMemory(tooLong)).toThrow(/850 tokens.*750.*fewer documents.*context size/s);
    expect(() => planMemory({ ...tooLong, groundingTokens: 0 })).not.toThrow();
  });

  it('refuses a question that no forgetting can make fit, with the numbers', () => {
    expect(() => planMemory({ ...window1000, messages: turns(2, 800) })).toThrow(/850 tokens.*750/s);
  });
});
