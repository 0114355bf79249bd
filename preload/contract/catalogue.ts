import { z } from 'zod';
import { fitSchema } from './fit';
import { request } from './members';
import { modelIdSchema } from './models';

/** A model that can be fetched, as models/catalog.json or the user's own catalog.json describes it. */
export const catalogueModelSchema = z.object({
  id: z.string(),
  name: z.string(),
  family: z.string(),
  /** `owner/name` on the model hub. */
  repository: z.string(),
  revision: z.string(),
  files: z.array(z.string()),
  bytes: z.number(),
  licence: z.string(),
  parameters: z.string(),
  quantization: z.string(),
  contextLength: z.number(),
  goodFor: z.string(),
  /** Memory of a computer that this model makes sense on, in bytes. */
  smallestMemoryBytes: z.number(),
  fit: fitSchema,
  /** The one or two to begin with on this computer. */
  isRecommended: z.boolean(),
  /** From the user's own file. */
  isUserDefined: z.boolean(),
  /** Where it is on this computer already. */
  installedModelId: modelIdSchema.nullable(),
  /** Where it is being fetched. */
  downloadId: z.string().nullable(),
});
export type CatalogueModel = z.infer<typeof catalogueModelSchema>;

/** A file that a pasted repository or address offers. */
export const offeredFileSchema = z.object({
  /** Paths in the repository; the parts of a split model, or the two files of a PEFT adapter, are one offer. */
  files: z.array(z.string()),
  /** Null where the server did not say. */
  bytes: z.number().nullable(),
  quantization: z.string().nullable(),
  /** Null where nothing about the size is known. */
  fit: fitSchema.nullable(),
});
export type OfferedFile = z.infer<typeof offeredFileSchema>;

export const catalogue = {
  list: request(
    z.strictObject({}),
    z.object({
      models: z.array(catalogueModelSchema),
      /** What could not be used of the user's own file, one sentence each. */
      problems: z.array(z.string()),
      /** Where the user's own file is, or would be. */
      userFile: z.string(),
      /** The server that repositories are on, such as huggingface.co; null where one is set that may not be asked. */
      hub: z.string().nullable(),
    }),
  ),
  /**
   * Asks the hub which models or adapters a repository (`owner/name`, or its address) has, or whether an https address
   * leads to a GGUF file. Goes out to that server.
   */
  look: request(
    z.strictObject({ kind: z.enum(['model', 'adapter']), text: z.string().trim().min(1).max(2000) }),
    z.object({
      /** What a download is started with. */
      source: z.discriminatedUnion('type', [
        z.object({ type: z.literal('repository'), repository: z.string(), revision: z.string() }),
        z.object({ type: z.literal('url'), url: z.string() }),
      ]),
      licence: z.string().nullable(),
      offers: z.array(offeredFileSchema),
    }),
  ),
};
