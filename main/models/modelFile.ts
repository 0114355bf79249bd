import { open, stat } from 'node:fs/promises';
import { LoamError } from '../../preload/contract/errors';

const magic = 'GGUF';
const readableVersions = [2, 3];
const headerBytes = 8;

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

/**
 * Whether the file begins as a GGUF file of a version that can be loaded. A look at eight bytes, so that a picture or a
 * web page is refused with a plain word before the loader sees it.
 */
export async function hasGgufHeader(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const header = Buffer.alloc(headerBytes);
    const { bytesRead } = await file.read(header, 0, headerBytes, 0);
    return (
      bytesRead === headerBytes &&
      header.toString('latin1', 0, 4) === magic &&
      readableVersions.includes(header.readUInt32LE(4))
    );
  } finally {
    await file.close();
  }
}

/** The failure of a file that is no model: `reason` is a clause such as "it is not a GGUF file". */
export function invalidModelFile(name: string, reason: string, nextStep: string): LoamError {
  return new LoamError('model/file-invalid', `${name} cannot be used: ${reason}. ${nextStep}`);
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
