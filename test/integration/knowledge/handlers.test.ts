import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test, vi } from 'vitest';
import { AssistantService } from '../../../main/assistants/assistantService';
import { systemClock } from '../../../main/clock';
import { ConversationService } from '../../../main/conversations/conversationService';
import { knowledgeHandlers } from '../../../main/knowledge/knowledgeHandlers';
import { startConversation } from '../../helpers/testConversations';
import { folderOf, openKnowledge } from './openKnowledge';

const place = JSON.stringify({ page: null, slide: null, sheet: null, headingPath: [] });

async function openHandlers(chosen: string[] | null = null) {
  const opened = await openKnowledge();
  const { database, events, settings, knowledge } = opened;
  const assistants = new AssistantService({ database, clock: systemClock });
  const conversations = new ConversationService({
    database,
    events,
    clock: systemClock,
    assistants,
    settings,
    knownScope: (scope) => knowledge.knownScope(scope),
  });
  onTestFinished(() => {
    conversations.dispose();
  });
  const revealFile = vi.fn();
  const dialogs = { chooseDocuments: () => Promise.resolve(chosen), revealFile };
  const handlers = knowledgeHandlers(knowledge, conversations, dialogs);
  return { ...opened, conversations, handlers, revealFile };
}

test("what is dropped into a chat is added to the chat files and to that conversation's scope", async () => {
  const { handlers, conversations } = await openHandlers();
  const { id: conversationId } = startConversation(conversations);
  const path = join(folderOf({ 'a.txt': 'One.' }), 'a.txt');
  const [source] = await handlers.attach({ conversationId, paths: [path] });
  await handlers.attach({ conversationId, paths: [path] });
  expect(conversations.get(conversationId).scope).toEqual({
    collectionIds: [],
    sourceIds: [source?.id],
    documentIds: [],
  });
  expect(handlers.collections()).toMatchObject([{ id: 'chat-files', name: 'Files from chats', sources: 1 }]);
});

test('a document that is still being embedded for the first time can be read, and says how far', async () => {
  const { handlers, database } = await openHandlers();
  const paths = [join(folderOf({ 'a.txt': 'One.' }), 'a.txt')];
  await handlers.addSources({ paths });
  const [document] = handlers.documents({ offset: 0, limit: 1 }).items;
  const documentId = document?.id ?? '';
  const read = () => handlers.read({ documentId, fromOrdinal: 0, limit: 9 });
  expect(read()).toMatchObject({ passages: [], readablePassages: 0 });
  database.write((orm) => {
    orm.run(sql`UPDATE documents SET state = 'embedding'`);
    for (const ordinal of [0, 1]) {
      orm.run(
        sql`INSERT INTO passages (document_sequence, revision, ordinal, kind, text, start_offset, end_offset, tokens, place)
          SELECT sequence, 1, ${ordinal}, 'text', 'One.', 0, 4, 2, ${place} FROM documents`,
      );
    }
  });
  expect(read()).toMatchObject({ document: { passages: 0 }, passages: [{}, {}], readablePassages: 2 });
});

test('a conversation that is gone, or a path that is refused, adds nothing', async () => {
  const { handlers, conversations } = await openHandlers();
  const { id: conversationId } = startConversation(conversations);
  const paths = [join(folderOf({ 'a.txt': 'One.' }), 'a.txt')];
  await expect(handlers.attach({ conversationId: 'gone', paths })).rejects.toMatchObject({
    code: 'conversation/not-found',
  });
  const refused = handlers.attach({ conversationId, paths: [...paths, '/dev/null'] });
  await expect(refused).rejects.toMatchObject({ code: 'source/refused' });
  expect(handlers.sources({})).toEqual([]);
});

test('a dialog that was cancelled adds nothing; one that was not adds what was chosen', async () => {
  const cancelled = await openHandlers(null);
  expect(await cancelled.handlers.chooseSources({ kind: 'folder' })).toBeNull();
  expect(cancelled.handlers.sources({})).toEqual([]);
  const folder = folderOf({ 'a.txt': 'One.' });
  const { handlers } = await openHandlers([folder]);
  const collection = handlers.createCollection({ name: 'Papers' });
  const sources = await handlers.chooseSources({ kind: 'folder', collectionId: collection.id });
  expect(sources).toMatchObject([{ kind: 'folder', collectionId: collection.id, path: folder }]);
});

test('collections have names of their own, and a name is free again once its collection is removed', async () => {
  const { handlers } = await openHandlers();
  const { id } = handlers.createCollection({ name: 'Papers' });
  expect(() => handlers.createCollection({ name: 'PAPERS' })).toThrow(/already/);
  expect(handlers.renameCollection({ id, name: 'papers' })).toMatchObject({ id, name: 'papers' });
  handlers.removeCollection({ id });
  expect(() => handlers.removeCollection({ id })).toThrow(/not here any more/);
  expect(handlers.createCollection({ name: 'Papers' }).name).toBe('Papers');
});

test('a document is shown in the file manager by its own path', async () => {
  const { handlers, revealFile } = await openHandlers();
  const path = join(folderOf({ 'a.txt': 'One.' }), 'a.txt');
  await handlers.addSources({ paths: [path] });
  const [document] = handlers.documents({ offset: 0, limit: 10 }).items;
  handlers.revealDocument({ id: document?.id ?? '' });
  expect(revealFile).toHaveBeenCalledWith(path);
});
