import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GgufHeader, GgufVerdict } from '../../main/models/gguf/ggufHeader';
import { readGgufHeader } from '../../main/models/gguf/readGgufHeader';

/** The verdict about a file of these bytes, which is written into the folder over the one before. */
export async function verdictOn(folder: string, bytes: Buffer): Promise<GgufVerdict> {
  const path = join(folder, 'file.gguf');
  await writeFile(path, bytes);
  return readGgufHeader(path);
}

/** The header of a file that must be readable. */
export async function headerOf(folder: string, bytes: Buffer): Promise<GgufHeader> {
  const verdict = await verdictOn(folder, bytes);
  if (!verdict.isValid) throw new Error(`The file was refused: ${verdict.reason}.`);
  return verdict.header;
}
