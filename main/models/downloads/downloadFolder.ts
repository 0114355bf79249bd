import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LoamError } from '../../../preload/contract/errors';
import type { StoredDownloadFile } from '../../storage/fileFacts';
import { DataFolderLease } from '../../storage/dataFolderLease';
import { isSafeFileName, pathInFolder } from './fileNames';
import { partPaths } from './partFile';

const idPattern = /^[A-Za-z0-9-]{1,64}$/;

/** The folders of downloads that are not installed yet, one for each. */
export class DownloadFolders {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** Holds the files of a download and their parts, and nothing else. */
  filesFolder(id: string): string {
    return join(this.#folder(id), 'files');
  }

  /**
   * Makes the folder of a download and claims it for this process: two processes can have the same data folder, and
   * only one may write a file. The caller releases the lease.
   *
   * @throws LoamError download/refused while another process has it, storage/unwritable
   */
  claim(id: string): DataFolderLease {
    try {
      mkdirSync(this.filesFolder(id), { recursive: true, mode: 0o700 });
    } catch (error) {
      throw new LoamError(
        'storage/unwritable',
        'The folder for downloads could not be made. Check that the disk is connected and not full, and that Loam may write to its data folder.',
        { retryable: true, cause: error },
      );
    }
    const lease = DataFolderLease.take(this.#folder(id));
    if (lease.isHeld) return lease;
    lease.release();
    throw new LoamError(
      'download/refused',
      'Another Loam is busy with this download, in a window or a terminal. Stop it there first.',
      { retryable: true },
    );
  }

  /** Whether the folder could be claimed, so that nobody is at work on the download. */
  isIdle(id: string): boolean {
    try {
      this.claim(id).release();
      return true;
    } catch {
      // Asked about a download of another process; what is wrong shows when somebody resumes it.
      return false;
    }
  }

  /** Deletes what has arrived. The lease must have been released. */
  remove(id: string): void {
    removeFolder(this.#folder(id));
  }

  /** Deletes what has arrived, and leaves the lease alone. */
  removeFiles(id: string): void {
    removeFolder(this.filesFolder(id));
  }

  /** Names of the folders there are. */
  list(): string[] {
    try {
      return readdirSync(this.#root).filter((name) => idPattern.test(name));
    } catch {
      // Nothing was ever downloaded.
      return [];
    }
  }

  /** Bytes that are here of each file. */
  receivedBytes(id: string, files: readonly StoredDownloadFile[]): number[] {
    return files.map(({ name }) => {
      if (!isSafeFileName(name)) return 0;
      const path = pathInFolder(this.filesFolder(id), name);
      return sizeOf(path) ?? sizeOf(partPaths(path).part) ?? 0;
    });
  }

  #folder(id: string): string {
    if (!idPattern.test(id)) throw new LoamError('download/not-found', 'There is no such download.');
    return join(this.#root, id);
  }
}

function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // A virus scanner may have a file open. The next start deletes what belongs to no download.
  }
}

/** Null when there is no such file. */
export function sizeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.size ?? null;
}
