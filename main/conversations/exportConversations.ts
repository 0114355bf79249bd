import { inArray } from 'drizzle-orm';
import type { Conversation, Message } from '../../preload/contract/conversations';
import type { Orm } from '../storage/database';
import { assistants, promptTemplates } from '../storage/schema';
import {
  conversationToMarkdown,
  encodeConversation,
  encodeConversationFile,
  exportFileName,
} from './conversationExport';
import { listWholeConversations, requireConversation } from './conversationRepository';
import { listBranch, listMessages } from './messageRepository';

/** See `ConversationService.exportText`. */
export function exportConversations(
  orm: Orm,
  { id, format, now }: { id: string | null; format: 'markdown' | 'json'; now: number },
): { suggestedName: string; content: string } {
  const chosen = id === null ? listWholeConversations(orm) : [requireConversation(orm, id)];
  const day = new Date(now).toISOString().slice(0, 10);
  const name = id === null ? `Loam conversations ${day}` : (chosen[0]?.title ?? '');
  if (format === 'markdown') {
    return { suggestedName: exportFileName(name, 'md'), content: toMarkdown(orm, chosen) };
  }
  return {
    suggestedName: exportFileName(name, 'json'),
    content: toJson(orm, chosen, { isEverything: id === null, now }),
  };
}

function toMarkdown(orm: Orm, chosen: readonly Conversation[]): string {
  return chosen
    .map((conversation) => conversationToMarkdown(conversation, activeBranch(orm, conversation)))
    .join('\n---\n\n');
}

function activeBranch(orm: Orm, { activeLeafId }: Conversation): Message[] {
  return activeLeafId === null ? [] : listBranch(orm, activeLeafId);
}

/** Everything means the library too: all assistants and templates, used or not. */
function toJson(
  orm: Orm,
  chosen: readonly Conversation[],
  options: { isEverything: boolean; now: number },
): string {
  const assistantIds = new Set(chosen.flatMap((conversation) => conversation.assistantId ?? []));
  return encodeConversationFile({
    conversations: chosen.map((each) => encodeConversation(each, listMessages(orm, each.id))),
    assistants: orm
      .select()
      .from(assistants)
      .where(options.isEverything ? undefined : inArray(assistants.id, [...assistantIds]))
      .all(),
    promptTemplates: options.isEverything ? orm.select().from(promptTemplates).all() : [],
    exportedAt: options.now,
  });
}
