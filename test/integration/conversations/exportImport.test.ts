import { describe, expect, test } from 'vitest';
import { conversationFileSchema, type FileConversation } from '../../../main/conversations/conversationFile';
import { sqliteDriverNames } from '../../../main/storage/sqliteDriver';
import { chatFilesCollectionId } from '../../../preload/contract/knowledge';
import { defaultSampling } from '../../../preload/contract/sampling';
import { randomConversations } from '../../helpers/randomConversations';
import { SeededRandom } from '../../helpers/seededRandom';
import { sampleCandidate, sampleGrounding } from '../../helpers/renderer/sampleGrounding';
import { exchange, startConversation, testProvenance } from '../../helpers/testConversations';
import { openTestServices, type TestServices } from '../../helpers/testServices';

/** The counts of a report on a file whose assistants and templates are all here. */
const noLibrary = { assistants: 0, promptTemplates: 0 };
const assistantIds = ['plain-helper', 'patient-teacher'];

function fileText(conversations: FileConversation[], assistants: unknown[] = []): string {
  return JSON.stringify({
    format: 'loam-conversations',
    version: 1,
    exportedAt: '2026-01-15T12:00:00.000Z',
    assistants,
    conversations,
  });
}

/** Everything the service says about all conversations, but for the sequence numbers, which belong to a database. */
function everything({ conversations }: TestServices): unknown[] {
  const { items } = conversations.list({ offset: 0, limit: 1000 });
  return items
    .map(({ id }) => ({
      conversation: conversations.get(id),
      messages: conversations.messages(id).map(({ sequence: _sequence, ...message }) => message),
    }))
    .toSorted((first, second) => first.conversation.id.localeCompare(second.conversation.id));
}

function withoutId<Row extends { id: string }>({ id: _id, ...rest }: Row): Omit<Row, 'id'> {
  return rest;
}

/** Ids of all messages of the database in their order. */
function globalOrder({ database }: TestServices): unknown[] {
  return database.read((orm) => orm.all('SELECT id FROM messages ORDER BY sequence'));
}

describe.each(sqliteDriverNames)('with %s', (driver) => {
  test('1,000 random trees go out and in again without losing anything', async () => {
    const source = await openTestServices({ driver });
    const random = randomConversations(new SeededRandom(2026), {
      count: 1000,
      mostMessages: 12,
      assistantIds,
    });
    const report = source.conversations.importText(fileText(random));
    const messages = random.reduce((sum, each) => sum + each.messages.length, 0);
    expect(report).toEqual({ conversations: 1000, messages, unchanged: 0, ...noLibrary });
    const imported = everything(source);
    expect(imported).toEqual(
      random
        .map(({ messages: inFile, ...conversation }) => ({
          conversation,
          messages: inFile.map(({ sequence: _sequence, ...message }) => ({
            ...message,
            conversationId: conversation.id,
          })),
        }))
        .toSorted((first, second) => first.conversation.id.localeCompare(second.conversation.id)),
    );

    const { content } = source.conversations.exportText(null, 'json');
    const target = await openTestServices({ driver });
    expect(target.conversations.importText(content)).toEqual(report);

    expect(everything(target)).toEqual(imported);
    expect(globalOrder(target)).toEqual(globalOrder(source));
    expect(
      conversationFileSchema.parse(JSON.parse(target.conversations.exportText(null, 'json').content))
        .conversations,
    ).toHaveLength(1000);
  });

  test('importing the same file again changes nothing', async () => {
    const services = await openTestServices({ driver });
    const random = randomConversations(new SeededRandom(1), { count: 50, mostMessages: 10, assistantIds });
    services.conversations.importText(fileText(random));
    const before = everything(services);
    const { content } = services.conversations.exportText(null, 'json');
    expect(services.conversations.importText(content)).toEqual({
      conversations: 0,
      messages: 0,
      unchanged: 50,
      ...noLibrary,
    });
    expect(services.conversations.importText(fileText(random))).toEqual({
      conversations: 0,
      messages: 0,
      unchanged: 50,
      ...noLibrary,
    });
    expect(everything(services)).toEqual(before);
  });

  test('one conversation goes out alone, with its branches, and in again after it was deleted', async () => {
    const services = await openTestServices({ driver });
    const { conversations } = services;
    const { id } = conversations.create({ assistantId: 'plain-helper', modelId: 'linked' });
    const { answer } = exchange(conversations, id, {
      parentId: null,
      question: 'What is loam?',
      answer: 'Soil.',
    });
    exchange(conversations, id, { parentId: answer.id, question: 'And clay?', answer: 'Heavy.' });
    exchange(conversations, id, { parentId: answer.id, question: 'And sand?', answer: 'Light.' });
    startConversation(conversations);
    const before = everything(services);
    const { suggestedName, content } = conversations.exportText(id, 'json');
    expect(suggestedName).toBe('What is loam.json');
    expect(JSON.parse(content).conversations).toHaveLength(1);
    conversations.delete(id);
    expect(conversations.importText(content)).toEqual({
      conversations: 1,
      messages: 6,
      unchanged: 0,
      ...noLibrary,
    });
    expect(everything(services)).toEqual(before);
  });

  test('the same ids with other content come in beside what is here, with new ids', async () => {
    const services = await openTestServices({ driver });
    const { conversations } = services;
    const { id } = startConversation(conversations);
    exchange(conversations, id, { parentId: null, question: 'What is loam?', answer: 'Soil.' });
    const { content } = conversations.exportText(id, 'json');
    conversations.update(id, { title: 'Renamed here' });
    const here = everything(services);

    expect(conversations.importText(content)).toEqual({
      conversations: 1,
      messages: 2,
      unchanged: 0,
      ...noLibrary,
    });

    expect(everything(services)).toEqual(expect.arrayContaining(here));
    const copy = conversations.list({ offset: 0, limit: 9 }).items.find((each) => each.id !== id);
    expect(copy?.title).toBe('What is loam?');
    const branch = conversations.activeBranch(copy?.id ?? '');
    expect(branch.map((each) => each.text)).toEqual(['What is loam?', 'Soil.']);
    expect(conversations.messages(id).map((each) => each.id)).not.toContain(branch[0]?.id);
  });

  test('a message id that another conversation has gives the whole tree new ids', async () => {
    const services = await openTestServices({ driver });
    const [mine] = randomConversations(new SeededRandom(9), { count: 1, mostMessages: 40, assistantIds });
    if (mine === undefined) throw new Error('There is one.');
    services.conversations.importText(fileText([mine]));
    const theirs = { ...mine, id: 'other', title: 'Theirs' };
    expect(services.conversations.importText(fileText([theirs])).conversations).toBe(1);
    const [first, second] = services.conversations
      .list({ offset: 0, limit: 9 })
      .items.map(({ id }) => services.conversations.messages(id));
    const texts = (messages: typeof first): unknown =>
      messages?.map(({ text, status, createdAt }) => ({ text, status, createdAt }));
    expect(texts(first)).toEqual(texts(second));
    expect(mine.messages.length).toBeGreaterThan(5);
    expect(new Set([...(first ?? []), ...(second ?? [])].map((each) => each.id)).size).toBe(
      mine.messages.length * 2,
    );
  });

  test('a file with one bad conversation among good ones imports none', async () => {
    const services = await openTestServices({ driver });
    const random = randomConversations(new SeededRandom(4), { count: 20, mostMessages: 8, assistantIds });
    const last = random.at(-1);
    if (last !== undefined) last.activeLeafId = 'nowhere';
    expect(() => services.conversations.importText(fileText(random))).toThrow(
      expect.objectContaining({
        code: 'import/unreadable',
        message: expect.stringContaining('conversations[19].activeLeafId'),
      }),
    );
    expect(everything(services)).toEqual([]);
  });

  test('a failure while storing imports nothing', async () => {
    const services = await openTestServices({ driver });
    const random = randomConversations(new SeededRandom(4), { count: 200, mostMessages: 30, assistantIds });
    const library = (): unknown => [services.assistants.list(), services.promptTemplates.list()];
    const libraryBefore = library();
    const text = JSON.stringify({
      ...JSON.parse(fileText(random)),
      promptTemplates: [{ id: 'plan', name: 'Plan', text: 'Plan.', createdAt: 1, updatedAt: 1 }],
    });
    const pages = services.database.read((orm) => orm.all<{ page_count: number }>('PRAGMA page_count'))[0];
    services.database.read((orm) => orm.all(`PRAGMA max_page_count = ${(pages?.page_count ?? 0) + 20}`));
    expect(() => services.conversations.importText(text)).toThrow(
      expect.objectContaining({ code: 'storage/full' }),
    );
    expect(everything(services)).toEqual([]);
    expect(library()).toEqual(libraryBefore);
  });

  test('an assistant of one’s own goes along, and an unknown one is forgotten', async () => {
    const source = await openTestServices({ driver });
    const mine = source.assistants.create({
      name: 'Rhymer',
      description: 'Rhymes.',
      systemPrompt: 'Rhyme.',
      sampling: defaultSampling,
    });
    const { id } = source.conversations.create({ assistantId: mine.id, modelId: null });
    const { content } = source.conversations.exportText(id, 'json');

    const target = await openTestServices({ driver });
    target.conversations.importText(content);
    expect(target.assistants.get(mine.id)).toEqual(mine);
    expect(target.conversations.get(id)).toEqual(source.conversations.get(id));
    target.assistants.delete(mine.id);
    expect(target.conversations.importText(content)).toMatchObject({ conversations: 0, unchanged: 1 });
    expect(target.assistants.get(mine.id)).toEqual(mine);

    const without = JSON.parse(content);
    without.assistants = [];
    const third = await openTestServices({ driver });
    third.conversations.importText(JSON.stringify(without));
    expect(third.conversations.get(id)).toMatchObject({ assistantId: null, systemPrompt: 'Rhyme.' });
  });

  test('everything takes the whole library along, and nothing of it is lost or doubled', async () => {
    const source = await openTestServices({ driver });
    const draft = { name: 'Rhymer', description: '', systemPrompt: 'Rhyme.', sampling: defaultSampling };
    const unused = source.assistants.create(draft);
    const template = source.promptTemplates.create({ name: 'Plan', text: 'Plan {{what}}.' });
    const { id } = source.conversations.create({ assistantId: 'plain-helper', modelId: null });
    const { content } = source.conversations.exportText(null, 'json');

    const target = await openTestServices({ driver });
    target.assistants.update('plain-helper', { ...draft, name: 'Mine', systemPrompt: 'Changed here.' });
    expect(target.conversations.importText(content)).toEqual({
      conversations: 1,
      messages: 0,
      unchanged: 0,
      assistants: 2,
      promptTemplates: 1,
    });
    expect(target.assistants.get(unused.id)).toEqual(unused);
    expect(target.promptTemplates.list()).toContainEqual(template);
    expect(target.assistants.get('plain-helper').systemPrompt).toBe('Changed here.');
    const used = target.conversations.get(id).assistantId ?? '';
    expect(used).not.toBe('plain-helper');
    expect(target.assistants.get(used)).toMatchObject(withoutId(source.assistants.get('plain-helper')));

    const before = [target.assistants.list(), target.promptTemplates.list(), everything(target)];
    expect(target.conversations.importText(content)).toEqual({
      conversations: 0,
      messages: 0,
      unchanged: 1,
      ...noLibrary,
    });
    expect([target.assistants.list(), target.promptTemplates.list(), everything(target)]).toEqual(before);
  });

  test('a template that was changed here is kept, and the one of the file comes in under a new id', async () => {
    const { conversations, promptTemplates } = await openTestServices({ driver });
    const inFile = promptTemplates.create({ name: 'Plan', text: 'Plan {{what}}.' });
    const { content } = conversations.exportText(null, 'json');
    const here = promptTemplates.update(inFile.id, { name: 'Plan', text: 'Plan {{what}} for {{whom}}.' });
    expect(conversations.importText(content)).toMatchObject({ assistants: 0, promptTemplates: 1 });
    const both = promptTemplates.list().filter(({ name }) => name === 'Plan');
    expect(both).toHaveLength(2);
    expect(both).toContainEqual(here);
    expect(both.filter(({ id }) => id !== here.id)).toEqual([expect.objectContaining(withoutId(inFile))]);
  });

  test('a chat is not doubled because its assistant was changed since the export', async () => {
    const services = await openTestServices({ driver });
    const { assistants, conversations } = services;
    const draft = { name: 'Rhymer', description: '', systemPrompt: 'Rhyme.', sampling: defaultSampling };
    const mine = assistants.create(draft);
    conversations.create({ assistantId: mine.id, modelId: null });
    const { content } = conversations.exportText(null, 'json');
    assistants.update(mine.id, { ...draft, systemPrompt: 'Rhyme in pairs.' });
    const before = everything(services);
    expect(conversations.importText(content)).toMatchObject({
      conversations: 0,
      unchanged: 1,
      assistants: 1,
    });
    expect(everything(services)).toEqual(before);
  });

  test('a chat from elsewhere keeps of its documents only what is here, and never the chat files', async () => {
    const scope = {
      collectionIds: [chatFilesCollectionId, 'here', 'elsewhere'],
      sourceIds: ['here', 'elsewhere'],
      documentIds: ['elsewhere'],
    };
    const source = await openTestServices({ driver });
    const { id } = source.conversations.create({ assistantId: null, modelId: null, scope });
    const { content } = source.conversations.exportText(null, 'json');
    const here = ['here', chatFilesCollectionId];
    const target = await openTestServices({
      driver,
      knownScope: ({ collectionIds, sourceIds, documentIds }) => ({
        collectionIds: collectionIds.filter((each) => here.includes(each)),
        sourceIds: sourceIds.filter((each) => here.includes(each)),
        documentIds: documentIds.filter((each) => here.includes(each)),
      }),
    });
    expect(target.conversations.importText(content)).toMatchObject({ conversations: 1 });
    const kept = { collectionIds: ['here'], sourceIds: ['here'], documentIds: [] };
    expect(target.conversations.get(id).scope).toEqual(kept);
    expect(target.conversations.importText(content)).toMatchObject({ conversations: 0, unchanged: 1 });
    expect(source.conversations.importText(content)).toMatchObject({ conversations: 0, unchanged: 1 });
    expect(source.conversations.get(id).scope).toEqual(scope);
  });

  test('passages that were found but not sent go out without their texts, and the chat is still the same', async () => {
    const { conversations } = await openTestServices({ driver });
    const { id } = startConversation(conversations);
    const { assistantMessage } = conversations.beginTurn(id, { type: 'send', parentId: null, text: 'Cost?' });
    const candidates = [
      sampleCandidate(0, { text: 'Sent.' }),
      sampleCandidate(1, { text: 'Joined.', outcome: 'joined', citation: null }),
      sampleCandidate(2, { text: 'A secret.', outcome: 'below-floor', citation: null }),
    ];
    const provenance = testProvenance({ grounding: sampleGrounding({ candidates }) });
    conversations.finishTurn(assistantMessage.id, {
      text: '40 [1].',
      status: 'complete',
      error: null,
      provenance,
    });
    const { content } = conversations.exportText(id, 'json');
    expect(content).not.toContain('A secret.');
    const { conversations: inFile } = conversationFileSchema.parse(JSON.parse(content));
    const exported = inFile[0]?.messages[1]?.provenance?.grounding?.candidates;
    expect(exported?.map(({ text }) => text)).toEqual(['Sent.', 'Joined.', '']);
    const older = content.replace('"text": ""', '"text": "A secret."');
    expect(older).toContain('A secret.');
    for (const text of [content, older]) {
      expect(conversations.importText(text)).toMatchObject({ conversations: 0, unchanged: 1 });
    }
    expect(conversations.messages(id)[1]?.provenance).toEqual(provenance);
  });

  test('a file without templates, and one chat’s file, bring only what the chats refer to', async () => {
    const source = await openTestServices({ driver });
    source.promptTemplates.create({ name: 'Plan', text: 'Plan {{what}}.' });
    const { id } = source.conversations.create({ assistantId: 'plain-helper', modelId: null });
    const alone = JSON.parse(source.conversations.exportText(id, 'json').content);
    expect(alone).toMatchObject({ assistants: [{ id: 'plain-helper' }], promptTemplates: [] });
    delete alone.promptTemplates;
    const target = await openTestServices({ driver });
    expect(target.conversations.importText(JSON.stringify(alone))).toMatchObject({
      conversations: 1,
      ...noLibrary,
    });
  });

  test('an answer that is being written goes out as interrupted', async () => {
    const { conversations } = await openTestServices({ driver });
    const { id } = startConversation(conversations);
    const { assistantMessage } = conversations.beginTurn(id, { type: 'send', parentId: null, text: 'Hello' });
    conversations.saveProgress(assistantMessage.id, 'So far');
    const file = conversationFileSchema.parse(JSON.parse(conversations.exportText(id, 'json').content));
    expect(file.conversations[0]?.messages[1]).toMatchObject({ text: 'So far', status: 'interrupted' });
  });

  test('the one sign that cannot be stored is replaced, in what is written and in what is imported', async () => {
    const source = await openTestServices({ driver });
    const { id } = startConversation(source.conversations);
    source.conversations.update(id, { systemPrompt: 'Be\0brief.' });
    exchange(source.conversations, id, { parentId: null, question: 'a\0b', answer: 'c\0d' });
    const stored = { systemPrompt: 'Be\uFFFDbrief.', texts: ['a\uFFFDb', 'c\uFFFDd'] };
    expect(source.conversations.get(id).systemPrompt).toBe(stored.systemPrompt);
    expect(source.conversations.activeBranch(id).map((each) => each.text)).toEqual(stored.texts);
    const text = source.conversations.exportText(id, 'json').content.replaceAll('\uFFFD', '\\u0000');
    const target = await openTestServices({ driver });
    target.conversations.importText(text);
    expect(target.conversations.activeBranch(id).map((each) => each.text)).toEqual(stored.texts);
    expect(target.conversations.importText(text)).toMatchObject({ unchanged: 1 });
  });

  test('Markdown of everything has each conversation once', async () => {
    const { conversations } = await openTestServices({ driver });
    for (const question of ['What is loam?', 'What is clay?']) {
      const { id } = startConversation(conversations);
      exchange(conversations, id, { parentId: null, question, answer: 'Soil.' });
    }
    const { suggestedName, content } = conversations.exportText(null, 'markdown');
    expect(suggestedName).toBe('Loam conversations 2026-01-15.md');
    expect(content.match(/^# .*$/gm)).toEqual(['# What is loam?', '# What is clay?']);
    expect(content.match(/^## Assistant$/gm)).toHaveLength(2);
  });
});
