import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Adapter, AdapterUse } from '../../preload/contract/adapters';
import type { Orm } from '../storage/database';
import { adapters, adapterUses, conversations, messages } from '../storage/schema';
import { adapterNotFound } from './adapterErrors';

export type StoredAdapter = typeof adapters.$inferSelect;
export type NewAdapter = Omit<StoredAdapter, 'version' | 'archivedAt'>;

/** A stored adapter with what became of it in chats. */
export type CountedAdapter = Omit<Adapter, 'isPresent'>;

const noFacts = { architecture: 'unknown', baseName: null, rank: 0, alpha: 0, targets: [] };

// Answers in a deleted chat are counted out again: they are few, and their chat is in an index of its own, where asking
// each answer for its chat would mean to visit all of them. CROSS JOIN keeps SQLite to that order.
const useCount = sql<number>`(SELECT count(*) FROM adapter_uses WHERE adapter_id = ${adapters}."id")
  - (SELECT count(*) FROM conversations
      CROSS JOIN messages ON messages.conversation_id = conversations.id
      CROSS JOIN adapter_uses ON adapter_uses.message_sequence = messages.sequence
        AND adapter_uses.adapter_id = ${adapters}."id"
      WHERE conversations.deleted_at IS NOT NULL)`;
const lastUsedAt = sql<number | null>`(SELECT messages.created_at FROM adapter_uses
  CROSS JOIN messages ON messages.sequence = adapter_uses.message_sequence
  CROSS JOIN conversations ON conversations.id = messages.conversation_id
  WHERE adapter_uses.adapter_id = ${adapters}."id" AND conversations.deleted_at IS NULL
  ORDER BY adapter_uses.message_sequence DESC LIMIT 1)`;

/** By name, newest version first. */
export function listAdapters(orm: Orm): CountedAdapter[] {
  return orm
    .select({ stored: adapters, useCount, lastUsedAt })
    .from(adapters)
    .orderBy(sql`${adapters.name} COLLATE NOCASE`, desc(adapters.version))
    .all()
    .map(counted);
}

/** @throws LoamError adapter/not-found */
export function requireCountedAdapter(orm: Orm, id: string): CountedAdapter {
  const found = orm
    .select({ stored: adapters, useCount, lastUsedAt })
    .from(adapters)
    .where(eq(adapters.id, id))
    .get();
  if (found === undefined) throw adapterNotFound();
  return counted(found);
}

export function storedAdapters(orm: Orm): StoredAdapter[] {
  return orm.select().from(adapters).all();
}

/** @throws LoamError adapter/not-found */
export function requireAdapter(orm: Orm, id: string): StoredAdapter {
  const found = orm.select().from(adapters).where(eq(adapters.id, id)).get();
  if (found === undefined) throw adapterNotFound();
  return found;
}

export function findAdapterBySha256(orm: Orm, sha256: string): StoredAdapter | undefined {
  return orm.select().from(adapters).where(eq(adapters.sha256, sha256)).get();
}

/** Its version follows the highest one of its name. */
export function insertAdapter(orm: Orm, adapter: NewAdapter): void {
  orm
    .insert(adapters)
    .values({ ...adapter, version: freeVersion(orm, adapter.name), archivedAt: null })
    .run();
}

/** A new name keeps the version where it is free, and follows the highest one of that name otherwise. */
export function updateAdapter(
  orm: Orm,
  { id, name, version }: StoredAdapter,
  changes: { name?: string; notes?: string; archivedAt?: number | null },
): void {
  const isRenamed = changes.name !== undefined && changes.name !== name;
  const newVersion =
    isRenamed && hasVersion(orm, changes.name ?? name, version)
      ? freeVersion(orm, changes.name ?? name)
      : version;
  orm
    .update(adapters)
    .set({ ...changes, version: newVersion })
    .where(eq(adapters.id, id))
    .run();
}

export function deleteAdapter(orm: Orm, id: string): void {
  orm.delete(adapters).where(eq(adapters.id, id)).run();
}

/** Newest first. */
export function listUses(orm: Orm, id: string, limit: number): AdapterUse[] {
  return orm
    .select({
      conversationId: conversations.id,
      conversationTitle: conversations.title,
      messageId: messages.id,
      scale: adapterUses.scale,
      usedAt: messages.createdAt,
    })
    .from(adapterUses)
    .innerJoin(messages, eq(messages.sequence, adapterUses.messageSequence))
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .where(and(eq(adapterUses.adapterId, id), isNull(conversations.deletedAt)))
    .orderBy(desc(adapterUses.messageSequence))
    .limit(limit)
    .all();
}

function freeVersion(orm: Orm, name: string): number {
  const highest = orm
    .select({ version: adapters.version })
    .from(adapters)
    .where(eq(adapters.name, name))
    .orderBy(desc(adapters.version))
    .limit(1)
    .get();
  return (highest?.version ?? 0) + 1;
}

function hasVersion(orm: Orm, name: string, version: number): boolean {
  const found = orm
    .select({ id: adapters.id })
    .from(adapters)
    .where(and(eq(adapters.name, name), eq(adapters.version, version)))
    .get();
  return found !== undefined;
}

function counted(row: {
  stored: StoredAdapter;
  useCount: number;
  lastUsedAt: number | null;
}): CountedAdapter {
  const { facts, ...stored } = row.stored;
  return { ...stored, ...(facts ?? noFacts), useCount: row.useCount, lastUsedAt: row.lastUsedAt };
}
