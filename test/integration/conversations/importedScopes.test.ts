import { expect, it } from 'vitest';
import { chatFilesCollectionId } from '../../../preload/contract/knowledge';
import { RecordingLanguageModel } from '../../helpers/recordingLanguageModel';
import { openGroundedChats } from '../generation/openGroundedChats';

it('an imported chat is answered from documents that are here, not from files of other chats', async () => {
  const { conversations, knowledge, addFile } = await openGroundedChats(
    new RecordingLanguageModel(() => ({ pieces: [] })),
  );
  const mine = await addFile('pump.txt', 'The pump costs 40 euros.');
  const scope = {
    collectionIds: [chatFilesCollectionId, 'elsewhere'],
    sourceIds: [...mine.sourceIds, 'elsewhere'],
    documentIds: ['elsewhere'],
  };
  const { id } = conversations.create({ assistantId: null, modelId: null, scope });
  const { content } = conversations.exportText(id, 'json');
  const fromElsewhere = content.replaceAll(id, 'from-elsewhere');
  conversations.importText(fromElsewhere);
  expect(conversations.get('from-elsewhere').scope).toEqual(mine);
  expect(conversations.get(id).scope).toEqual(scope);
  for (const sourceId of mine.sourceIds) knowledge.sources.remove(sourceId);
  expect(conversations.importText(fromElsewhere)).toMatchObject({ conversations: 0, unchanged: 1 });
});
