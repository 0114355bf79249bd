import { describe, expect, test } from 'vitest';
import { defaultSampling } from '../../preload/contract/sampling';
import { testProvenance } from '../../test/helpers/testConversations';
import type { ConversationFile } from './conversationFile';
import { decodeConversationFile } from './conversationImport';

type Editable = ConversationFile & Record<string, unknown>;

function validFile(): Editable {
  const message = { status: 'complete' as const, error: null, createdAt: 3, provenance: null };
  return {
    format: 'loam-conversations',
    version: 1,
    exportedAt: '2026-01-15T12:00:00.000Z',
    assistants: [],
    promptTemplates: [],
    conversations: [
      {
        id: 'c1',
        title: 'Loam',
        titleOrigin: 'automatic',
        pinnedAt: null,
        createdAt: 1,
        updatedAt: 2,
        assistantId: null,
        systemPrompt: '',
        modelId: null,
        adapters: [],
        scope: { collectionIds: [], sourceIds: [], documentIds: [] },
        sampling: defaultSampling,
        activeLeafId: 'm2',
        messages: [
          { ...message, id: 'm1', parentId: null, sequence: 4, role: 'user', text: 'What?' },
          {
            ...message,
            id: 'm2',
            parentId: 'm1',
            sequence: 7,
            role: 'assistant',
            text: 'Soil.',
            provenance: testProvenance(),
          },
        ],
      },
    ],
  };
}

/** The valid file with one thing changed. */
function changed(
  change: (
    file: Editable,
    conversation: Record<string, unknown>,
    messages: Record<string, unknown>[],
  ) => void,
) {
  const file = validFile();
  const conversation = file.conversations[0];
  if (conversation === undefined) throw new Error('The valid file has a conversation.');
  change(file, conversation, conversation.messages);
  return JSON.stringify(file);
}

test('a valid file is read as it is, with or without a byte order mark', () => {
  expect(decodeConversationFile(JSON.stringify(validFile()))).toEqual(validFile());
  expect(decodeConversationFile(`\uFEFF${JSON.stringify(validFile())}`)).toEqual(validFile());
});

test('a file of a later format is told apart from a broken one', () => {
  const text = JSON.stringify({ format: 'loam-conversations', version: 2, chats: 'other' });
  expect(() => decodeConversationFile(text)).toThrow(
    expect.objectContaining({
      code: 'import/unsupported-version',
      message: expect.stringContaining('format 2'),
    }),
  );
});

describe('a file that does not fit is refused, and the error names the place', () => {
  test.each([
    ['no JSON', '{"format": "loam-conv', 'not JSON'],
    ['nothing', '', 'not JSON'],
    ['another program’s JSON', '{"bookmarks": []}', 'not an export of Loam'],
    ['a list', '[]', 'not an export of Loam'],
    ['null', 'null', 'not an export of Loam'],
    ['a version that is no number', '{"format":"loam-conversations","version":"1"}', 'not an export of Loam'],
    ['version 0', changed((file) => (file.version = 0 as 1)), 'At version'],
    [
      'no conversations',
      changed((file) => Reflect.deleteProperty(file, 'conversations')),
      'At conversations',
    ],
    ['a field nobody knows', changed((_f, c) => (c['colour'] = 'red')), 'At conversations[0]'],
    ['a title that is a number', changed((_f, c) => (c['title'] = 7)), 'At conversations[0].title'],
    [
      'a time that is no whole number',
      changed((_f, c) => (c['createdAt'] = 1.5)),
      'At conversations[0].createdAt',
    ],
    [
      'an unknown role',
      changed((_f, _c, m) => (m[1]!['role'] = 'system')),
      'At conversations[0].messages[1].role',
    ],
    [
      'an answer that is still being written',
      changed((_f, _c, m) => (m[1]!['status'] = 'streaming')),
      'At conversations[0].messages[1].status',
    ],
    [
      'sampling out of its range',
      changed((_f, c) => (c['sampling'] = { ...defaultSampling, temperature: 9 })),
      'At conversations[0].sampling.temperature',
    ],
    [
      'a parent that is missing',
      changed((_f, _c, m) => (m[1]!['parentId'] = 'gone')),
      'At conversations[0].messages[1].parentId',
    ],
    [
      'a circle',
      changed((_f, _c, m) => (m[0]!['parentId'] = 'm2')),
      'At conversations[0].messages[0].parentId',
    ],
    [
      'a message that is its own parent',
      changed((_f, _c, m) => (m[0]!['parentId'] = 'm1')),
      'At conversations[0].messages[0].parentId',
    ],
    [
      'a child before its parent',
      changed((_f, _c, m) => m.reverse()),
      'At conversations[0].messages[0].parentId',
    ],
    [
      'two messages at one place',
      changed((_f, _c, m) => (m[1]!['sequence'] = 4)),
      'At conversations[0].messages[1].sequence',
    ],
    [
      'an answer to nothing',
      changed((_f, _c, m) => (m[0]!['role'] = 'assistant')),
      'At conversations[0].messages[0].role',
    ],
    [
      'a question under a question',
      changed((_f, _c, m) => (m[1]!['role'] = 'user')),
      'At conversations[0].messages[1].role',
    ],
    ['an id twice', changed((_f, _c, m) => (m[1]!['id'] = 'm1')), 'At conversations[0].messages[1].id'],
    [
      'a conversation twice',
      changed((file) =>
        file.conversations.push({ ...file.conversations[0]!, messages: [], activeLeafId: null }),
      ),
      'At conversations[1].id',
    ],
    [
      'a branch on screen that is not there',
      changed((_f, c) => (c['activeLeafId'] = 'gone')),
      'At conversations[0].activeLeafId',
    ],
  ])('%s', (_name, text, place) => {
    expect(() => decodeConversationFile(text)).toThrow(
      expect.objectContaining({ code: 'import/unreadable', message: expect.stringContaining(place) }),
    );
  });

  test('JSON nested a million deep', () => {
    const text = `{"format":"loam-conversations","version":1,"conversations":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`;
    expect(() => decodeConversationFile(text)).toThrow(
      expect.objectContaining({ code: 'import/unreadable' }),
    );
  });

  test('a key that would change a prototype', () => {
    const text = JSON.stringify(validFile()).replace('"c1"', '"c1","__proto__":{"isAdmin":true}');
    expect(() => decodeConversationFile(text)).toThrow(
      expect.objectContaining({ code: 'import/unreadable' }),
    );
    expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
  });
});
