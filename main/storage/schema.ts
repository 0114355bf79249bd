import { isNotNull, isNull, sql } from 'drizzle-orm';
import {
  type AnySQLiteColumn,
  index,
  integer,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { z } from 'zod';
import { messageStatuses, provenanceSchema } from '../../preload/contract/conversations';
import { serializedErrorSchema } from '../../preload/contract/serializedError';
import { defaultSampling, samplingSchema } from '../../preload/contract/sampling';
import { jsonColumn } from './jsonColumn';
import { textColumn } from './textColumn';

// The tables as Drizzle sees them. The migrations create them (STRICT, with triggers and full-text tables that Drizzle
// has no words for), and a test compares the two. Times are epoch milliseconds.

export const assistants = sqliteTable('assistants', {
  id: text('id').primaryKey().notNull(),
  name: textColumn('name').notNull(),
  description: textColumn('description').notNull(),
  systemPrompt: textColumn('system_prompt').notNull(),
  sampling: jsonColumn('sampling', samplingSchema, defaultSampling).notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
});

export const promptTemplates = sqliteTable('prompt_templates', {
  id: text('id').primaryKey().notNull(),
  name: textColumn('name').notNull(),
  text: textColumn('text').notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
});

export const modelLinks = sqliteTable('model_links', {
  id: text('id').primaryKey().notNull(),
  name: textColumn('name').notNull(),
  path: text('path').notNull(),
  bytes: integer('bytes').notNull(),
  sha256: text('sha256'),
  metadata: jsonColumn('metadata', z.record(z.string(), z.unknown()), {}).notNull(),
  addedAt: integer('added_at').notNull(),
});

export const conversations = sqliteTable(
  'conversations',
  {
    /** Stable row number: the full-text table refers to it, and VACUUM renumbers rows that have none of their own. */
    sequence: integer('sequence').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    title: textColumn('title').notNull(),
    titleOrigin: text('title_origin', { enum: ['automatic', 'user'] }).notNull(),
    pinnedAt: integer('pinned_at'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** When the user deleted it; the row stays for the undo until it is purged. */
    deletedAt: integer('deleted_at'),
    assistantId: text('assistant_id').references(() => assistants.id, { onDelete: 'set null' }),
    systemPrompt: textColumn('system_prompt').notNull(),
    modelId: text('model_id'),
    sampling: jsonColumn('sampling', samplingSchema, defaultSampling).notNull(),
    activeLeafId: text('active_leaf_id').references((): AnySQLiteColumn => messages.id, {
      onDelete: 'set null',
    }),
  },
  (table) => [
    index('conversations_list')
      .on(sql`(pinned_at IS NULL)`, sql`updated_at DESC`, sql`sequence DESC`)
      .where(isNull(table.deletedAt)),
    index('conversations_deleted').on(table.deletedAt).where(isNotNull(table.deletedAt)),
    index('conversations_assistant').on(table.assistantId),
    index('conversations_active_leaf').on(table.activeLeafId),
  ],
);

export const messages = sqliteTable(
  'messages',
  {
    sequence: integer('sequence').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    conversationId: text('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    // Not a cascade: a chain of a thousand answers would run into SQLite's limit of nested triggers.
    parentId: text('parent_id').references((): AnySQLiteColumn => messages.id),
    role: text('role', { enum: ['user', 'assistant'] }).notNull(),
    text: textColumn('text').notNull(),
    status: text('status', { enum: messageStatuses }).notNull(),
    error: jsonColumn('error', serializedErrorSchema, null),
    createdAt: integer('created_at').notNull(),
    provenance: jsonColumn('provenance', provenanceSchema, null),
  },
  (table) => [
    index('messages_conversation').on(table.conversationId),
    index('messages_parent').on(table.parentId),
    uniqueIndex('messages_streaming')
      .on(table.conversationId)
      .where(sql`status = 'streaming'`),
  ],
);
