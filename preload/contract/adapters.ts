import { z } from 'zod';
import { event, request } from './members';
import { localPathSchema } from './localPath';
import { modelIdSchema } from './models';
import { serializedErrorSchema } from './serializedError';

export const adapterIdSchema = z.string().min(1).max(64);
export const adapterScaleSchema = z.number().min(-2).max(2);

/** An adapter in use, and how strongly: 1 as it was trained, 0 not at all. */
export const adapterChoiceSchema = z.strictObject({ adapterId: adapterIdSchema, scale: adapterScaleSchema });
export type AdapterChoice = z.infer<typeof adapterChoiceSchema>;

export const adapterChoicesSchema = z.array(adapterChoiceSchema).max(8);

export const adapterSchema = z.object({
  id: adapterIdSchema,
  name: z.string(),
  /** Counts up among adapters of one name. */
  version: z.number().int(),
  /** As the file says it, such as llama. */
  architecture: z.string(),
  /** The base as the adapter's makers name it; null where the file does not. */
  baseName: z.string().nullable(),
  /** The model it was checked against when it was added; null where none was there. */
  baseModelId: modelIdSchema.nullable(),
  baseModelSha256: z.string().nullable(),
  rank: z.number().int(),
  alpha: z.number(),
  /** The kinds of weights it changes, such as attn_q. */
  targets: z.array(z.string()),
  bytes: z.number(),
  sha256: z.string(),
  origin: z.enum(['file', 'peft', 'downloaded', 'trained']),
  /** A file name, repository or address. */
  source: z.string(),
  notes: z.string(),
  createdAt: z.number(),
  archivedAt: z.number().nullable(),
  /** False when its file is gone. */
  isPresent: z.boolean(),
  /** Answers that exist now and were given with it. */
  useCount: z.number(),
  lastUsedAt: z.number().nullable(),
});
export type Adapter = z.infer<typeof adapterSchema>;

/** One answer that an adapter took part in. */
export const adapterUseSchema = z.object({
  conversationId: z.string(),
  conversationTitle: z.string(),
  messageId: z.string(),
  scale: z.number(),
  usedAt: z.number(),
});
export type AdapterUse = z.infer<typeof adapterUseSchema>;

export const adapters = {
  /** By name, newest version first; archived ones included. */
  list: request(z.strictObject({}), z.array(adapterSchema)),
  /** Asks for an adapter file (or a PEFT folder); its path, or null when the user cancelled. */
  choose: request(z.strictObject({ what: z.enum(['file', 'folder']) }), z.string().nullable()),
  /**
   * Copies a GGUF LoRA file, or converts a PEFT folder (or one of its two files), and checks it against its base.
   * `baseModelId` null: the first installed model that it fits.
   */
  add: request(
    z.strictObject({ path: localPathSchema, baseModelId: modelIdSchema.nullable() }),
    adapterSchema,
  ),
  update: request(
    z.strictObject({
      id: adapterIdSchema,
      changes: z.strictObject({
        name: z.string().trim().min(1).max(200).optional(),
        notes: z.string().max(10_000).optional(),
        isArchived: z.boolean().optional(),
      }),
    }),
    adapterSchema,
  ),
  /** Asks where to save the GGUF file; null when the user cancelled. */
  export: request(z.strictObject({ id: adapterIdSchema }), z.object({ path: z.string() }).nullable()),
  /** Refused with adapter/in-use while answers exist that were given with it, unless `evenIfUsed`. */
  remove: request(z.strictObject({ id: adapterIdSchema, evenIfUsed: z.boolean() }), z.null()),
  /** The newest answers it took part in. */
  uses: request(
    z.strictObject({ id: adapterIdSchema, limit: z.number().int().min(1).max(500) }),
    z.array(adapterUseSchema),
  ),
  /** Which adapters work with this model (null: the default one), and why the others do not. */
  compatibility: request(
    z.strictObject({ modelId: modelIdSchema.nullable() }),
    z.array(
      z.object({
        adapterId: adapterIdSchema,
        /** Null: it works with the model. */
        refusal: serializedErrorSchema.nullable(),
      }),
    ),
  ),
  /** The list changed outside the window's own request. */
  listChanged: event(z.object({})),
};
