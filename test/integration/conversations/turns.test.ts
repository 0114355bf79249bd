import { describe, expect, test } from 'vitest';
import { sqliteDriverNames } from '../../../main/storage/sqliteDriver';
import { messageSchema } from '../../../preload/contract/conversations';
import { exchange, startConversation, testProvenance } from '../../helpers/testConversations';
import { openTestServices } from '../../helpers/testServices';

const stopped = { text: 'Half', status: 'stopped', error: null, provenance: testProvenance() } as const;

describe.each(sqliteDriverNames)('with %s', (driver) => {
  test('a question and its empty answer are stored together and shown', async () => {
    const { conversations, events, clock } = await openTestServices({ driver });
    const changed: string[] = [];
    events.on('conversations.changed', ({ id }) => changed.push(id));
    const conversation = startConversation(conversations);
    clock.advance(5);

    const begun = conversations.beginTurn(conversation.id, {
      type: 'send',
      parentId: null,
      text: 'What is *loam*?',
    });

    expect(begun.userMessage).toMatchObject({
      role: 'user',
      text: 'What is *loam*?',
      status: 'complete',
      parentId: null,
    });
    expect(begun.assistantMessage).toMatchObject({
      role: 'assistant',
      text: '',
      status: 'streaming',
      parentId: begun.userMessage?.id,
      provenance: null,
    });
    expect(begun.history).toEqual([begun.userMessage]);
    expect(begun.conversation).toEqual({
      ...conversation,
      title: 'What is loam?',
      updatedAt: conversation.updatedAt + 5,
      activeLeafId: begun.assistantMessage.id,
    });
    expect(conversations.get(conversation.id)).toEqual(begun.conversation);
    expect(conversations.activeBranch(conversation.id)).toEqual([begun.userMessage, begun.assistantMessage]);
    expect(conversations.messages(conversation.id).map((each) => messageSchema.parse(each))).toHaveLength(2);
    expect(changed).toEqual([conversation.id]);
  });

  test('the answer grows, ends with all that is known of it, and is announced', async () => {
    const { conversations, events } = await openTestServices({ driver });
    const { id } = startConversation(conversations);
    const { assistantMessage } = conversations.beginTurn(id, { type: 'send', parentId: null, text: 'Hello' });
    conversations.saveProgress(assistantMessage.id, 'Good');
    expect(conversations.activeBranch(id).at(-1)).toEqual({ ...assistantMessage, text: 'Good' });
    const changed: string[] = [];
    events.on('conversations.changed', (event) => changed.push(event.id));

    const finished = conversations.finishTurn(assistantMessage.id, {
      text: 'Good day.',
      status: 'failed',
      error: { code: 'worker/crashed', message: 'It ended.', retryable: true },
      provenance: testProvenance({ stopReason: 'error' }),
    });

    expect(finished).toEqual({
      ...assistantMessage,
      text: 'Good day.',
      status: 'failed',
      error: { code: 'worker/crashed', message: 'It ended.', retryable: true },
      provenance: testProvenance({ stopReason: 'error' }),
    });
    expect(conversations.activeBranch(id).at(-1)).toEqual(finished);
    expect(changed).toEqual([id]);
  });

  test('only one answer at a time is written in a conversation', async () => {
    const { conversations } = await openTestServices({ driver });
    const { id } = startConversation(conversations);
    const done = exchange(conversations, id, { parentId: null, question: 'One', answer: 'Two' });
    const begun = conversations.beginTurn(id, { type: 'send', parentId: done.answer.id, text: 'Three' });
    for (const turn of [
      { type: 'send', parentId: null, text: 'Four' },
      { type: 'regenerate', messageId: done.answer.id },
      { type: 'continue', messageId: done.answer.id },
    ] as const) {
      expect(() => conversations.beginTurn(id, turn)).toThrow(
        expect.objectContaining({ code: 'conversation/busy' }),
      );
    }
    const other = startConversation(conversations);
    expect(
      conversations.beginTurn(other.id, { type: 'send', parentId: null, text: 'Elsewhere' }),
    ).toBeDefined();
    conversations.finishTurn(begun.assistantMessage.id, { ...stopped, status: 'complete' });
    expect(conversations.beginTurn(id, { type: 'send', parentId: null, text: 'Four' })).toBeDefined();
  });

  test('a question can be asked under an answer of its conversation and nowhere else', async () => {
    const { conversations } = await openTestServices({ driver });
    const { id } = startConversation(conversations);
    const { question } = exchange(conversations, id, { parentId: null, question: 'One', answer: 'Two' });
    const other = startConversation(conversations);
    const elsewhere = exchange(conversations, other.id, { parentId: null, question: 'One', answer: 'Two' });
    for (const [parentId, code] of [
      ['nowhere', 'message/not-found'],
      [elsewhere.answer.id, 'message/not-found'],
      [question.id, 'request/invalid'],
    ] as const) {
      expect(() => conversations.beginTurn(id, { type: 'send', parentId, text: 'Three' })).toThrow(
        expect.objectContaining({ code }),
      );
    }
    expect(conversations.messages(id)).toHaveLength(2);
    expect(() => conversations.beginTurn('nowhere', { type: 'send', parentId: null, text: 'x' })).toThrow(
      expect.objectContaining({ code: 'conversation/not-found' }),
    );
  });

  test('an edited question stands beside the old one, and the old one comes back by its branch', async () => {
    const { conversations } = await openTestServices({ driver });
    const { id } = startConversation(conversations);
    const first = exchange(conversations, id, { parentId: null, question: 'One', answer: 'Two' });
    const old = exchange(conversations, id, { parentId: first.answer.id, question: 'Three', answer: 'Four' });
    const edited = exchange(conversations, id, {
      parentId: first.answer.id,
      question: 'Tree',
      answer: 'Oak',
    });
    expect(conversations.activeBranch(id).map((each) => each.text)).toEqual(['One', 'Two', 'Tree', 'Oak']);

    expect(conversations.selectBranch(id, old.question.id).activeLeafId).toBe(old.answer.id);

    expect(conversations.activeBranch(id).map((each) => each.text)).toEqual(['One', 'Two', 'Three', 'Four']);
    expect(conversations.selectBranch(id, first.question.id).activeLeafId).toBe(edited.answer.id);
    expect(() => conversations.selectBranch(id, 'nowhere')).toThrow(
      expect.objectContaining({ code: 'message/not-found' }),
    );
  });

  test('a question is answered once more beside the first answer, from the same history', async () => {
    const { conversations } = await openTestServices({ driver });
    const { id } = startConversation(conversations);
    const first = exchange(conversations, id, { parentId: null, question: 'One', answer: 'Two' });
    const second = exchange(conversations, id, {
      parentId: first.answer.id,
      question: 'Three',
      answer: 'Four',
    });

    const again = conversations.beginTurn(id, { type: 'regenerate', messageId: second.answer.id });

    expect(again.userMessage).toBeNull();
    expect(again.assistantMessage.parentId).toBe(second.question.id);
    expect(again.history.map((each) => each.text)).toEqual(['One', 'Two', 'Three']);
    conversations.finishTurn(again.assistantMessage.id, { ...stopped, text: 'Five' });
    expect(conversations.activeBranch(id).map((each) => each.text)).toEqual(['One', 'Two', 'Three', 'Five']);
    expect(conversations.messages(id)).toHaveLength(5);
  });

  test('a fork that ends in a question can be answered', async () => {
    const { conversations } = await openTestServices({ driver });
    const { id } = startConversation(conversations);
    const { question } = exchange(conversations, id, { parentId: null, question: 'One', answer: 'Two' });
    const fork = conversations.fork(id, question.id);
    const begun = conversations.beginTurn(fork.id, {
      type: 'regenerate',
      messageId: fork.activeLeafId ?? '',
    });
    expect(begun.history.map((each) => each.text)).toEqual(['One']);
    expect(begun.assistantMessage.parentId).toBe(fork.activeLeafId);
  });

  test.each(['stopped', 'interrupted', 'failed'] as const)(
    'an answer that was %s goes on in place',
    async (status) => {
      const { conversations } = await openTestServices({ driver });
      const { id } = startConversation(conversations);
      const { assistantMessage } = conversations.beginTurn(id, {
        type: 'send',
        parentId: null,
        text: 'Tell me',
      });
      const error = { code: 'worker/crashed', message: 'It ended.', retryable: true } as const;
      conversations.finishTurn(assistantMessage.id, { ...stopped, status, error });

      const begun = conversations.beginTurn(id, { type: 'continue', messageId: assistantMessage.id });

      expect(begun.assistantMessage).toMatchObject({
        id: assistantMessage.id,
        text: 'Half',
        status: 'streaming',
        error: null,
      });
      expect(begun.history.map((each) => each.text)).toEqual(['Tell me']);
      expect(conversations.activeBranch(id).at(-1)).toEqual(begun.assistantMessage);
      conversations.finishTurn(assistantMessage.id, {
        ...stopped,
        text: 'Half and whole',
        status: 'complete',
      });
      expect(conversations.activeBranch(id).map((each) => each.text)).toEqual(['Tell me', 'Half and whole']);
      expect(conversations.messages(id)).toHaveLength(2);
    },
  );

  test('a complete answer, a question, and an answer that was followed up cannot be continued', async () => {
    const { conversations } = await openTestServices({ driver });
    const { id } = startConversation(conversations);
    const done = exchange(conversations, id, { parentId: null, question: 'One', answer: 'Two' });
    const begun = conversations.beginTurn(id, { type: 'send', parentId: done.answer.id, text: 'Three' });
    conversations.finishTurn(begun.assistantMessage.id, stopped);
    exchange(conversations, id, { parentId: begun.assistantMessage.id, question: 'Five', answer: 'Six' });
    for (const messageId of [done.answer.id, done.question.id, begun.assistantMessage.id]) {
      expect(() => conversations.beginTurn(id, { type: 'continue', messageId })).toThrow(
        expect.objectContaining({ code: 'message/not-continuable' }),
      );
    }
    expect(() => conversations.beginTurn(id, { type: 'continue', messageId: 'nowhere' })).toThrow(
      expect.objectContaining({ code: 'message/not-found' }),
    );
  });

  test('a finished answer is not written again, nor one that is gone', async () => {
    const { conversations } = await openTestServices({ driver });
    const { id } = startConversation(conversations);
    const { question, answer } = exchange(conversations, id, {
      parentId: null,
      question: 'One',
      answer: 'Two',
    });
    for (const messageId of [answer.id, question.id, 'nowhere']) {
      expect(() => conversations.saveProgress(messageId, 'x')).toThrow(
        expect.objectContaining({ code: 'message/not-found' }),
      );
      expect(() => conversations.finishTurn(messageId, stopped)).toThrow(
        expect.objectContaining({ code: 'message/not-found' }),
      );
    }
    expect(conversations.messages(id)).toEqual([question, answer]);
  });

  test('answers that were being written at a crash are interrupted, and only those', async () => {
    const { conversations } = await openTestServices({ driver });
    const { id } = startConversation(conversations);
    exchange(conversations, id, { parentId: null, question: 'One', answer: 'Two' });
    const begun = conversations.beginTurn(id, { type: 'send', parentId: null, text: 'Three' });
    conversations.saveProgress(begun.assistantMessage.id, 'So far');
    expect(conversations.interruptUnfinished()).toBe(1);
    expect(conversations.interruptUnfinished()).toBe(0);
    expect(conversations.messages(id).map((each) => [each.text, each.status])).toEqual([
      ['One', 'complete'],
      ['Two', 'complete'],
      ['Three', 'complete'],
      ['So far', 'interrupted'],
    ]);
  });

  test('whoever writes an answer may end it although another process took it for abandoned', async () => {
    const { conversations } = await openTestServices({ driver });
    const { id } = startConversation(conversations);
    const begun = conversations.beginTurn(id, { type: 'send', parentId: null, text: 'One' });
    conversations.interruptUnfinished();
    conversations.saveProgress(begun.assistantMessage.id, 'Still');
    expect(conversations.finishTurn(begun.assistantMessage.id, stopped).status).toBe('stopped');
  });

  test('messages keep their order whatever the clock does', async () => {
    const { conversations, clock } = await openTestServices({ driver });
    const { id } = startConversation(conversations);
    let parentId: string | null = null;
    for (const [question, step] of [
      ['One', 1000],
      ['Two', -365 * 24 * 3_600_000],
      ['Three', 10 * 365 * 24 * 3_600_000],
      ['Four', -1],
    ] as const) {
      parentId = exchange(conversations, id, { parentId, question, answer: `${question}!` }).answer.id;
      clock.advance(step);
    }
    const inOrder = ['One', 'One!', 'Two', 'Two!', 'Three', 'Three!', 'Four', 'Four!'];
    expect(conversations.activeBranch(id).map((each) => each.text)).toEqual(inOrder);
    const messages = conversations.messages(id);
    expect(messages.map((each) => each.text)).toEqual(inOrder);
    expect(messages.map((each) => each.sequence)).toEqual(messages.map((_each, index) => index + 1));
  });

  test('a title is found once, and one that the user gave stays', async () => {
    const { conversations } = await openTestServices({ driver });
    const { id } = startConversation(conversations);
    const { answer } = exchange(conversations, id, {
      parentId: null,
      question: 'First question',
      answer: 'A',
    });
    exchange(conversations, id, { parentId: answer.id, question: 'Second question', answer: 'B' });
    exchange(conversations, id, { parentId: null, question: 'Edited question', answer: 'C' });
    expect(conversations.get(id).title).toBe('First question');
    const named = startConversation(conversations);
    conversations.update(named.id, { title: 'My own' });
    exchange(conversations, named.id, { parentId: null, question: 'A question', answer: 'A' });
    expect(conversations.get(named.id)).toMatchObject({ title: 'My own', titleOrigin: 'user' });
  });
});
