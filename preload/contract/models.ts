import { z } from 'zod';
import { event, request } from './members';
import { serializedErrorSchema } from './serializedError';

const modelIdSchema = z.string().min(1).max(200);

export const installedModelSchema = z.object({
  id: modelIdSchema,
  name: z.string(),
  fileName: z.string(),
  origin: z.enum(['starter', 'linked']),
  bytes: z.number(),
  sha256: z.string().nullable(),
  licence: z.string().nullable(),
  parameters: z.string().nullable(),
  /** Longest context the model was trained for, in tokens; null until it was loaded once. */
  contextLength: z.number().nullable(),
  /** False when the file was moved or deleted since. */
  isPresent: z.boolean(),
});
export type InstalledModel = z.infer<typeof installedModelSchema>;

/** What the loaded model really got. */
export const loadedModelSchema = z.object({
  modelId: modelIdSchema,
  contextSize: z.number(),
  trainContextSize: z.number(),
  /** `cpu`, or the name of the graphics device. */
  device: z.string(),
  gpuLayers: z.number(),
  threads: z.number(),
  loadMs: z.number(),
  chatTemplate: z.string(),
});
export type LoadedModel = z.infer<typeof loadedModelSchema>;

export const modelStatusSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('unloaded') }),
  z.object({ state: z.literal('loading'), modelId: modelIdSchema, progress: z.number().min(0).max(1) }),
  z.object({ state: z.literal('ready'), loaded: loadedModelSchema }),
  z.object({ state: z.literal('failed'), modelId: modelIdSchema.nullable(), error: serializedErrorSchema }),
]);
export type ModelStatus = z.infer<typeof modelStatusSchema>;

export const models = {
  list: request(z.strictObject({}), z.array(installedModelSchema)),
  status: request(z.strictObject({}), modelStatusSchema),
  /** Loads this model (null: the chosen or the starter one); a call while it is loaded already costs nothing. */
  load: request(z.strictObject({ id: modelIdSchema.nullable() }), loadedModelSchema),
  unload: request(z.strictObject({}), z.null()),
  /** Asks for a GGUF file and links it where it is; null when the user cancelled. */
  linkFile: request(z.strictObject({}), installedModelSchema.nullable()),
  /** Forgets a linked model; its file stays where it is. */
  unlink: request(z.strictObject({ id: modelIdSchema }), z.null()),
  statusChanged: event(modelStatusSchema),
};
