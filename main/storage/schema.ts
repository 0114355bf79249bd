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
import {
  documentFormats,
  documentStates,
  emptyScope,
  passagePlaceSchema,
  scopeSchema,
} from '../../preload/contract/knowledge';
import { recallRunSchema } from '../../preload/contract/retrieval';
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
    scope: jsonColumn('scope', scopeSchema, emptyScope).notNull(),
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

export const collections = sqliteTable(
  'collections',
  {
    id: text('id').primaryKey().notNull(),
    name: textColumn('name').notNull(),
    createdAt: integer('created_at').notNull(),
    /** Gone for the user; its row is deleted once those of its sources are. */
    removedAt: integer('removed_at'),
  },
  (table) => [uniqueIndex('collections_name').on(table.name).where(isNull(table.removedAt))],
);

/** Files and folders the user added. */
export const sources = sqliteTable(
  'sources',
  {
    /** Search filters name it by this number. */
    sequence: integer('sequence').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    collectionId: text('collection_id')
      .notNull()
      .references(() => collections.id),
    kind: text('kind', { enum: ['file', 'folder'] }).notNull(),
    path: textColumn('path').notNull(),
    excludes: jsonColumn('excludes', z.array(z.string()), []).notNull(),
    isWatched: integer('is_watched', { mode: 'boolean' }).notNull(),
    addedAt: integer('added_at').notNull(),
    /** When all of it was last compared with its documents. */
    scannedAt: integer('scanned_at'),
    problem: jsonColumn('problem', serializedErrorSchema, null),
    /** In no search any more; its rows are deleted piece by piece. */
    removedAt: integer('removed_at'),
  },
  (table) => [uniqueIndex('sources_path').on(table.collectionId, table.path).where(isNull(table.removedAt))],
);

export const documents = sqliteTable(
  'documents',
  {
    sequence: integer('sequence').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    sourceSequence: integer('source_sequence')
      .notNull()
      .references(() => sources.sequence),
    path: textColumn('path').notNull(),
    name: textColumn('name').notNull(),
    format: text('format', { enum: documentFormats }),
    bytes: integer('bytes').notNull().default(0),
    modifiedMs: real('modified_ms'),
    contentSha256: text('content_sha256'),
    pendingSha256: text('pending_sha256'),
    state: text('state', { enum: documentStates }).notNull(),
    error: jsonColumn('error', serializedErrorSchema, null),
    /** Counts the readings that became searchable; 0 is none yet. */
    revision: integer('revision').notNull().default(0),
    passages: integer('passages').notNull().default(0),
    characters: integer('characters').notNull().default(0),
    tokens: integer('tokens').notNull().default(0),
    pages: integer('pages'),
    title: textColumn('title'),
    encoding: text('encoding'),
    queuedAt: integer('queued_at').notNull(),
    indexedAt: integer('indexed_at'),
    removedAt: integer('removed_at'),
  },
  (table) => [
    uniqueIndex('documents_path').on(table.sourceSequence, table.path).where(isNull(table.removedAt)),
    index('documents_source').on(table.sourceSequence, table.state),
    index('documents_waiting')
      .on(table.state, table.queuedAt, table.sequence)
      .where(sql`state IN ('queued', 'parsing', 'embedding')`),
    index('documents_content').on(table.contentSha256).where(isNotNull(table.contentSha256)),
  ],
);

export const passages = sqliteTable(
  'passages',
  {
    /** The search index names it by this number. */
    sequence: integer('sequence').primaryKey({ autoIncrement: true }),
    documentSequence: integer('document_sequence')
      .notNull()
      .references(() => documents.sequence),
    /** Searchable where it is its document's revision; else of a reading under way. */
    revision: integer('revision').notNull(),
    ordinal: integer('ordinal').notNull(),
    kind: text('kind', { enum: ['text', 'code', 'table'] }).notNull(),
    text: textColumn('text').notNull(),
    startOffset: integer('start_offset').notNull(),
    endOffset: integer('end_offset').notNull(),
    tokens: integer('tokens').notNull(),
    place: jsonColumn('place', passagePlaceSchema, {
      page: null,
      slide: null,
      sheet: null,
      headingPath: [],
    }).notNull(),
    tableHeader: textColumn('table_header'),
  },
  (table) => [uniqueIndex('passages_document').on(table.documentSequence, table.revision, table.ordinal)],
);

/** Search indexes on the disk: the one that answers, one that is being made, and those that are being deleted. */
export const indexGenerations = sqliteTable(
  'index_generations',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    embedderId: text('embedder_id').notNull(),
    dimensions: integer('dimensions').notNull(),
    state: text('state', { enum: ['building', 'serving', 'retired'] }).notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('index_generations_state')
      .on(table.state)
      .where(sql`state IN ('building', 'serving')`),
  ],
);

/** Which passages an index holds. */
export const indexedPassages = sqliteTable(
  'indexed_passages',
  {
    generationId: integer('generation_id')
      .notNull()
      .references(() => indexGenerations.id, { onDelete: 'cascade' }),
    passageSequence: integer('passage_sequence')
      .notNull()
      .references(() => passages.sequence, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.generationId, table.passageSequence] }),
    index('indexed_passages_passage').on(table.passageSequence),
  ],
);

/** Embedders and rerankers of the user's own. */
export const retrievalModels = sqliteTable('retrieval_models', {
  id: text('id').primaryKey().notNull(),
  kind: text('kind', { enum: ['embedder', 'reranker'] }).notNull(),
  name: textColumn('name').notNull(),
  folder: textColumn('folder').notNull(),
  dimensions: integer('dimensions'),
  maxTokens: integer('max_tokens').notNull(),
  bytes: integer('bytes').notNull(),
  addedAt: integer('added_at').notNull(),
});

export const recallQuestions = sqliteTable('recall_questions', {
  id: text('id').primaryKey().notNull(),
  question: textColumn('question').notNull(),
  scope: jsonColumn('scope', scopeSchema, emptyScope).notNull(),
  expectedDocumentId: text('expected_document_id').notNull(),
  expectedDocumentName: textColumn('expected_document_name').notNull(),
  expectedText: textColumn('expected_text').notNull(),
  createdAt: integer('created_at').notNull(),
});

export const recallRuns = sqliteTable(
  'recall_runs',
  {
    id: text('id').primaryKey().notNull(),
    createdAt: integer('created_at').notNull(),
    embedderId: text('embedder_id').notNull(),
    rerankerId: text('reranker_id'),
    trigger: text('trigger', { enum: ['user', 'after-indexing'] }).notNull(),
    questions: integer('questions').notNull(),
    hits: integer('hits').notNull(),
    meanReciprocalRank: real('mean_reciprocal_rank').notNull(),
    results: jsonColumn('results', recallRunSchema.shape.results, []).notNull(),
  },
  (table) => [index('recall_runs_created').on(table.createdAt)],
);
