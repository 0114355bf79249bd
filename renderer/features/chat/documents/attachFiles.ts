import type { QueryClient } from '@tanstack/react-query';
import { isCancellation } from '../../../../preload/contract/errors';
import { api } from '../../../api';
import { notifyError } from '../../../components/errors/notifyError';
import { useNavigation } from '../../../navigation';
import { refreshConversation } from '../../conversations/queries';
import { refreshKnowledge, sourcesOptions } from '../../knowledge/queries';
import { askHowToAdd } from '../../models/adding/addModels';
import type { ChatChoices } from '../choices/chatChoices';
import { createConversation, discardConversation, enterConversation } from '../startConversation';

/** As many as the core takes at once. */
const mostPaths = 50;

/** The chat that files are given to: a stored one, or a fresh one that is created by it. */
export type AttachTarget = { client: QueryClient } & (
  { conversationId: string } | { conversationId: null; choices: ChatChoices }
);

interface FileOnDisk {
  path: string;
  bytes: number;
}

/** Gives files and folders to a chat. Model files among them go where models are added. */
export async function attachFiles(target: AttachTarget, files: readonly FileOnDisk[]): Promise<void> {
  const models = files.filter(({ path }) => path.toLowerCase().endsWith('.gguf'));
  const documents = files.filter((file) => !models.includes(file));
  if (documents.length > 0) {
    await withConversation(target, async (conversationId) => {
      for (let start = 0; start < documents.length; start += mostPaths) {
        const paths = documents.slice(start, start + mostPaths).map(({ path }) => path);
        await api.knowledge.attach({ conversationId, paths });
      }
      return true;
    });
  }
  if (models.length > 0) {
    useNavigation.getState().showModels('installed');
    askHowToAdd({
      paths: models.map(({ path }) => path),
      bytes: models.reduce((total, { bytes }) => total + bytes, 0),
    });
  }
}

/** Asks for files with the system's dialog, and gives them to the chat. */
export async function chooseAttachments(target: AttachTarget): Promise<void> {
  await withConversation(
    target,
    async (conversationId) => (await api.knowledge.chooseAttachments({ conversationId })) !== null,
  );
}

/** Runs `attach` for the chat; a failure is shown. */
async function withConversation(
  target: AttachTarget,
  attach: (conversationId: string) => Promise<boolean>,
): Promise<void> {
  const { client, conversationId } = target;
  try {
    const attachAndRead = async (id: string): Promise<boolean> => {
      const isAttached = await attach(id);
      await refreshKnowledge(client);
      // Known before the chat names them: what is not known counts as removed.
      if (isAttached) await client.query(sourcesOptions(null));
      return isAttached;
    };
    if (conversationId === null) await attachToFresh(client, target.choices, attachAndRead);
    else if (await attachAndRead(conversationId)) await refreshConversation(client, conversationId);
  } catch (error) {
    if (!isCancellation(error)) notifyError(error);
  }
}

/** A fresh chat only comes to exist when something was attached to it. */
async function attachToFresh(
  client: QueryClient,
  choices: ChatChoices,
  attach: (conversationId: string) => Promise<boolean>,
): Promise<void> {
  const { id } = await createConversation(choices);
  let isAttached = false;
  try {
    isAttached = await attach(id);
  } finally {
    if (!isAttached) await discardConversation(client, id);
  }
  if (!isAttached) return;
  await refreshConversation(client, id);
  enterConversation(client, id);
}
