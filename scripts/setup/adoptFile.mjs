import { open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileSha256 } from './fileHash.mjs';

/** The server, or the file that it has, is not what was asked for: asking again would not help. */
export class WrongFileError extends Error {
  name = 'WrongFileError';
}

/**
 * Gives a finished file its name, if it is the right one.
 * @param {string} file Deleted when it is not the right one.
 * @param {string} destination On the same disk.
 * @param {{ bytes: number, sha256: string, signal?: AbortSignal }} expected
 * @throws {WrongFileError}
 */
export async function adoptFile(file, destination, { bytes, sha256, signal }) {
  const size = (await stat(file)).size;
  const hash = size === bytes ? await fileSha256(file, signal) : undefined;
  if (hash !== sha256) {
    await rm(file, { force: true });
    const found =
      hash === undefined ? `${size} bytes instead of ${bytes}` : `sha256 ${hash} instead of ${sha256}`;
    throw new WrongFileError(
      `${path.basename(destination)} is not the expected file: ${found}. It was deleted.`,
    );
  }
  await toDisk(file);
  await rename(file, destination);
  await toDisk(path.dirname(destination));
}

/** @param {string} fileOrFolder */
async function toDisk(fileOrFolder) {
  // Windows can neither open a folder nor flush a file that is open for reading.
  if (process.platform === 'win32') return;
  const handle = await open(fileOrFolder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
