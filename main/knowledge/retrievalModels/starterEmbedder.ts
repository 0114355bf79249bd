import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LoamError } from '../../../preload/contract/errors';
import type { RetrievalModelEntry } from './retrievalModelRepository';

/** A folder name that can only lead to a folder directly inside the weights folder. */
const folderNameSchema = z.string().regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/);

/** Only the fields the app uses; the set-up scripts read the sources of the files from the same manifest. */
const manifestSchema = z.object({
  embedders: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        folder: folderNameSchema,
        dimensions: z.number().int().positive(),
        maxTokens: z.number().int().positive(),
        bytes: z.number().int().positive(),
      }),
    )
    .min(1),
});

/**
 * The embedder that the set-up brings.
 *
 * @throws LoamError embedder/not-found when the application's own files are not complete
 */
export function readStarterEmbedder(starterModelsFolder: string): RetrievalModelEntry {
  try {
    const text = readFileSync(join(starterModelsFolder, 'manifest.json'), 'utf8');
    const [first] = manifestSchema.parse(JSON.parse(text)).embedders;
    if (!first) throw new Error('The manifest names no embedder.');
    return { ...first, kind: 'embedder', folder: join(starterModelsFolder, 'weights', first.folder) };
  } catch (error) {
    throw starterMissing(error);
  }
}

export function starterMissing(cause?: unknown): LoamError {
  return new LoamError(
    'embedder/not-found',
    'The embedder that comes with Loam is missing. Run the set-up again, or install Loam anew.',
    { cause },
  );
}
