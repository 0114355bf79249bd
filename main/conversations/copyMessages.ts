import { randomUUID } from 'node:crypto';
import type { Message } from '../../preload/contract/conversations';
import type { NewMessage } from './messageRepository';

/**
 * Messages as new ones of another conversation: fresh ids, and every reference among them follows. A reference to a
 * message outside of them (memory that began on another branch) becomes null. An answer that is still being written is
 * interrupted in the copy, where nobody writes it.
 *
 * @param messages parents before their children
 */
export function copyMessages(
  messages: readonly (Message | NewMessage)[],
  conversationId: string,
): { messages: NewMessage[]; newIds: ReadonlyMap<string, string> } {
  const newIds = new Map(messages.map((message) => [message.id, randomUUID() as string]));
  const renamed = (id: string | null): string | null => (id === null ? null : (newIds.get(id) ?? null));
  const copies = messages.map((message): NewMessage => ({
    id: newIds.get(message.id) ?? randomUUID(),
    conversationId,
    parentId: renamed(message.parentId),
    role: message.role,
    text: message.text,
    status: message.status === 'streaming' ? 'interrupted' : message.status,
    error: message.error,
    createdAt: message.createdAt,
    provenance:
      message.provenance === null
        ? null
        : {
            ...message.provenance,
            memoryStartsAtMessageId: renamed(message.provenance.memoryStartsAtMessageId),
          },
  }));
  return { messages: copies, newIds };
}
