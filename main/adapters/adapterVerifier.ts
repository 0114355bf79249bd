import { stat } from 'node:fs/promises';
import { hashFile } from '../files/hashFile';
import { isAbsent } from '../models/modelFile';
import { LoamError } from '../../preload/contract/errors';
import { adapterFileMissing } from './adapterErrors';

export interface VerifiedFile {
  id: string;
  /** As people read it. */
  name: string;
  path: string;
  bytes: number;
  sha256: string;
}

/**
 * Tells whether an adapter's file is still the one that was checked when it was added. Size and time are asked each time;
 * the content is read again only when they changed, and once in each run.
 */
export class AdapterVerifier {
  readonly #verified = new Map<string, string>();

  /** @throws LoamError adapter/file-missing, adapter/file-invalid */
  async verify({ id, name, path, bytes, sha256 }: VerifiedFile): Promise<void> {
    const found = await identityOf(path, name);
    const identity = `${found.identity} ${sha256}`;
    if (this.#verified.get(id) === identity) return;
    if (found.size !== bytes || (await hashFile(path)) !== sha256) throw wasChanged(name);
    this.#verified.set(id, identity);
  }

  /** What can be told without reading the file. @throws LoamError adapter/file-missing, adapter/file-invalid */
  async glance({ name, path, bytes }: Omit<VerifiedFile, 'sha256'>): Promise<void> {
    if ((await identityOf(path, name)).size !== bytes) throw wasChanged(name);
  }

  /** What is known of a file whose adapter is gone or new in its place. */
  forget(id: string): void {
    this.#verified.delete(id);
  }
}

function wasChanged(name: string): LoamError {
  return new LoamError(
    'adapter/file-invalid',
    `The file of the adapter ${name} was changed after it was added, so it is not used. Delete the adapter and add it again, or choose another one.`,
  );
}

async function identityOf(path: string, name: string): Promise<{ identity: string; size: number }> {
  try {
    const { ino, size, mtimeMs, ctimeMs } = await stat(path);
    return { identity: `${ino} ${size} ${mtimeMs} ${ctimeMs}`, size };
  } catch (error) {
    if (isAbsent(error)) throw adapterFileMissing(name);
    throw error;
  }
}
