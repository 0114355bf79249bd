import { describe, expect, it } from 'vitest';
import { passageBudget, wholeDocumentsBudget, type WindowUse } from './budget';

const use: WindowUse = {
  contextSize: 4096,
  reservedTokens: 1024,
  systemTokens: 50,
  questionTokens: 22,
  historyTokens: 0,
  instructionTokens: 100,
};

describe('the room for passages', () => {
  it('is half of what is left', () => {
    expect(passageBudget(use)).toBe(1450);
  });

  it('is the same however long the conversation is, so that its memory need not change', () => {
    expect(passageBudget({ ...use, historyTokens: 50_000 })).toBe(1450);
  });

  it('is about one passage in a small window', () => {
    expect(passageBudget({ ...use, contextSize: 1024, reservedTokens: 256 })).toBe(300);
    expect(passageBudget({ ...use, contextSize: 512, reservedTokens: 128 })).toBe(169);
  });

  it('does not grow with a huge window', () => {
    expect(passageBudget({ ...use, contextSize: 131_072 })).toBe(4000);
  });

  it('is none when the question fills the window', () => {
    expect(passageBudget({ ...use, questionTokens: 4000 })).toBe(0);
  });
});

describe('the room for whole documents', () => {
  it('is all that is left at the beginning of a conversation', () => {
    expect(wholeDocumentsBudget(use)).toBe(2900);
  });

  it('leaves a short conversation its place, and a long one a quarter', () => {
    expect(wholeDocumentsBudget({ ...use, historyTokens: 400 })).toBe(2500);
    expect(wholeDocumentsBudget({ ...use, historyTokens: 50_000 })).toBe(2175);
  });

  it('is none when the question fills the window', () => {
    expect(wholeDocumentsBudget({ ...use, questionTokens: 4000 })).toBe(0);
  });
});
