import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { conversationHandlers } from '../../../main/conversations/conversationHandlers';
import type { FileDialogs } from '../../../main/conversations/fileDialogs';
import { conversations as contract } from '../../../preload/contract/conversations';
import { temporaryFolder } from '../../helpers/temporaryFolder';
import { exchange } from '../../helpers/testConversations';
import { openTestServices } from '../../helpers/testServices';

/** A user who saves under the suggested name in this folder and opens `import.json` there. */
function dialogsIn(folder: string): FileDialogs {
  return {
    saveTextFile: (suggestedName, content) => {
      const path = join(folder, suggestedName);
      writeFileSync(path, content);
      return Promise.resolve(path);
    },
    openTextFile: () => {
      const path = join(folder, 'import.json');
      return Promise.resolve({ path, text: readFileSync(path, 'utf8') });
    },
  };
}

const cancelled: FileDialogs = {
  saveTextFile: () => Promise.resolve(null),
  openTextFile: () => Promise.resolve(null),
};

test('every answer fits the contract', async () => {
  const { conversations } = await openTestServices();
  const folder = temporaryFolder();
  const handlers = conversationHandlers(conversations, dialogsIn(folder));
  const created = contract.create.output.parse(
    handlers.create({ assistantId: 'plain-helper', modelId: null }),
  );
  const { id } = created;
  const { question, answer } = exchange(conversations, id, {
    parentId: null,
    question: 'What is loam?',
    answer: 'Soil.',
  });

  expect(contract.get.output.parse(handlers.get({ id }))).toEqual(handlers.get({ id }));
  expect(contract.list.output.parse(handlers.list({ offset: 0, limit: 10 })).items).toHaveLength(1);
  expect(contract.messages.output.parse(handlers.messages({ id }))).toEqual([question, answer]);
  expect(contract.search.output.parse(handlers.search({ query: 'soil', limit: 10 }))).toHaveLength(1);
  expect(
    contract.update.output.parse(handlers.update({ id, changes: { isPinned: true } })).pinnedAt,
  ).not.toBeNull();
  const place = { conversationId: id, messageId: answer.id };
  expect(contract.selectBranch.output.parse(handlers.selectBranch(place)).activeLeafId).toBe(answer.id);
  expect(contract.fork.output.parse(handlers.fork(place)).title).toBe('What is loam? (fork)');
  expect(contract.delete.output.parse(handlers.delete({ id }))).toBeNull();
  expect(contract.undoDelete.output.parse(handlers.undoDelete({ id })).id).toBe(id);

  const exported = contract.export.output.parse(await handlers.export({ id, format: 'json' }));
  expect(exported).toEqual({ path: join(folder, 'What is loam.json') });
  writeFileSync(join(folder, 'import.json'), readFileSync(exported?.path ?? ''));
  expect(contract.import.output.parse(await handlers.import())).toEqual({
    conversations: 0,
    messages: 0,
    unchanged: 1,
    assistants: 0,
    promptTemplates: 0,
  });
});

test('a cancelled dialog is no failure', async () => {
  const { conversations } = await openTestServices();
  const handlers = conversationHandlers(conversations, cancelled);
  const { id } = handlers.create({ assistantId: null, modelId: null });
  expect(await handlers.export({ id, format: 'markdown' })).toBeNull();
  expect(await handlers.export({ id: null, format: 'json' })).toBeNull();
  expect(await handlers.import()).toBeNull();
});
