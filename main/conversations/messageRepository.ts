import { and, asc, desc, eq, getTableColumns, inArray, notInArray, sql } from 'drizzle-orm';
import type { Message } from '../../preload/contract/conversations';
import { LoamError } from '../../preload/contract/errors';
import type { Orm } from '../storage/database';
import { messages } from '../storage/schema';

export type NewMessage = Omit<Message, 'sequence'>;
export type MessageChanges = Partial<Pick<Message, 'text' | 'status' | 'error' | 'provenance'>>;

export function findMessage(orm: Orm, id: string): Message | undefined {
  return orm.select(getTableColumns(messages)).from(messages).where(eq(messages.id, id)).get();
}

/** @throws LoamError message/not-found, also when it belongs to another conversation */
export function requireMessage(orm: Orm, conversationId: string, id: string): Message {
  const found = findMessage(orm, id);
  if (found === undefined || found.conversationId !== conversationId) throw messageNotFound();
  return found;
}

export function messageNotFound(): LoamError {
  return new LoamError('message/not-found', 'This message is no longer here. Open the conversation again.');
}

/** The whole tree in order of creation. */
export function listMessages(orm: Orm, conversationId: string): Message[] {
  return orm
    .select(getTableColumns(messages))
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .orderBy(asc(messages.sequence))
    .all();
}

/** The messages from the first one down to `leafId`, oldest first. A child is always younger than its parent. */
export function listBranch(orm: Orm, leafId: string): Message[] {
  const branch = sql`(
    WITH RECURSIVE branch (id, parent_id) AS (
      SELECT id, parent_id FROM messages WHERE id = ${leafId}
      UNION ALL
      SELECT messages.id, messages.parent_id FROM branch CROSS JOIN messages ON messages.id = branch.parent_id
    )
    SELECT id FROM branch
  )`;
  return orm
    .select(getTableColumns(messages))
    .from(messages)
    .where(inArray(messages.id, branch))
    .orderBy(asc(messages.sequence))
    .all();
}

export function hasMessages(orm: Orm, conversationId: string): boolean {
  const found = orm
    .select({ id: messages.id })
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .limit(1)
    .get();
  return found !== undefined;
}

export function hasReplies(orm: Orm, messageId: string): boolean {
  const found = orm
    .select({ id: messages.id })
    .from(messages)
    .where(eq(messages.parentId, messageId))
    .limit(1)
    .get();
  return found !== undefined;
}

/** Whether an answer of this conversation is being written. */
export function isAnswering(orm: Orm, conversationId: string): boolean {
  const found = orm
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.conversationId, conversationId), sql`status = 'streaming'`))
    .get();
  return found !== undefined;
}

/** Adds a message after all others of the database. */
export function insertMessage(orm: Orm, message: NewMessage): Message {
  return orm.insert(messages).values(message).returning().get();
}

/** Rows of one statement; SQLite allows some 32,000 values in it. */
const batchSize = 500;

/** Adds messages in their order after all others of the database. Parents may come later in the same transaction. */
export function insertMessages(orm: Orm, added: readonly NewMessage[]): void {
  for (let start = 0; start < added.length; start += batchSize) {
    orm
      .insert(messages)
      .values(added.slice(start, start + batchSize))
      .run();
  }
}

/** Whether any of these ids belongs to a message, of whichever conversation. */
export function hasAnyMessage(orm: Orm, ids: readonly string[]): boolean {
  for (let start = 0; start < ids.length; start += batchSize) {
    const batch = ids.slice(start, start + batchSize);
    const found = orm
      .select({ id: messages.id })
      .from(messages)
      .where(inArray(messages.id, batch))
      .limit(1)
      .get();
    if (found !== undefined) return true;
  }
  return false;
}

/** Returns the message as it is now. @throws LoamError message/not-found */
export function updateMessage(orm: Orm, id: string, changes: MessageChanges): Message {
  const updated = orm.update(messages).set(changes).where(eq(messages.id, id)).returning().all()[0];
  if (updated === undefined) throw messageNotFound();
  return updated;
}

/** Marks answers that are being written as cut off, but for those with these ids. Returns how many there were. */
export function interruptStreaming(orm: Orm, stillWritten: readonly string[]): number {
  return orm
    .update(messages)
    .set({ status: 'interrupted' })
    .where(and(sql`status = 'streaming'`, notInArray(messages.id, [...stillWritten])))
    .run().changes;
}

/** How fast models wrote the newest complete answers, newest first. */
export function recentSpeeds(orm: Orm, limit: number): { modelId: string; tokensPerSecond: number }[] {
  return orm
    .select({ provenance: messages.provenance })
    .from(messages)
    .where(and(eq(messages.role, 'assistant'), eq(messages.status, 'complete')))
    .orderBy(desc(messages.sequence))
    .limit(limit)
    .all()
    .flatMap(({ provenance }) => {
      if (provenance === null || provenance.tokensPerSecond === null) return [];
      return [{ modelId: provenance.modelId, tokensPerSecond: provenance.tokensPerSecond }];
    });
}
