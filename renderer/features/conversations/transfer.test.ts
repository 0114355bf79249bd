// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { importSummary } from './transfer';

const noLibrary = { assistants: 0, promptTemplates: 0 };

describe('summary of an import', () => {
  it.each([
    [{ conversations: 1, messages: 1, unchanged: 0, ...noLibrary }, '1 chat with 1 message added.'],
    [
      { conversations: 1200, messages: 9000, unchanged: 0, ...noLibrary },
      '1,200 chats with 9,000 messages added.',
    ],
    [
      { conversations: 0, messages: 0, unchanged: 1, ...noLibrary },
      '0 chats with 0 messages added; 1 chat was already here.',
    ],
    [
      { conversations: 2, messages: 8, unchanged: 3, ...noLibrary },
      '2 chats with 8 messages added; 3 chats were already here.',
    ],
    [
      { conversations: 2, messages: 8, unchanged: 0, assistants: 1, promptTemplates: 0 },
      '2 chats with 8 messages and 1 assistant added.',
    ],
    [
      { conversations: 1, messages: 2, unchanged: 1, assistants: 3, promptTemplates: 1 },
      '1 chat with 2 messages, 3 assistants, and 1 prompt template added; 1 chat was already here.',
    ],
  ])('says %j as “%s”', (report, words) => {
    expect(importSummary(report)).toBe(words);
  });
});
