import { expect, test } from 'vitest';
import type { Message } from '../../preload/contract/conversations';
import { testProvenance } from '../../test/helpers/testConversations';
import { copyMessages } from './copyMessages';

function message(id: string, changes: Partial<Message>): Message {
  return {
    id,
    conversationId: 'old',
    parentId: null,
    sequence: 1,
    role: 'user',
    text: id,
    status: 'complete',
    error: null,
    createdAt: 5,
    provenance: null,
    ...changes,
  };
}

test('copies have new ids that refer to one another as the originals did', () => {
  const { messages, newIds } = copyMessages(
    [
      message('q1', {}),
      message('a1', {
        role: 'assistant',
        parentId: 'q1',
        provenance: testProvenance({ memoryStartsAtMessageId: 'q1' }),
      }),
    ],
    'new',
  );
  expect(new Set([...newIds.keys(), ...newIds.values()]).size).toBe(4);
  expect(messages.map((copy) => [copy.id, copy.conversationId, copy.parentId])).toEqual([
    [newIds.get('q1'), 'new', null],
    [newIds.get('a1'), 'new', newIds.get('q1')],
  ]);
  expect(messages[1]?.provenance).toEqual(
    testProvenance({ memoryStartsAtMessageId: newIds.get('q1') ?? '' }),
  );
});

test('memory that began in a message outside of the copy is forgotten', () => {
  const { messages } = copyMessages(
    [message('q1', { provenance: testProvenance({ memoryStartsAtMessageId: 'elsewhere' }) })],
    'new',
  );
  expect(messages[0]?.provenance?.memoryStartsAtMessageId).toBeNull();
});

test('an answer that is being written is interrupted in the copy', () => {
  const { messages } = copyMessages([message('a1', { role: 'assistant', status: 'streaming' })], 'new');
  expect(messages[0]?.status).toBe('interrupted');
});
