import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isAbsent } from '../../../models/modelFile';

/** Grows with every change of the table that older code would read wrongly. */
export const indexFormatVersion = 1;

const metadataSchema = z.object({
  formatVersion: z.number(),
  embedderId: z.string(),
  dimensions: z.number().int().positive(),
  /** Rows that the index of vectors was trained on; null while there is none. */
  trainedRows: z.number().int().positive().nullable(),
});
export type IndexMetadata = z.infer<typeof metadataSchema>;

const fileName = 'metadata.json';

/** What is written beside an index about it: null where there is nothing, `unreadable` where it makes no sense. */
export async function readIndexMetadata(folder: string): Promise<IndexMetadata | 'unreadable' | null> {
  let text: string;
  try {
    text = await readFile(join(folder, fileName), 'utf8');
  } catch (error) {
    if (isAbsent(error)) return null;
    return 'unreadable';
  }
  try {
    return metadataSchema.parse(JSON.parse(text));
  } catch {
    // Cut off or overwritten: the index beside it cannot be trusted.
    return 'unreadable';
  }
}

/** Writes it whole or not at all. It is what makes an index exist, so it is written last. */
export async function writeIndexMetadata(folder: string, metadata: IndexMetadata): Promise<void> {
  const arriving = join(folder, `${fileName}.new`);
  const file = await open(arriving, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify(metadata));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(arriving, join(folder, fileName));
}
