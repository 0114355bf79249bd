import { z } from 'zod';
import { idSchema } from './conversations';
import { request } from './members';

const promptTemplateDraftSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  /** The text with variables in double braces: `Summarise {{topic}} in {{count}} lines`. */
  text: z.string().min(1).max(100_000),
});
export type PromptTemplateDraft = z.infer<typeof promptTemplateDraftSchema>;

export const promptTemplateSchema = promptTemplateDraftSchema.extend({
  id: idSchema,
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type PromptTemplate = z.infer<typeof promptTemplateSchema>;

export const promptTemplates = {
  list: request(z.strictObject({}), z.array(promptTemplateSchema)),
  create: request(promptTemplateDraftSchema, promptTemplateSchema),
  update: request(z.strictObject({ id: idSchema, draft: promptTemplateDraftSchema }), promptTemplateSchema),
  delete: request(z.strictObject({ id: idSchema }), z.null()),
};
