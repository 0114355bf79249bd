import { z } from 'zod';
import { adapterChoicesSchema } from './adapters';
import { messageTextSchema, provenanceSchema, systemPromptSchema } from './conversations';
import { request, stream } from './members';
import { modelIdSchema } from './models';
import { samplingSchema } from './sampling';
import { serializedErrorSchema } from './serializedError';

const comparisonIdSchema = z.string().min(1).max(64);
const columnIndexSchema = z.number().int().min(0).max(3);

/** Who answers in one column. */
export const comparisonSetupSchema = z.strictObject({
  /** Null: the default model. */
  modelId: modelIdSchema.nullable(),
  adapters: adapterChoicesSchema,
});
export type ComparisonSetup = z.infer<typeof comparisonSetupSchema>;

export const comparisonColumnSchema = z.object({
  /** Null while the comparison is blind and not yet rated. */
  setup: comparisonSetupSchema.nullable(),
  text: z.string(),
  status: z.enum(['waiting', 'writing', 'complete', 'stopped', 'failed']),
  error: serializedErrorSchema.nullable(),
  /** Null until it is complete, and while the comparison is blind and not yet rated. */
  provenance: provenanceSchema.nullable(),
});
export type ComparisonColumn = z.infer<typeof comparisonColumnSchema>;

/** One question to several setups with one seed. In a blind one the columns are in random order. */
export const comparisonSchema = z.object({
  id: comparisonIdSchema,
  createdAt: z.number(),
  question: z.string(),
  systemPrompt: z.string(),
  sampling: samplingSchema,
  seed: z.number(),
  isBlind: z.boolean(),
  columns: z.array(comparisonColumnSchema),
  /** The column that was found best, or that none was. */
  choice: z.union([columnIndexSchema, z.literal('none')]).nullable(),
});
export type Comparison = z.infer<typeof comparisonSchema>;

export const comparisonPartSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('phase'),
    column: columnIndexSchema,
    phase: z.enum(['loading-model', 'reading', 'writing']),
  }),
  z.object({ type: z.literal('text-delta'), column: columnIndexSchema, text: z.string() }),
  z.object({ type: z.literal('column-end'), column: columnIndexSchema, answer: comparisonColumnSchema }),
  /** Terminal. The comparison as stored. */
  z.object({ type: z.literal('end'), comparison: comparisonSchema }),
]);
export type ComparisonPart = z.infer<typeof comparisonPartSchema>;

export const comparisons = {
  start: stream({
    input: z.strictObject({
      question: messageTextSchema.refine((text) => text.trim().length > 0, 'A question needs some text.'),
      systemPrompt: systemPromptSchema,
      sampling: samplingSchema,
      isBlind: z.boolean(),
      setups: z.array(comparisonSetupSchema).min(2).max(4),
    }),
    started: z.object({ streamId: z.string(), comparison: comparisonSchema }),
    part: comparisonPartSchema,
  }),
  /** Stops what is being written and keeps it; fine when nothing is. */
  cancel: request(z.strictObject({ id: comparisonIdSchema }), z.null()),
  /** Stores which column was best, and lifts a blind one's veil. */
  choose: request(
    z.strictObject({ id: comparisonIdSchema, choice: z.union([columnIndexSchema, z.literal('none')]) }),
    comparisonSchema,
  ),
  /** Newest first. */
  list: request(z.strictObject({ limit: z.number().int().min(1).max(500) }), z.array(comparisonSchema)),
  remove: request(z.strictObject({ id: comparisonIdSchema }), z.null()),
};
