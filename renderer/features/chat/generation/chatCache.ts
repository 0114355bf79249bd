import type { QueryClient } from '@tanstack/react-query';
import type { Conversation, Message } from '../../../../preload/contract/conversations';
import { conversationKeys, storeConversation } from '../../conversations/queries';
import { withMessage } from '../messages/messageTree';

/** Puts the messages of an acknowledged turn on screen and makes the answer the end of the branch. */
export function storeTurn(client: QueryClient, messages: readonly Message[]): void {
  const answer = messages.at(-1);
  if (answer === undefined) return;
  for (const message of messages) storeMessage(client, message);
  const conversation = client.getQueryData<Conversation>(conversationKeys.detail(answer.conversationId));
  if (conversation === undefined) return;
  storeConversation(client, { ...conversation, activeLeafId: answer.id, updatedAt: answer.createdAt });
}

/**
 * Puts one message into the cache. Where the messages are still being read, they are read anew instead; a reading that
 * was under way would bring back the state before this message.
 */
export function storeMessage(client: QueryClient, message: Message): void {
  const queryKey = conversationKeys.messages(message.conversationId);
  if (client.getQueryData<Message[]>(queryKey) === undefined) {
    void client.invalidateQueries({ queryKey });
    return;
  }
  void client.cancelQueries({ queryKey });
  client.setQueryData<Message[]>(queryKey, (messages) => messages && withMessage(messages, message));
}
