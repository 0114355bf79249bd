import { z } from 'zod';
import { adapterChoicesSchema } from './adapters';
import { idSchema } from './id';
import { emptyScope, scopeSchema } from './knowledge';
import { event, request } from './members';
import { groundingSchema } from './retrieval';
import { samplingSchema } from './sampling';
import { serializedErrorSchema } from './serializedError';

const titleSchema = z.string().trim().min(1).max(200);
/** A message or prompt: long enough for a pasted chapter, short enough that one request cannot fill the memory. */
export const messageTextSchema = z.string().max(1_000_000);
const systemPromptSchema = z.string().max(100_000);

export const messageStatuses = ['complete', 'streaming', 'stopped', 'interrupted', 'failed'] as const;
/** `stopped` by the user, `interrupted` by a crash or a dead worker, `failed` with an error; the text so far is kept. */
export type MessageStatus = (typeof messageStatuses)[number];

/** All that is known about how an answer was made. Times in milliseconds, counts in the model's own tokens. */
export const provenanceSchema = z.object({
  servedBy: z.enum(['local']),
  modelId: z.string(),
  modelName: z.string(),
  modelSha256: z.string().nullable(),
  /** The adapters that took part, as they were then; none for answers from before there were any. */
  adapters: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        version: z.number(),
        sha256: z.string(),
        scale: z.number(),
      }),
    )
    .default([]),
  systemPrompt: z.string(),
  sampling: samplingSchema,
  /** The seed really used, also when sampling asked for a random one. */
  seed: z.number(),
  contextSize: z.number(),
  promptTokens: z.number(),
  /** Prompt tokens that had to be evaluated because they were not in the model's memory from the turn before. */
  evaluatedTokens: z.number(),
  completionTokens: z.number(),
  timeToFirstTokenMs: z.number().nullable(),
  tokensPerSecond: z.number().nullable(),
  durationMs: z.number(),
  /** The first message of the history that the model saw; null when it saw all of it. */
  memoryStartsAtMessageId: z.string().nullable(),
  /** `end`: the model closed its turn; `limit`: maxTokens reached; `window`: the context window is full. */
  stopReason: z.enum(['end', 'limit', 'window', 'cancelled', 'error']),
  /** What of the user's documents it was given to read; null for none. */
  grounding: groundingSchema.nullable().default(null),
});
export type Provenance = z.infer<typeof provenanceSchema>;

export const messageSchema = z.object({
  id: idSchema,
  conversationId: idSchema,
  parentId: idSchema.nullable(),
  /** Order of creation over the whole database; siblings are ordered by it, never by a clock. */
  sequence: z.number().int(),
  role: z.enum(['user', 'assistant']),
  text: z.string(),
  status: z.enum(messageStatuses),
  error: serializedErrorSchema.nullable(),
  createdAt: z.number(),
  provenance: provenanceSchema.nullable(),
});
export type Message = z.infer<typeof messageSchema>;

export const conversationSchema = z.object({
  id: idSchema,
  title: z.string(),
  /** An automatic title may be replaced by a better one; a title the user typed never is. */
  titleOrigin: z.enum(['automatic', 'user']),
  pinnedAt: z.number().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
  assistantId: idSchema.nullable(),
  systemPrompt: z.string(),
  /** Null: the model chosen in the settings. */
  modelId: z.string().nullable(),
  /** Adapters for its next answers. */
  adapters: adapterChoicesSchema.default([]),
  sampling: samplingSchema,
  /** The documents its next answers are drawn from. */
  scope: scopeSchema.default(emptyScope),
  /** The last message of the branch on screen; null while there is none. */
  activeLeafId: idSchema.nullable(),
});
export type Conversation = z.infer<typeof conversationSchema>;

export const conversationSummarySchema = conversationSchema.pick({
  id: true,
  title: true,
  pinnedAt: true,
  updatedAt: true,
});
export type ConversationSummary = z.infer<typeof conversationSummarySchema>;

/** A hit: the snippet in pieces, so that the page can mark matches without parsing markup. */
export const searchHitSchema = z.object({
  conversationId: idSchema,
  title: z.string(),
  /** Null when the title itself matched. */
  messageId: idSchema.nullable(),
  updatedAt: z.number(),
  snippet: z.array(z.object({ text: z.string(), isMatch: z.boolean() })),
});
export type SearchHit = z.infer<typeof searchHitSchema>;

export const importReportSchema = z.object({
  conversations: z.number(),
  messages: z.number(),
  /** Conversations already here with the same content, left alone. */
  unchanged: z.number(),
  /** Added ones only, like conversations and messages. */
  assistants: z.number(),
  promptTemplates: z.number(),
});
export type ImportReport = z.infer<typeof importReportSchema>;

export const conversations = {
  /** Pinned first, then by last use. */
  list: request(
    z.strictObject({ offset: z.number().int().min(0), limit: z.number().int().min(1).max(1000) }),
    z.object({ items: z.array(conversationSummarySchema), total: z.number() }),
  ),
  search: request(
    z.strictObject({ query: z.string().max(1000), limit: z.number().int().min(1).max(200) }),
    z.array(searchHitSchema),
  ),
  get: request(z.strictObject({ id: idSchema }), conversationSchema),
  /** All messages of the tree in order of creation. */
  messages: request(z.strictObject({ id: idSchema }), z.array(messageSchema)),
  create: request(
    z.strictObject({
      assistantId: idSchema.nullable(),
      modelId: z.string().max(200).nullable(),
      /** Left out: the settings' choice where the model is theirs too, else none. */
      adapters: adapterChoicesSchema.optional(),
      /** Left out: none. */
      scope: scopeSchema.optional(),
    }),
    conversationSchema,
  ),
  update: request(
    z.strictObject({
      id: idSchema,
      changes: z.strictObject({
        title: titleSchema.optional(),
        isPinned: z.boolean().optional(),
        systemPrompt: systemPromptSchema.optional(),
        modelId: z.string().max(200).nullable().optional(),
        adapters: adapterChoicesSchema.optional(),
        sampling: samplingSchema.optional(),
        scope: scopeSchema.optional(),
        /** Takes over the assistant's prompt and sampling as well; null goes back to none. */
        assistantId: idSchema.nullable().optional(),
      }),
    }),
    conversationSchema,
  ),
  /** Gone from every list at once; `undoDelete` brings it back until it is purged a minute later. */
  delete: request(z.strictObject({ id: idSchema }), z.null()),
  undoDelete: request(z.strictObject({ id: idSchema }), conversationSchema),
  /** Shows the branch through this message, down to its newest leaf. */
  selectBranch: request(
    z.strictObject({ conversationId: idSchema, messageId: idSchema }),
    conversationSchema,
  ),
  /** A new conversation that holds the branch from the start to this message. */
  fork: request(z.strictObject({ conversationId: idSchema, messageId: idSchema }), conversationSchema),
  /** Asks where to save; the answer is the chosen path, or null when the user cancelled. `id` null: everything. */
  export: request(
    z.strictObject({ id: idSchema.nullable(), format: z.enum(['markdown', 'json']) }),
    z.object({ path: z.string() }).nullable(),
  ),
  /** Asks for a JSON file that Loam exported; null when the user cancelled. */
  import: request(z.strictObject({}), importReportSchema.nullable()),
  /** Something about this conversation changed outside the window's own request (title found, answer finished). */
  changed: event(z.object({ id: idSchema })),
};

export { idSchema, systemPromptSchema, titleSchema };
