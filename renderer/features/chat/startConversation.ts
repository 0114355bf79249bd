import type { QueryClient } from '@tanstack/react-query';
import type { Message } from '../../../preload/contract/conversations';
import { api } from '../../api';
import { useNavigation } from '../../navigation';
import { conversationKeys, storeConversation } from '../conversations/queries';
import { missingChoices, type ChatChoices } from './choices/chatChoices';
import { forgetFreshChoices } from './choices/useChatChoices';
import { setDraft } from './composer/draftStore';
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
  const { assistantId, modelId, adapters } = choices;
  const created = await api.conversations.create({ assistantId, modelId, adapters });
  const changes = missingChoices(created, choices);
  const conversation =
    changes === null ? created : await api.conversations.update({ id: created.id, changes });
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
  forgetFreshChoices();
  const navigation = useNavigation.getState();
  // The user may have gone elsewhere in the meantime.
  if (navigation.conversationId === null) navigation.adoptConversation(id);
  return isAccepted;
}
