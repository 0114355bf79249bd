import { isNotNull, isNull, sql } from 'drizzle-orm';
import {
  type AnySQLiteColumn,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { z } from 'zod';
import { adapterChoicesSchema } from '../../preload/contract/adapters';
import { comparisonColumnSchema, comparisonSchema } from '../../preload/contract/comparisons';
import { messageStatuses, provenanceSchema } from '../../preload/contract/conversations';
import { downloadSourceSchema } from '../../preload/contract/downloads';
import { serializedErrorSchema } from '../../preload/contract/serializedError';
import { defaultSampling, samplingSchema } from '../../preload/contract/sampling';
import { adapterFactsSchema, downloadFileSchema, modelFactsSchema, modelFileSchema } from './fileFacts';
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

/** Model files of the user's own; the starter models are in their manifest. */
export const models = sqliteTable('models', {
  id: text('id').primaryKey().notNull(),
  name: textColumn('name').notNull(),
  origin: text('origin', { enum: ['linked', 'copied', 'downloaded'] }).notNull(),
  /** The folder of its files: absolute for a linked model, inside the data folder's models for all others. */
  folder: text('folder').notNull(),
  files: jsonColumn('files', z.array(modelFileSchema), []).notNull(),
  facts: jsonColumn('facts', modelFactsSchema, null).notNull(),
  licence: textColumn('licence'),
  source: textColumn('source'),
  catalogueId: text('catalogue_id'),
  addedAt: integer('added_at').notNull(),
});

/** What happened with a model here, also with a starter model. */
export const modelStates = sqliteTable('model_states', {
  modelId: text('model_id').primaryKey().notNull(),
  lastUsedAt: integer('last_used_at'),
  lethalLoads: integer('lethal_loads').notNull().default(0),
  quarantinedAt: integer('quarantined_at'),
});

export const downloads = sqliteTable('downloads', {
  id: text('id').primaryKey().notNull(),
  kind: text('kind', { enum: ['model', 'adapter'] }).notNull(),
  name: textColumn('name').notNull(),
  source: jsonColumn('source', downloadSourceSchema, null).notNull(),
  files: jsonColumn('files', z.array(downloadFileSchema), []).notNull(),
  state: text('state', {
    enum: ['queued', 'downloading', 'paused', 'checking', 'done', 'failed'],
  }).notNull(),
  error: jsonColumn('error', serializedErrorSchema, null),
  installedId: text('installed_id'),
  createdAt: integer('created_at').notNull(),
});

export const adapters = sqliteTable(
  'adapters',
  {
    id: text('id').primaryKey().notNull(),
    name: textColumn('name').notNull(),
    version: integer('version').notNull(),
    facts: jsonColumn('facts', adapterFactsSchema, null).notNull(),
    baseModelId: text('base_model_id'),
    baseModelSha256: text('base_model_sha256'),
    bytes: integer('bytes').notNull(),
    sha256: text('sha256').notNull(),
    origin: text('origin', { enum: ['file', 'peft', 'downloaded', 'trained'] }).notNull(),
    source: textColumn('source').notNull(),
    notes: textColumn('notes').notNull(),
    createdAt: integer('created_at').notNull(),
    archivedAt: integer('archived_at'),
  },
  (table) => [uniqueIndex('adapters_version').on(table.name, table.version)],
);

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
    adapters: jsonColumn('adapters', adapterChoicesSchema, []).notNull(),
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

/** Which answers an adapter took part in; triggers read it out of the messages' provenance. */
export const adapterUses = sqliteTable(
  'adapter_uses',
  {
    messageSequence: integer('message_sequence')
      .notNull()
      .references(() => messages.sequence, { onDelete: 'cascade' }),
    adapterId: text('adapter_id').notNull(),
    scale: real('scale').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.adapterId, table.messageSequence] }),
    index('adapter_uses_message').on(table.messageSequence),
  ],
);

export const comparisons = sqliteTable(
  'comparisons',
  {
    id: text('id').primaryKey().notNull(),
    question: textColumn('question').notNull(),
    systemPrompt: textColumn('system_prompt').notNull(),
    sampling: jsonColumn('sampling', samplingSchema, defaultSampling).notNull(),
    seed: integer('seed').notNull(),
    isBlind: integer('is_blind', { mode: 'boolean' }).notNull(),
    columns: jsonColumn('columns', z.array(comparisonColumnSchema), []).notNull(),
    choice: jsonColumn('choice', comparisonSchema.shape.choice, null),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('comparisons_created').on(table.createdAt)],
);
