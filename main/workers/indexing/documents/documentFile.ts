import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Stats } from 'node:fs';
import { LoamError } from '../../../../preload/contract/errors';
import { documentChanged, documentUnreadable, fileFailure } from './documentErrors';

/** So much of a file decides what it is and how its text is encoded. */
export const sampleBytes = 256 * 1024;

/** Windows has only the first of them, whatever is declared. */
const openFlags = ['O_RDONLY', 'O_NONBLOCK', 'O_NOCTTY'].reduce(
  (flags, name) => flags | (Number(Reflect.get(constants, name)) || 0),
  0,
);

/** A regular file, open for reading. Whoever opened it closes it. */
export interface DocumentFile {
  /** Of the process, so that a thread of it can read too. */
  readonly descriptor: number;
  /** As people read it. */
  readonly name: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  /** Its first 256 KB, or all of it. */
  readonly sample: Uint8Array;
  /**
   * Fills as much of the target as there is from this position on; 0 bytes at the end.
   * @throws LoamError document/unreadable
   */
  read(target: Uint8Array, position: number): Promise<number>;
  /** @throws LoamError document/changed when it is not the file any more that was opened */
  checkUnchanged(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a regular file and nothing else: a pipe or a device would block, or do something.
 * @throws LoamError document/not-found, document/unreadable
 */
export async function openDocumentFile(path: string): Promise<DocumentFile> {
  const name = basename(path);
  let handle: FileHandle | undefined;
  try {
    // Merely opening some devices has effects, so it is looked at before; and what is at a path may be another thing a
    // moment later, so it is opened in a way that never waits, and looked at again.
    checkRegular(await stat(path), name);
    handle = await open(path, openFlags);
    const stats = await handle.stat();
    checkRegular(stats, name);
    const file = new OpenFile(handle, name, stats);
    await file.takeSample();
    return file;
  } catch (error) {
    await handle?.close();
    throw error instanceof LoamError ? error : fileFailure(name, error);
  }
}

class OpenFile implements DocumentFile {
  readonly #handle: FileHandle;
  readonly #stats: Stats;
  readonly name: string;
  sample = new Uint8Array();
  #isOpen = true;

  constructor(handle: FileHandle, name: string, stats: Stats) {
    this.#handle = handle;
    this.name = name;
    this.#stats = stats;
  }

  get descriptor(): number {
    return this.#handle.fd;
  }

  get bytes(): number {
    return this.#stats.size;
  }

  get modifiedMs(): number {
    return this.#stats.mtimeMs;
  }

  async takeSample(): Promise<void> {
    const target = new Uint8Array(Math.min(this.bytes, sampleBytes));
    this.sample = target.subarray(0, await this.read(target, 0));
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    try {
      let filled = 0;
      while (filled < target.length) {
        const { bytesRead } = await this.#handle.read(
          target,
          filled,
          target.length - filled,
          position + filled,
        );
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return filled;
    } catch (error) {
      throw fileFailure(this.name, error);
    }
  }

  async checkUnchanged(): Promise<void> {
    const now = await this.#handle.stat();
    const isSame = now.size === this.#stats.size && now.mtimeMs === this.#stats.mtimeMs && now.nlink > 0;
    if (!isSame) throw documentChanged(this.name);
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#handle.close();
  }
}

function checkRegular(stats: Stats, name: string): void {
  if (stats.isFile()) return;
  const reason = stats.isDirectory()
    ? 'it is a folder. Add it as a folder.'
    : 'it is not a file but a pipe, a socket or a device. Leave it out.';
  throw documentUnreadable(name, reason);
}
