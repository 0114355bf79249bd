import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { LoamError } from '../../../preload/contract/errors';
import { isMissingFile } from './loadFailure';
import type { AdapterInput } from './protocol';

/** A file as it is now: it may be replaced by another of the same name. */
export interface FileStamp {
  path: string;
  bytes: number;
  modifiedMs: number;
}

export interface AdapterInUse extends FileStamp {
  scale: number;
}

export async function stampOf(path: string): Promise<FileStamp> {
  const { size, mtimeMs } = await stat(path);
  return { path, bytes: size, modifiedMs: mtimeMs };
}

/**
 * Finds the adapters' files, in an order of their own. One that is named twice takes part once, with both scales together.
 *
 * @throws LoamError adapter/file-missing
 */
export async function findAdapters(adapters: readonly AdapterInput[]): Promise<AdapterInUse[]> {
  const scales = new Map<string, number>();
  for (const { path, scale } of adapters) scales.set(path, (scales.get(path) ?? 0) + scale);
  return Promise.all(
    [...scales].sort().map(async ([path, scale]) => {
      try {
        return { ...(await stampOf(path)), scale };
      } catch (error) {
        throw isMissingFile(error) ? adapterMissing(path, error) : adapterInvalid(path, error);
      }
    }),
  );
}

/** @param said what llama.cpp said about it */
export function adapterFailure(path: string, said: string, cause: unknown): LoamError {
  if (/failed to open/.test(said)) return adapterMissing(path, cause);
  return /arch mismatch|wrong base model/.test(said)
    ? adapterWrongBase(path, cause)
    : adapterInvalid(path, cause);
}

function adapterMissing(path: string, cause: unknown): LoamError {
  return new LoamError(
    'adapter/file-missing',
    `The adapter file ${basename(path)} is not there any more. Choose another adapter or none, or put the file back.`,
    { cause },
  );
}

function adapterWrongBase(path: string, cause: unknown): LoamError {
  return new LoamError(
    'adapter/wrong-base',
    `The adapter ${basename(path)} was made for another model. Choose the model it belongs to, or another adapter.`,
    { cause },
  );
}

function adapterInvalid(path: string, cause: unknown): LoamError {
  return new LoamError(
    'adapter/file-invalid',
    `The adapter ${basename(path)} cannot be used: its file is damaged, or of a kind this version of Loam cannot run. Get the file again or choose another adapter.`,
    { cause },
  );
}
