import { describe, expect, test } from 'vitest';
import { undoDeleteMs } from '../../../main/conversations/conversationService';
import { sqliteDriverNames } from '../../../main/storage/sqliteDriver';
import { conversationSchema } from '../../../preload/contract/conversations';
import { emptyScope } from '../../../preload/contract/knowledge';
import { defaultSampling } from '../../../preload/contract/sampling';
import { exchange, startConversation, testProvenance } from '../../helpers/testConversations';
import { openTestServices, type TestServices } from '../../helpers/testServices';

function titles({ conversations }: TestServices): string[] {
  return conversations.list({ offset: 0, limit: 100 }).items.map((each) => each.title);
}

describe.each(sqliteDriverNames)('with %s', (driver) => {
  test('a new conversation takes over what is set', async () => {
    const { conversations, settings, clock } = await openTestServices({ driver });
    const sampling = { ...defaultSampling, temperature: 0.1 };
    settings.update({ defaultSampling: sampling });
    const created = conversations.create({ assistantId: null, modelId: 'linked' });
    expect(conversationSchema.parse(created)).toEqual({
      id: created.id,
      title: 'New conversation',
      titleOrigin: 'automatic',
      pinnedAt: null,
      createdAt: clock.now(),
      updatedAt: clock.now(),
      assistantId: null,
      systemPrompt: '',
      modelId: 'linked',
      adapters: [],
      scope: emptyScope,
      sampling,
      activeLeafId: null,
    });
    expect(conversations.get(created.id)).toEqual(created);
  });

  test('a new conversation with the default model takes over the adapters chosen for it', async () => {
    const { conversations, settings } = await openTestServices({ driver });
    const defaultAdapters = [{ adapterId: 'pirate', scale: 0.8 }];
    settings.update({ defaultModelId: 'mine', defaultAdapters });
    const create = (modelId: string | null) => conversations.create({ assistantId: null, modelId });
    expect(create(null).adapters).toEqual(defaultAdapters);
    expect(create('mine').adapters).toEqual(defaultAdapters);
    expect(create('another').adapters).toEqual([]);
    const { id } = conversations.create({ assistantId: null, modelId: null, adapters: [] });
    expect(conversations.get(id).adapters).toEqual([]);
    expect(conversations.update(id, { adapters: defaultAdapters }).adapters).toEqual(defaultAdapters);
  });

  test('a conversation copies its assistant, so a later change of the assistant changes no chat', async () => {
    const { conversations, assistants } = await openTestServices({ driver });
    const editor = assistants.get('careful-editor');
    const { id } = conversations.create({ assistantId: editor.id, modelId: null });
    assistants.update(editor.id, {
      name: 'Harsh editor',
      description: '',
      systemPrompt: 'Be harsh.',
      sampling: defaultSampling,
    });
    expect(conversations.get(id)).toMatchObject({
      assistantId: editor.id,
      systemPrompt: editor.systemPrompt,
      sampling: editor.sampling,
    });
    assistants.delete(editor.id);
    expect(conversations.get(id)).toMatchObject({ assistantId: null, systemPrompt: editor.systemPrompt });
    expect(() => conversations.create({ assistantId: editor.id, modelId: null })).toThrow(
      expect.objectContaining({ code: 'assistant/not-found' }),
    );
  });

  test('each thing can be changed for itself', async () => {
    const { conversations, assistants, clock } = await openTestServices({ driver });
    const created = startConversation(conversations);
    clock.advance(10);
    const sampling = { ...defaultSampling, topK: 1 };
    expect(conversations.update(created.id, { title: 'Named' })).toEqual({
      ...created,
      title: 'Named',
      titleOrigin: 'user',
    });
    expect(conversations.update(created.id, { isPinned: true }).pinnedAt).toBe(clock.now());
    expect(conversations.update(created.id, { isPinned: false }).pinnedAt).toBeNull();
    expect(
      conversations.update(created.id, { systemPrompt: 'Rhyme.', sampling, modelId: 'linked' }),
    ).toMatchObject({
      systemPrompt: 'Rhyme.',
      sampling,
      modelId: 'linked',
    });
    const teacher = assistants.get('patient-teacher');
    expect(conversations.update(created.id, { assistantId: teacher.id, sampling })).toMatchObject({
      assistantId: teacher.id,
      systemPrompt: teacher.systemPrompt,
      sampling,
    });
    expect(conversations.update(created.id, { assistantId: null })).toMatchObject({
      assistantId: null,
      systemPrompt: '',
      sampling: defaultSampling,
    });
    expect(conversations.update(created.id, {})).toEqual(conversations.get(created.id));
    expect(() => conversations.update('nowhere', { title: 'x' })).toThrow(
      expect.objectContaining({ code: 'conversation/not-found' }),
    );
  });

  test('the list has pinned ones first, then the last used, page by page', async () => {
    const services = await openTestServices({ driver });
    const { conversations, clock } = services;
    const ids = ['A', 'B', 'C', 'D'].map((title) => {
      const { id } = startConversation(conversations);
      conversations.update(id, { title });
      clock.advance(1000);
      return id;
    });
    expect(titles(services)).toEqual(['D', 'C', 'B', 'A']);
    conversations.update(ids[0] ?? '', { isPinned: true });
    exchange(conversations, ids[1] ?? '', { parentId: null, question: 'Hello', answer: 'Hi' });
    expect(titles(services)).toEqual(['A', 'B', 'D', 'C']);
    expect(conversations.list({ offset: 1, limit: 2 })).toEqual({
      items: [
        expect.objectContaining({ id: ids[1], title: 'B', pinnedAt: null, updatedAt: clock.now() }),
        expect.objectContaining({ id: ids[3], title: 'D' }),
      ],
      total: 4,
    });
    expect(conversations.list({ offset: 9, limit: 2 })).toEqual({ items: [], total: 4 });
  });

  test('a deleted conversation is gone at once and comes back whole', async () => {
    const services = await openTestServices({ driver });
    const { conversations } = services;
    const { id } = startConversation(conversations);
    exchange(conversations, id, {
      parentId: null,
      question: 'Where is the key?',
      answer: 'Under the stone.',
    });
    const before = { conversation: conversations.get(id), messages: conversations.messages(id) };

    conversations.delete(id);

    expect(titles(services)).toEqual([]);
    expect(conversations.search({ query: 'stone', limit: 5 })).toEqual([]);
    for (const use of [
      () => conversations.get(id),
      () => conversations.messages(id),
      () => conversations.activeBranch(id),
      () => conversations.delete(id),
      () => conversations.beginTurn(id, { type: 'send', parentId: null, text: 'x' }),
      () => conversations.exportText(id, 'json'),
    ]) {
      expect(use).toThrow(expect.objectContaining({ code: 'conversation/not-found' }));
    }
    expect(conversations.exportText(null, 'json').content).not.toContain('stone');
    expect(conversations.undoDelete(id)).toEqual(before.conversation);
    expect(conversations.messages(id)).toEqual(before.messages);
    expect(conversations.search({ query: 'stone', limit: 5 })).toHaveLength(1);
  });

  test('a minute later it is purged with its messages and its place in the search', async () => {
    const { conversations, clock, database } = await openTestServices({ driver });
    const kept = startConversation(conversations);
    const { id } = startConversation(conversations);
    exchange(conversations, id, {
      parentId: null,
      question: 'Where is the key?',
      answer: 'Under the stone.',
    });
    conversations.delete(id);
    clock.advance(undoDeleteMs - 1);
    expect(conversations.purgeDeleted()).toBe(0);
    clock.advance(1);
    expect(conversations.purgeDeleted()).toBe(1);
    expect(() => conversations.undoDelete(id)).toThrow(
      expect.objectContaining({ code: 'conversation/not-found' }),
    );
    expect(conversations.get(kept.id)).toEqual(kept);
    const counts = database.read((orm) =>
      orm.all(
        'SELECT (SELECT count(*) FROM messages) AS messages, (SELECT count(*) FROM messages_fts_docsize) AS indexed',
      ),
    );
    expect(counts).toEqual([{ messages: 0, indexed: 0 }]);
  });

  test('a clock that was set back does not keep what was deleted for years', async () => {
    const { conversations, clock } = await openTestServices({ driver });
    conversations.delete(startConversation(conversations).id);
    clock.advance(-365 * 24 * 3_600_000);
    expect(conversations.purgeDeleted()).toBe(1);
  });

  test('a conversation that is deleted while it answers is purged only after the answer ended', async () => {
    const { conversations, clock } = await openTestServices({ driver });
    const { id } = startConversation(conversations);
    const { assistantMessage } = conversations.beginTurn(id, { type: 'send', parentId: null, text: 'Hello' });
    conversations.delete(id);
    clock.advance(undoDeleteMs);
    expect(conversations.purgeDeleted()).toBe(0);
    conversations.saveProgress(assistantMessage.id, 'Hi');
    conversations.finishTurn(assistantMessage.id, {
      text: 'Hi',
      status: 'stopped',
      error: null,
      provenance: null,
    });
    expect(conversations.purgeDeleted()).toBe(1);
  });

  test('a conversation with thousands of messages in one line is read, forked and purged', async () => {
    const { conversations, clock, database } = await openTestServices({ driver });
    const { id } = startConversation(conversations);
    let leaf = '';
    // One transaction: it is the length that matters here, not the flushing.
    database.write(() => {
      let parentId: string | null = null;
      for (let turn = 0; turn < 1500; turn += 1) {
        parentId = exchange(conversations, id, { parentId, question: `Q${turn}`, answer: `A${turn}` }).answer
          .id;
      }
      leaf = parentId ?? '';
    });
    expect(conversations.activeBranch(id)).toHaveLength(3000);
    const fork = conversations.fork(id, leaf);
    expect(conversations.activeBranch(fork.id)).toHaveLength(3000);
    conversations.delete(id);
    clock.advance(undoDeleteMs);
    expect(conversations.purgeDeleted()).toBe(1);
    expect(conversations.activeBranch(fork.id).at(-1)?.text).toBe('A1499');
  });

  test('a fork holds the branch to the message with new ids, and leaves the original alone', async () => {
    const { conversations, clock } = await openTestServices({ driver });
    const { id } = startConversation(conversations);
    conversations.update(id, { systemPrompt: 'Be brief.', isPinned: true });
    const first = exchange(conversations, id, { parentId: null, question: 'One', answer: 'Two' });
    exchange(conversations, id, { parentId: first.answer.id, question: 'Other', answer: 'Branch' });
    const second = exchange(conversations, id, {
      parentId: first.answer.id,
      question: 'Three',
      answer: 'Four',
    });
    exchange(conversations, id, { parentId: second.answer.id, question: 'Five', answer: 'Six' });
    const before = { conversation: conversations.get(id), messages: conversations.messages(id) };
    clock.advance(1000);

    const fork = conversations.fork(id, second.answer.id);

    const copies = conversations.activeBranch(fork.id);
    expect(copies.map((each) => [each.text, each.provenance])).toEqual([
      ['One', null],
      ['Two', testProvenance()],
      ['Three', null],
      ['Four', testProvenance()],
    ]);
    expect(conversations.messages(fork.id)).toEqual(copies);
    expect(fork).toEqual({
      ...before.conversation,
      id: fork.id,
      title: 'One (fork)',
      pinnedAt: null,
      createdAt: clock.now(),
      updatedAt: clock.now(),
      activeLeafId: copies.at(-1)?.id,
    });
    expect(copies.map((each) => each.id)).not.toContain(second.answer.id);
    expect(conversations.get(id)).toEqual(before.conversation);
    expect(conversations.messages(id)).toEqual(before.messages);
    expect(() => conversations.fork(id, 'nowhere')).toThrow(
      expect.objectContaining({ code: 'message/not-found' }),
    );
  });

  test('a fork can be made while the answer is still being written', async () => {
    const { conversations } = await openTestServices({ driver });
    const { id } = startConversation(conversations);
    const { assistantMessage } = conversations.beginTurn(id, { type: 'send', parentId: null, text: 'Hello' });
    conversations.saveProgress(assistantMessage.id, 'So far');
    const fork = conversations.fork(id, assistantMessage.id);
    expect(conversations.activeBranch(fork.id).map((each) => [each.text, each.status])).toEqual([
      ['Hello', 'complete'],
      ['So far', 'interrupted'],
    ]);
    expect(conversations.activeBranch(id).at(-1)?.status).toBe('streaming');
  });
});
