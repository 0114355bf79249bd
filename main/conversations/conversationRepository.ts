import { and, count, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Conversation, ConversationSummary } from '../../preload/contract/conversations';
import { LoamError } from '../../preload/contract/errors';
import type { Orm } from '../storage/database';
import { conversations } from '../storage/schema';

const conversationColumns = {
  id: conversations.id,
  title: conversations.title,
  titleOrigin: conversations.titleOrigin,
  pinnedAt: conversations.pinnedAt,
  createdAt: conversations.createdAt,
  updatedAt: conversations.updatedAt,
  assistantId: conversations.assistantId,
  systemPrompt: conversations.systemPrompt,
  modelId: conversations.modelId,
  adapters: conversations.adapters,
  scope: conversations.scope,
  sampling: conversations.sampling,
  activeLeafId: conversations.activeLeafId,
};

export type ConversationChanges = Partial<Omit<Conversation, 'id' | 'createdAt'>>;

/** @throws LoamError conversation/not-found, also for a deleted one */
export function requireConversation(orm: Orm, id: string): Conversation {
  const found = orm
    .select(conversationColumns)
    .from(conversations)
    .where(and(eq(conversations.id, id), isNull(conversations.deletedAt)))
    .get();
  if (found === undefined) throw conversationNotFound();
  return found;
}

export function conversationNotFound(): LoamError {
  return new LoamError(
    'conversation/not-found',
    'This conversation is no longer here. Choose another one or start a new one.',
  );
}

/** Pinned first, then by last use; one page and the number of all. */
export function listConversations(
  orm: Orm,
  page: { offset: number; limit: number },
): { items: ConversationSummary[]; total: number } {
  const isKept = isNull(conversations.deletedAt);
  const items = orm
    .select({
      id: conversations.id,
      title: conversations.title,
      pinnedAt: conversations.pinnedAt,
      updatedAt: conversations.updatedAt,
    })
    .from(conversations)
    .where(isKept)
    .orderBy(
      sql`${conversations.pinnedAt} IS NULL`,
      desc(conversations.updatedAt),
      desc(conversations.sequence),
    )
    .limit(page.limit)
    .offset(page.offset)
    .all();
  const total = orm.select({ total: count() }).from(conversations).where(isKept).get()?.total ?? 0;
  return { items, total };
}

/** All that are not deleted, in order of creation. */
export function listWholeConversations(orm: Orm): Conversation[] {
  return orm
    .select(conversationColumns)
    .from(conversations)
    .where(isNull(conversations.deletedAt))
    .orderBy(conversations.sequence)
    .all();
}

export function insertConversation(orm: Orm, conversation: Conversation): void {
  orm.insert(conversations).values(conversation).run();
}

export function updateConversation(orm: Orm, id: string, changes: ConversationChanges): void {
  if (Object.keys(changes).length === 0) return;
  orm.update(conversations).set(changes).where(eq(conversations.id, id)).run();
}

/** Sets or clears the mark of deletion. Returns whether there is such a conversation. */
export function markDeleted(orm: Orm, id: string, deletedAt: number | null): boolean {
  return orm.update(conversations).set({ deletedAt }).where(eq(conversations.id, id)).run().changes > 0;
}

/**
 * Removes for good what was deleted at or before `deletedUntil`, or after `now` (the clock was set back meanwhile). A
 * conversation whose answer is still being written waits for the next time. Returns how many were removed.
 */
export function purgeConversations(
  orm: Orm,
  { deletedUntil, now }: { deletedUntil: number; now: number },
): number {
  return orm
    .delete(conversations)
    .where(
      sql`deleted_at IS NOT NULL AND (deleted_at <= ${deletedUntil} OR deleted_at > ${now})
        AND NOT EXISTS (
          SELECT 1 FROM messages WHERE conversation_id = conversations.id AND status = 'streaming'
        )`,
    )
    .run().changes;
}
