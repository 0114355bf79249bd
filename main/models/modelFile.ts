import { open, stat } from 'node:fs/promises';
import { LoamError } from '../../preload/contract/errors';

const magic = 'GGUF';
const readableVersions = [2, 3];
const headerBytes = 24;
/** The least that one entry (key, type, value) and one tensor's description can take. */
const smallestEntryBytes = 13;
const smallestTensorBytes = 24;

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
 * Whether the file begins as a GGUF file of a version that can be loaded, with no more entries than it has room for: on
 * a header that promises a billion of them the loader would never end.
 */
export async function hasGgufHeader(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const header = Buffer.alloc(headerBytes);
    const { bytesRead } = await file.read(header, 0, headerBytes, 0);
    if (bytesRead < headerBytes || header.toString('latin1', 0, 4) !== magic) return false;
    const { size } = await file.stat();
    const tensorBytes = header.readBigUInt64LE(8) * BigInt(smallestTensorBytes);
    const entryBytes = header.readBigUInt64LE(16) * BigInt(smallestEntryBytes);
    return readableVersions.includes(header.readUInt32LE(4)) && tensorBytes + entryBytes <= BigInt(size);
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
