import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { LoamError } from '../../preload/contract/errors';
import { copyModelFile } from '../models/copyModelFile';
import { displayText } from '../models/gguf/displayText';

const neverStopped = new AbortController().signal;

/**
 * Copies an adapter's file to where the user wants it, whole or not at all. What is there under that name is replaced.
 *
 * @throws LoamError export/failed
 */
export async function exportAdapterFile(from: string, to: string, sha256: string): Promise<void> {
  const temporaryPath = `${to}.${randomUUID().slice(0, 8)}.partial`;
  try {
    const copied = await copyModelFile(from, temporaryPath, () => undefined, neverStopped);
    if (copied.sha256 !== sha256) throw new Error('The copy differs from the adapter.');
    await rename(temporaryPath, to);
  } catch (error) {
    await rm(temporaryPath, { force: true });
    throw new LoamError(
      'export/failed',
      `The adapter could not be saved as ${displayText(basename(to), 120)}. Check that there is space and that you may write there, or choose another place.`,
      { cause: error },
    );
  }
}

/** A file name for an adapter that every system takes. */
export function exportedFileName({ name, version }: { name: string; version: number }): string {
  const safe = name
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}._ -]+/gu, '-')
    .replaceAll(/^[ .-]+|[ .-]+$/g, '')
    .slice(0, 100);
  return `${safe === '' ? 'adapter' : safe}-v${version}.gguf`;
}
