import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** A file name that can only lead to a file directly inside the weights folder. */
const fileNameSchema = z.string().regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/);

/** Only the fields the app uses; the set-up scripts read the sources of the files from the same manifest. */
const manifestSchema = z.object({
  weights: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      file: fileNameSchema,
      bytes: z.number().int().positive(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      licence: z.string(),
      architecture: z.string(),
      parameters: z.number().int().positive(),
      quantization: z.string(),
      contextTokens: z.number().int().positive(),
      goodFor: z.string(),
    }),
  ),
});

export interface StarterModel {
  id: string;
  name: string;
  /** Absolute. */
  path: string;
  bytes: number;
  sha256: string;
  licence: string;
  architecture: string;
  parameters: number;
  quantization: string;
  contextTokens: number;
  goodFor: string;
}

/** The models that the set-up brings, in the order of manifest.json; the first is the one to start with. */
export async function readStarterModels(starterModelsFolder: string): Promise<StarterModel[]> {
  const text = await readFile(join(starterModelsFolder, 'manifest.json'), 'utf8');
  const { weights } = manifestSchema.parse(JSON.parse(text));
  return weights.map(({ file, ...model }) => ({
    ...model,
    path: join(starterModelsFolder, 'weights', file),
  }));
}
