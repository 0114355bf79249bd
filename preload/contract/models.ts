import { z } from 'zod';
import { fitSchema, machineSchema } from './fit';
import { localPathSchema } from './localPath';
import { event, request, stream } from './members';
import { serializedErrorSchema } from './serializedError';

export const modelIdSchema = z.string().min(1).max(200);
const pathsSchema = z.array(localPathSchema).min(1).max(100);

export const installedModelSchema = z.object({
  id: modelIdSchema,
  name: z.string(),
  fileName: z.string(),
  /** `linked` files stay where the user keeps them; all others lie in Loam's own folders. */
  origin: z.enum(['starter', 'linked', 'copied', 'downloaded']),
  /** All parts together. */
  bytes: z.number(),
  /** More than one for a split model. */
  fileCount: z.number(),
  /** Of the first part; null for a linked file, which may change. */
  sha256: z.string().nullable(),
  licence: z.string().nullable(),
  parameters: z.string().nullable(),
  architecture: z.string().nullable(),
  /** Such as Q4_K_M. */
  quantization: z.string().nullable(),
  /** Longest context the model was trained for, in tokens. */
  contextLength: z.number().nullable(),
  /** Who or what it is good for, where the catalogue knows it. */
  goodFor: z.string().nullable(),
  /** Where it came from, such as a repository or a web address. */
  source: z.string().nullable(),
  lastUsedAt: z.number().nullable(),
  /** False when the file was moved or deleted since. */
  isPresent: z.boolean(),
  /** Why it is not loaded any more without being asked for: its file ended the model process. */
  quarantine: z.object({ reason: z.string(), at: z.number() }).nullable(),
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
  totalLayers: z.number(),
  threads: z.number(),
  flashAttention: z.boolean(),
  memoryMapping: z.boolean(),
  /** Weights and context together, in bytes. */
  ramBytes: z.number(),
  vramBytes: z.number(),
  loadMs: z.number(),
  chatTemplate: z.string(),
});
export type LoadedModel = z.infer<typeof loadedModelSchema>;

/** A model that stays in memory beside the one that is ready, so that switching back costs nothing. */
export const keptModelSchema = z.object({ modelId: modelIdSchema, bytes: z.number() });
export type KeptModel = z.infer<typeof keptModelSchema>;

export const modelStatusSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('unloaded'), kept: z.array(keptModelSchema) }),
  z.object({ state: z.literal('loading'), modelId: modelIdSchema, progress: z.number().min(0).max(1) }),
  z.object({ state: z.literal('ready'), loaded: loadedModelSchema, kept: z.array(keptModelSchema) }),
  z.object({
    state: z.literal('failed'),
    modelId: modelIdSchema.nullable(),
    error: serializedErrorSchema,
    kept: z.array(keptModelSchema),
  }),
]);
export type ModelStatus = z.infer<typeof modelStatusSchema>;

/** What became of the files that were to be added. */
export const addModelsResultSchema = z.object({
  added: z.array(installedModelSchema),
  refused: z.array(z.object({ fileName: z.string(), error: serializedErrorSchema })),
});
export type AddModelsResult = z.infer<typeof addModelsResultSchema>;

export const addModelsPartSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('progress'),
    fileName: z.string(),
    copiedBytes: z.number(),
    totalBytes: z.number(),
  }),
  /** Terminal. A cancelled copy leaves nothing behind. */
  z.object({ type: z.literal('end'), result: addModelsResultSchema }),
]);
export type AddModelsPart = z.infer<typeof addModelsPartSchema>;

export const models = {
  list: request(z.strictObject({}), z.array(installedModelSchema)),
  status: request(z.strictObject({}), modelStatusSchema),
  /** Loads this model (null: the chosen or the starter one); a call while it is loaded already costs nothing. */
  load: request(z.strictObject({ id: modelIdSchema.nullable() }), loadedModelSchema),
  /** Frees the memory of one model, or of all for null. */
  unload: request(z.strictObject({ id: modelIdSchema.nullable() }), z.null()),
  /** What this computer has. Starts the model process, which alone can see graphics devices. */
  machine: request(z.strictObject({}), machineSchema),
  /** Whether this model runs here with the settings of now. */
  fit: request(z.strictObject({ id: modelIdSchema }), fitSchema),
  /** Asks for GGUF files; their paths, or null when the user cancelled. */
  chooseFiles: request(z.strictObject({}), pathsSchema.nullable()),
  /**
   * Adds GGUF files from this computer: `link` uses them where they lie, `copy` makes Loam's own. One part of a split
   * model brings the others along.
   */
  add: stream({
    input: z.strictObject({ paths: pathsSchema, mode: z.enum(['copy', 'link']) }),
    started: z.object({ streamId: z.string() }),
    part: addModelsPartSchema,
  }),
  /** Stops copying files in; what was added before stays. */
  cancelAdd: request(z.strictObject({}), z.null()),
  rename: request(
    z.strictObject({ id: modelIdSchema, name: z.string().trim().min(1).max(200) }),
    installedModelSchema,
  ),
  /** Deletes a model of Loam's own with its files, or forgets a linked one, whose file stays. Says how much became free. */
  remove: request(z.strictObject({ id: modelIdSchema }), z.object({ freedBytes: z.number() })),
  statusChanged: event(modelStatusSchema),
  /** The list changed outside the window's own request: a download arrived, a model was set aside. */
  listChanged: event(z.object({})),
};
