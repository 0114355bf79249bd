import { z } from 'zod';
import { idSchema, systemPromptSchema } from './conversations';
import { request } from './members';
import { samplingSchema } from './sampling';

const assistantDraftSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  description: z.string().max(500),
  systemPrompt: systemPromptSchema,
  sampling: samplingSchema,
});
export type AssistantDraft = z.infer<typeof assistantDraftSchema>;

/** A named system prompt with its sampling. A conversation copies both, so a later edit changes no old chat. */
export const assistantSchema = assistantDraftSchema.extend({
  id: idSchema,
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type Assistant = z.infer<typeof assistantSchema>;

export const assistants = {
  list: request(z.strictObject({}), z.array(assistantSchema)),
  create: request(assistantDraftSchema, assistantSchema),
  update: request(z.strictObject({ id: idSchema, draft: assistantDraftSchema }), assistantSchema),
  delete: request(z.strictObject({ id: idSchema }), z.null()),
};
