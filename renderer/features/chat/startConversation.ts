import type { QueryClient } from '@tanstack/react-query';
import type { Conversation, Message } from '../../../preload/contract/conversations';
import { api } from '../../api';
import { notifyError } from '../../components/errors/notifyError';
import { useNavigation } from '../../navigation';
import { conversationKeys, forgetConversation, storeConversation } from '../conversations/queries';
import { missingChoices, type ChatChoices } from './choices/chatChoices';
import { forgetFreshChoices } from './choices/useChatChoices';
import { getDraft, setDraft } from './composer/draftStore';
import { attemptTurn } from './generation/runTurn';

/**
 * Creates the conversation of a fresh chat, asks its first question and shows it. Resolves to whether the question was
 * accepted; a refused one waits in the composer of the created conversation.
 *
 * @throws LoamError when the conversation could not be created
 */
export async function startConversation(
  client: QueryClient,
  choices: ChatChoices,
  text: string,
): Promise<boolean> {
  const conversation = await createConversation(choices);
  const { id } = conversation;
  client.setQueryData<Message[]>(conversationKeys.messages(id), []);
  storeConversation(client, conversation);
  const isAccepted = await attemptTurn({
    client,
    conversationId: id,
    turn: { type: 'send', parentId: null, text },
  });
  if (!isAccepted) setDraft(id, text);
  setDraft(null, '');
  adopt(id);
  return isAccepted;
}

/**
 * Creates a conversation with these choices.
 *
 * @throws LoamError
 */
export async function createConversation(choices: ChatChoices): Promise<Conversation> {
  const { assistantId, modelId, adapters, scope } = choices;
  const created = await api.conversations.create({ assistantId, modelId, adapters, scope });
  const changes = missingChoices(created, choices);
  return changes === null ? created : api.conversations.update({ id: created.id, changes });
}

/** Shows a conversation that was just created, with what was typed into the fresh chat. */
export function enterConversation(client: QueryClient, id: string): void {
  client.setQueryData<Message[]>(conversationKeys.messages(id), []);
  setDraft(id, getDraft(null));
  setDraft(null, '');
  adopt(id);
}

/** Takes back a conversation that came to nothing. */
export async function discardConversation(client: QueryClient, id: string): Promise<void> {
  try {
    await api.conversations.delete({ id });
    forgetConversation(client, id);
  } catch (error) {
    notifyError(error);
  }
}

function adopt(id: string): void {
  forgetFreshChoices();
  const navigation = useNavigation.getState();
  // The user may have gone elsewhere in the meantime.
  if (navigation.conversationId === null) navigation.adoptConversation(id);
}
