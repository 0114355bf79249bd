import { z } from 'zod';
import { idSchema, messageSchema, messageTextSchema } from './conversations';
import { request, stream } from './members';

/** How full the model's window is for one conversation. Counts in the model's own tokens. */
export const contextUseSchema = z.object({
  usedTokens: z.number(),
  contextSize: z.number(),
  /** Kept free for the answer. */
  reservedTokens: z.number(),
  /** The first message the model still sees; null when it sees all. */
  memoryStartsAtMessageId: z.string().nullable(),
});
export type ContextUse = z.infer<typeof contextUseSchema>;

/**
 * What the user did: `send` adds a question under `parentId` (edit-and-resend is a send under the edited question's
 * parent), `regenerate` answers the same question once more beside `messageId`, `continue` goes on with a stopped or
 * interrupted answer in place.
 */
export const turnSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('send'),
    parentId: idSchema.nullable(),
    text: messageTextSchema.refine((text) => text.trim().length > 0, 'A message needs some text.'),
  }),
  z.strictObject({ type: z.literal('regenerate'), messageId: idSchema }),
  z.strictObject({ type: z.literal('continue'), messageId: idSchema }),
]);
export type Turn = z.infer<typeof turnSchema>;

export const generationPartSchema = z.discriminatedUnion('type', [
  /** What the user is waiting for before the first word. */
  z.object({
    type: z.literal('phase'),
    phase: z.enum([
      /** Files of the scope are still being read. */
      'reading-documents',
      'rewriting-question',
      'searching',
      'loading-model',
      'reading',
      'writing',
    ]),
  }),
  z.object({ type: z.literal('context-use'), contextUse: contextUseSchema }),
  z.object({ type: z.literal('text-delta'), text: z.string(), completionTokens: z.number() }),
  /** Terminal. The message as stored, whatever its status. */
  z.object({ type: z.literal('end'), message: messageSchema }),
]);
export type GenerationPart = z.infer<typeof generationPartSchema>;

export const generation = {
  /** Acknowledged once the question and the empty answer are committed to disk. */
  start: stream({
    input: z.strictObject({ conversationId: idSchema, turn: turnSchema }),
    started: z.object({
      streamId: z.string(),
      userMessage: messageSchema.nullable(),
      assistantMessage: messageSchema,
    }),
    part: generationPartSchema,
  }),
  /** Stops the answer that this conversation is receiving and keeps what was said; fine when there is none. */
  cancel: request(z.strictObject({ conversationId: idSchema }), z.null()),
  /** Loads the model and evaluates the conversation so far, so that the next answer starts at once. */
  warm: request(z.strictObject({ conversationId: idSchema }), contextUseSchema),
};
