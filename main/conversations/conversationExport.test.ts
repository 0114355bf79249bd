import { describe, expect, test } from 'vitest';
import type { Conversation, Message } from '../../preload/contract/conversations';
import { defaultSampling } from '../../preload/contract/sampling';
import { testProvenance } from '../../test/helpers/testConversations';
import { conversationToMarkdown, exportFileName, refuseTooLarge } from './conversationExport';

const conversation: Conversation = {
  id: 'c1',
  title: 'About\nloam',
  titleOrigin: 'user',
  pinnedAt: null,
  createdAt: Date.UTC(2026, 0, 15),
  updatedAt: Date.UTC(2026, 0, 16),
  assistantId: null,
  systemPrompt: 'Be brief.\n\nBe kind.',
  modelId: null,
  adapters: [],
  scope: { collectionIds: [], sourceIds: [], documentIds: [] },
  sampling: defaultSampling,
  activeLeafId: 'm2',
};

function message(changes: Partial<Message>): Message {
  return {
    id: 'm1',
    conversationId: 'c1',
    parentId: null,
    sequence: 1,
    role: 'user',
    text: '',
    status: 'complete',
    error: null,
    createdAt: 1,
    provenance: null,
    ...changes,
  };
}

test('Markdown holds title, system prompt, and the branch with models and states', () => {
  const branch = [
    message({ text: 'What is **loam**?' }),
    message({ role: 'assistant', text: 'A soil of', status: 'stopped', provenance: testProvenance() }),
    message({ text: 'Go on.' }),
    message({ role: 'assistant', text: 'Sand, silt and clay.' }),
  ];
  expect(conversationToMarkdown(conversation, branch)).toBe(`# About loam

*Started 2026-01-15T00:00:00.000Z*

> **System prompt**
>
> Be brief.
>
> Be kind.

## You

What is **loam**?

## Assistant

*SmolLM2 135M · stopped*

A soil of

## You

Go on.

## Assistant

Sand, silt and clay.
`);
});

describe('the name of an exported file', () => {
  test.each([
    ['What is loam?', 'What is loam.md'],
    ['../../etc/passwd', 'etc passwd.md'],
    ['C:\\Windows\\con', 'C Windows con.md'],
    ['CON', 'Loam conversation.md'],
    ['...', 'Loam conversation.md'],
    ['  ', 'Loam conversation.md'],
    ['a\u202Egpj.exe', 'a gpj.exe.md'],
    ['Größe & Maß 土', 'Größe Maß 土.md'],
  ])('of %j is %s', (title, name) => {
    expect(exportFileName(title, 'md')).toBe(name);
  });

  test('is not longer than a file system takes', () => {
    expect(Buffer.byteLength(exportFileName('土'.repeat(200), 'json'))).toBeLessThan(255);
  });
});

test('an export that could not be imported again is refused with another way', () => {
  expect(() => refuseTooLarge('äb', 2)).toThrow(/one by one/);
  expect(() => refuseTooLarge('äb', 3)).not.toThrow();
});
