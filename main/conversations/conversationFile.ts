import { z } from 'zod';
import { assistantSchema } from '../../preload/contract/assistants';
import { conversationSchema, messageSchema, messageStatuses } from '../../preload/contract/conversations';
import { promptTemplateSchema } from '../../preload/contract/promptTemplates';

export const fileFormat = 'loam-conversations';
export const fileVersion = 1;
/**
 * What can be imported, and therefore the most that is exported: more than years of chats, and well below the longest
 * text the engine can hold.
 */
export const largestFileBytes = 256 * 1024 * 1024;

const time = z.int().min(0);

/** A message in a file. Its sequence says where it stands among all messages of the file. */
const fileMessageSchema = z.strictObject({
  ...messageSchema.omit({ conversationId: true }).shape,
  sequence: z.int().min(0),
  // Nobody is writing an answer that comes out of a file.
  status: z.enum(messageStatuses).exclude(['streaming']),
  createdAt: time,
});
export type FileMessage = z.infer<typeof fileMessageSchema>;

const fileConversationSchema = z.strictObject({
  ...conversationSchema.shape,
  createdAt: time,
  updatedAt: time,
  pinnedAt: time.nullable(),
  /** The whole tree, parents before their children, in order of creation. */
  messages: z.array(fileMessageSchema).max(1_000_000),
});
export type FileConversation = z.infer<typeof fileConversationSchema>;

/** Told apart first, so that another program's file and a later Loam's file get their own words. */
export const fileHeaderSchema = z.object({ format: z.literal(fileFormat), version: z.int() });

export const conversationFileSchema = z.strictObject({
  format: z.literal(fileFormat),
  version: z.literal(fileVersion),
  /** ISO 8601. */
  exportedAt: z.string(),
  /** Those that the conversations refer to; all of them in an export of everything. */
  assistants: z
    .array(z.strictObject({ ...assistantSchema.shape, createdAt: time, updatedAt: time }))
    .max(10_000),
  /** Only in an export of everything. */
  promptTemplates: z
    .array(z.strictObject({ ...promptTemplateSchema.shape, createdAt: time, updatedAt: time }))
    .max(10_000)
    .default([]),
  conversations: z.array(fileConversationSchema).max(1_000_000),
});
export type ConversationFile = z.infer<typeof conversationFileSchema>;
