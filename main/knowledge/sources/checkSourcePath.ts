import type { Stats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, relative } from 'node:path';
import { LoamError } from '../../../preload/contract/errors';

/** A file or folder that may be a source. */
export interface CheckedPath {
  kind: 'file' | 'folder';
  /** Where it really is, without links on the way. */
  path: string;
  bytes: number;
  modifiedMs: number;
}

/**
 * Looks at what the user wants to add.
 *
 * @param dataFolder Loam's own, which is no source
 * @throws LoamError source/refused, source/unreadable
 */
export async function checkSourcePath(wanted: string, dataFolder: string): Promise<CheckedPath> {
  if (!isAbsolute(wanted)) throw refused(wanted, 'its path is not a whole one');
  refuseShare(wanted, wanted);
  const path = await reach(wanted, (link) => realpath(link));
  // A link may lead to one.
  refuseShare(wanted, path);
  const facts = await reach(path, (file) => stat(file));
  const kind = kindOf(wanted, facts);
  if (dirname(path) === path) {
    throw refused(wanted, 'it is the whole disk. Choose the folders that you want to ask about');
  }
  if (isInside(path, await realpath(dataFolder).catch(() => dataFolder))) {
    throw refused(wanted, 'it belongs to the folder in which Loam keeps its own data');
  }
  return { kind, path, bytes: facts.size, modifiedMs: Math.floor(facts.mtimeMs) };
}

/** Whether a path is this folder or in it. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || /^\.\.[\\/]/.test(way) || isAbsolute(way));
}

/** What a failure of the file system means for a source that was added before. */
export function unreadableSource(path: string, error: unknown): LoamError {
  const code = codeOf(error);
  const reasons: Partial<Record<string, string>> = {
    ENOENT: 'is not there. Connect its drive or put it back; what was read from it stays searchable',
    ENOTDIR: 'is not there. Put it back; what was read from it stays searchable',
    EACCES: 'may not be read. Give yourself the right to read it',
    EPERM: 'may not be read. Give yourself the right to read it',
    ELOOP: 'is a link that leads back to itself. Choose the file or folder itself',
  };
  const reason =
    (typeof code === 'string' ? reasons[code] : undefined) ?? 'could not be read. Check its disk';
  return new LoamError('source/unreadable', `${path} ${reason}.`, { retryable: true, cause: error });
}

function kindOf(wanted: string, facts: Stats): CheckedPath['kind'] {
  if (facts.isFile()) return 'file';
  if (facts.isDirectory()) return 'folder';
  throw refused(wanted, 'it is neither a file nor a folder but a pipe, a socket or a device');
}

function refuseShare(wanted: string, path: string): void {
  if (!/^(?:\\\\|\/\/)/.test(path)) return;
  throw refused(wanted, 'it is on another computer. Copy it to a disk of this computer first');
}

async function reach<Value>(path: string, look: (path: string) => Promise<Value>): Promise<Value> {
  try {
    return await look(path);
  } catch (error) {
    // Nothing was read from it yet, so nothing stays searchable.
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') throw nothingThere(path, error);
    throw unreadableSource(path, error);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function nothingThere(path: string, cause: unknown): LoamError {
  return new LoamError(
    'source/unreadable',
    `There is no file or folder ${path}. Check how it is written, or connect its drive.`,
    { retryable: true, cause },
  );
}

function refused(path: string, reason: string): LoamError {
  return new LoamError('source/refused', `${path} cannot be added: ${reason}.`);
}
