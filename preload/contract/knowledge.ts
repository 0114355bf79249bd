import { z } from 'zod';
import { idSchema } from './id';
import { localPathSchema } from './localPath';
import { event, request } from './members';
import { serializedErrorSchema } from './serializedError';

/** What Loam can read. `code` is any source file, `text` anything else that is text. */
export const documentFormats = [
  'text',
  'markdown',
  'html',
  'pdf',
  'docx',
  'pptx',
  'xlsx',
  'csv',
  'odt',
  'epub',
  'rtf',
  'eml',
  'ipynb',
  'json',
  'code',
] as const;
export const documentFormatSchema = z.enum(documentFormats);
export type DocumentFormat = (typeof documentFormats)[number];

/** Where a passage stands in its document, as far as the format knows. */
export const passagePlaceSchema = z.object({
  /** From 1. */
  page: z.number().nullable(),
  /** From 1. */
  slide: z.number().nullable(),
  sheet: z.string().nullable(),
  /** From the outermost heading to the innermost. */
  headingPath: z.array(z.string()),
});
export type PassagePlace = z.infer<typeof passagePlaceSchema>;

export const documentStates = ['queued', 'parsing', 'embedding', 'done', 'failed', 'cancelled'] as const;
export const documentStateSchema = z.enum(documentStates);
export type DocumentState = (typeof documentStates)[number];

/** How many documents are in each state. */
const stateCountsSchema = z.object({
  queued: z.number(),
  parsing: z.number(),
  embedding: z.number(),
  done: z.number(),
  failed: z.number(),
  cancelled: z.number(),
});
export type StateCounts = z.infer<typeof stateCountsSchema>;

/** The collection that files dropped into chats go to; it exists once there is one. */
export const chatFilesCollectionId = 'chat-files';

export const collectionSchema = z.object({
  id: idSchema,
  name: z.string(),
  createdAt: z.number(),
  sources: z.number(),
  documents: stateCountsSchema,
  passages: z.number(),
  bytes: z.number(),
});
export type Collection = z.infer<typeof collectionSchema>;

/** A file or folder the user added. */
export const sourceSchema = z.object({
  id: idSchema,
  collectionId: idSchema,
  kind: z.enum(['file', 'folder']),
  path: z.string(),
  /** The last part of its path. */
  name: z.string(),
  /** Patterns as in a .gitignore file, beside those of the folder's own .gitignore files. */
  excludes: z.array(z.string()),
  /** Whether changes of its files are picked up by themselves. */
  isWatched: z.boolean(),
  addedAt: z.number(),
  documents: stateCountsSchema,
  passages: z.number(),
  bytes: z.number(),
  lastIndexedAt: z.number().nullable(),
  /** Why the source as a whole cannot be read now (a drive that is not there); its passages stay searchable. */
  problem: serializedErrorSchema.nullable(),
});
export type Source = z.infer<typeof sourceSchema>;

/** One file of a source. */
export const documentSchema = z.object({
  id: idSchema,
  sourceId: idSchema,
  collectionId: idSchema,
  path: z.string(),
  /** Its path inside the source, with forward slashes; the file's name for a single file. */
  name: z.string(),
  /** Null until it was looked into. */
  format: documentFormatSchema.nullable(),
  bytes: z.number(),
  state: documentStateSchema,
  /** Why it failed. */
  error: serializedErrorSchema.nullable(),
  /** Of what can be searched now. */
  passages: z.number(),
  characters: z.number(),
  /** In the embedder's tokens. */
  tokens: z.number(),
  pages: z.number().nullable(),
  /** When what can be searched now was read; null while nothing can. */
  indexedAt: z.number().nullable(),
});
export type KnowledgeDocument = z.infer<typeof documentSchema>;

/** What a conversation may answer from. Empty: nothing but the model itself. */
export const scopeSchema = z.strictObject({
  collectionIds: z.array(idSchema).max(200),
  sourceIds: z.array(idSchema).max(200),
  documentIds: z.array(idSchema).max(200),
});
export type KnowledgeScope = z.infer<typeof scopeSchema>;
export const emptyScope: KnowledgeScope = { collectionIds: [], sourceIds: [], documentIds: [] };

/** What indexing is doing. All counts are of the work since the queue was last empty. */
export const indexingProgressSchema = z.object({
  activity: z.enum(['idle', 'scanning', 'indexing', 'paused', 'rebuilding']),
  filesDone: z.number(),
  filesFailed: z.number(),
  filesTotal: z.number(),
  passagesDone: z.number(),
  /** Passages of the files that were read but are not embedded yet. */
  passagesWaiting: z.number(),
  passagesPerSecond: z.number().nullable(),
  timeLeftMs: z.number().nullable(),
  /** Name of the file under way. */
  currentFile: z.string().nullable(),
  /** Why nothing goes on although there is work (no embedder, a worker that keeps dying). */
  problem: serializedErrorSchema.nullable(),
});
export type IndexingProgress = z.infer<typeof indexingProgressSchema>;

/** A passage as the reader shows it. */
export const readerPassageSchema = z.object({
  ordinal: z.number(),
  kind: z.enum(['text', 'code', 'table']),
  text: z.string(),
  startOffset: z.number(),
  endOffset: z.number(),
  place: passagePlaceSchema,
  tableHeader: z.string().nullable(),
});
export type ReaderPassage = z.infer<typeof readerPassageSchema>;

const collectionNameSchema = z.string().trim().min(1).max(100);
const excludesSchema = z.array(z.string().min(1).max(500)).max(200);

/** Where sources go. Left out: the first collection, which is made when there is none. */
const targetSchema = { collectionId: idSchema.optional() };

export const knowledge = {
  collections: request(z.strictObject({}), z.array(collectionSchema)),
  createCollection: request(z.strictObject({ name: collectionNameSchema }), collectionSchema),
  renameCollection: request(z.strictObject({ id: idSchema, name: collectionNameSchema }), collectionSchema),
  /** With its sources; the user's own files stay. */
  removeCollection: request(z.strictObject({ id: idSchema }), z.null()),

  sources: request(z.strictObject({ collectionId: idSchema.optional() }), z.array(sourceSchema)),
  /** Asks for files or a folder; null when the user cancelled. */
  chooseSources: request(
    z.strictObject({ ...targetSchema, kind: z.enum(['files', 'folder']) }),
    z.array(sourceSchema).nullable(),
  ),
  /** Adds what was dropped. A path that is a source of this collection already is answered as it is. */
  addSources: request(
    z.strictObject({ ...targetSchema, paths: z.array(localPathSchema).min(1).max(500) }),
    z.array(sourceSchema),
  ),
  /** Adds what was dropped into a chat to the chat files, and to this conversation's scope. */
  attach: request(
    z.strictObject({ conversationId: idSchema, paths: z.array(localPathSchema).min(1).max(50) }),
    z.array(sourceSchema),
  ),
  /** Like `attach`, after asking for files. */
  chooseAttachments: request(z.strictObject({ conversationId: idSchema }), z.array(sourceSchema).nullable()),
  updateSource: request(
    z.strictObject({
      id: idSchema,
      changes: z.strictObject({ excludes: excludesSchema.optional(), isWatched: z.boolean().optional() }),
    }),
    sourceSchema,
  ),
  /** Its passages are in no search from now on; the user's own files stay. */
  removeSource: request(z.strictObject({ id: idSchema }), z.null()),
  /** Reads every file again, also unchanged ones. */
  reindexSource: request(z.strictObject({ id: idSchema }), z.null()),
  /** Tries every failed and cancelled file of the source again. */
  retrySource: request(z.strictObject({ id: idSchema }), z.null()),
  /** Leaves what is not read yet unread; what is done stays. */
  cancelSource: request(z.strictObject({ id: idSchema }), z.null()),

  documents: request(
    z.strictObject({
      sourceId: idSchema.optional(),
      collectionId: idSchema.optional(),
      ids: z.array(idSchema).max(200).optional(),
      states: z.array(documentStateSchema).optional(),
      /** Part of the name. */
      name: z.string().max(200).optional(),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(1000),
    }),
    z.object({ items: z.array(documentSchema), total: z.number() }),
  ),
  /** Reads one file again. */
  reindexDocument: request(z.strictObject({ id: idSchema }), z.null()),
  /** Takes one file out of its folder's source, by an exclude; a single file's source is removed. */
  removeDocument: request(z.strictObject({ id: idSchema }), z.null()),
  /** Shows the file in the system's file manager. */
  revealDocument: request(z.strictObject({ id: idSchema }), z.null()),
  /** The passages around one, in order. Their texts overlap where their offsets do. */
  read: request(
    z.strictObject({
      documentId: idSchema,
      fromOrdinal: z.number().int().min(0),
      limit: z.number().int().min(1).max(200),
    }),
    z.object({
      document: documentSchema,
      passages: z.array(readerPassageSchema),
      /** How many can be read: those that can be searched, or those being embedded while none can. */
      readablePassages: z.number(),
    }),
  ),

  progress: request(z.strictObject({}), indexingProgressSchema),
  pause: request(z.strictObject({}), z.null()),
  resume: request(z.strictObject({}), z.null()),

  progressChanged: event(indexingProgressSchema),
  /** Collections, sources or documents are not what they were. At most a few a second. */
  changed: event(z.object({})),
};
