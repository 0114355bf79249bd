// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { importSummary } from './transfer';

describe('summary of an import', () => {
  it.each([
    [{ conversations: 1, messages: 1, unchanged: 0 }, '1 chat with 1 message added.'],
    [{ conversations: 1200, messages: 9000, unchanged: 0 }, '1,200 chats with 9,000 messages added.'],
    [
      { conversations: 0, messages: 0, unchanged: 1 },
      '0 chats with 0 messages added; 1 chat was already here.',
    ],
    [
      { conversations: 2, messages: 8, unchanged: 3 },
      '2 chats with 8 messages added; 3 chats were already here.',
    ],
  ])('says %j as “%s”', (report, words) => {
    expect(importSummary(report)).toBe(words);
  });
});
