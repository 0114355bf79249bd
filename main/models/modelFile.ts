import { stat } from 'node:fs/promises';
import { LoamError } from '../../preload/contract/errors';

/** Bytes of the file, or null when there is no such file. */
export async function fileSize(path: string): Promise<number | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : null;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

/** The failure of a file that is no model: `reason` is a clause such as "it is not a GGUF file". */
export function invalidModelFile(name: string, reason: string, nextStep: string): LoamError {
  return new LoamError('model/file-invalid', `${name} cannot be used: ${reason}. ${nextStep}`);
}

/** Whether a file system's failure says that there is no such file or folder. */
export function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
