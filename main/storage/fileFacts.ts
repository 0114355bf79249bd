import { z } from 'zod';

// The shapes of the JSON columns about files. What files say about themselves is outside data.

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

export const modelFileSchema = z.object({
  /** Beside the other parts, in the model's folder. */
  name: z.string(),
  bytes: z.number(),
  /** Null for a linked file, which may change. */
  sha256: sha256Schema.nullable(),
});
export type StoredModelFile = z.infer<typeof modelFileSchema>;

/** What a model's header said when it was added. */
export const modelFactsSchema = z.object({
  architecture: z.string().nullable().default(null),
  name: z.string().nullable().default(null),
  parameters: z.number().nullable().default(null),
  quantization: z.string().nullable().default(null),
  contextLength: z.number().nullable().default(null),
});
export type StoredModelFacts = z.infer<typeof modelFactsSchema>;

/** One file of a download, as the server described it. */
export const downloadFileSchema = z.object({
  /** As it will be stored. */
  name: z.string(),
  url: z.string(),
  bytes: z.number().nullable(),
  sha256: sha256Schema.nullable(),
});
export type StoredDownloadFile = z.infer<typeof downloadFileSchema>;

/** What an adapter's header said when it was added. */
export const adapterFactsSchema = z.object({
  architecture: z.string(),
  baseName: z.string().nullable(),
  rank: z.number(),
  alpha: z.number(),
  targets: z.array(z.string()),
});
export type StoredAdapterFacts = z.infer<typeof adapterFactsSchema>;
