import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { serializeError, type SerializedError } from '../../../preload/contract/errors';
import type { Clock } from '../../clock';
import type { Database } from '../../storage/database';
import { isInside, unreadableSource } from './checkSourcePath';
import { walkFolder, type WalkedFile } from './folderWalk';
import { type ChangedFile, ScannedDocuments, type ScannedDocument } from './scannedDocuments';
import type { StoredSource } from './sourceRepository';

export interface ScanOptions {
  database: Database;
  clock: Clock;
  /** Loam's own. */
  dataFolder: string;
  source: StoredSource;
  /** A part of the source's folder; default: all of it. */
  folder?: string;
  /** Whether folders in `folder` are looked into too; default true. */
  isRecursive?: boolean;
  /** Files that were changed within so many milliseconds may still be written: they are left for later. Default 0. */
  settleMs?: number;
  /** Called after each batch that changed something. */
  onChanged: () => void;
  /** A file that comes back within so many milliseconds is the document it was. */
  graceMs: number;
  signal: AbortSignal;
}

export interface ScanResult {
  /** Why the source as a whole cannot be read; its documents are then as before. */
  problem: SerializedError | null;
  added: number;
  changed: number;
  removed: number;
  /** Files that may still be written. */
  unsettled: string[];
  /** Whether the folder looked into could not be read now, so that nothing is known of what is in it. */
  isIncomplete: boolean;
}

/** `documents` a transaction. */
const removedAtOnce = 200;

/**
 * Compares a source's files with its documents: new and changed ones are queued, those that are gone are removed. Size and
 * time of change are compared here; whether the content has changed is found out when a file's turn comes.
 *
 * @throws the signal's reason; LoamError storage/*
 */
export async function scanSource(options: ScanOptions): Promise<ScanResult> {
  const result: ScanResult = {
    problem: null,
    added: 0,
    changed: 0,
    removed: 0,
    unsettled: [],
    isIncomplete: false,
  };
  const scan = new Scan(options, result);
  try {
    await (options.source.kind === 'file' ? scan.lookAtFile() : scan.lookIntoFolder());
  } catch (error) {
    options.signal.throwIfAborted();
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    const { source, folder = source.path } = options;
    // A folder in the source can go while it is looked into; where the source itself is gone, nothing is known of it.
    if (folder === source.path || !(await isThere(source.path))) {
      result.problem = serializeError(unreadableSource(source.path, error));
    } else if (isGone(error)) await scan.removeAllIn(folder);
    else result.isIncomplete = true;
  }
  return result;
}

class Scan {
  readonly #options: ScanOptions;
  readonly #result: ScanResult;
  readonly #documents: ScannedDocuments;
  readonly #seen = new Set<number>();
  readonly #addedPaths = new Set<string>();

  constructor(options: ScanOptions, result: ScanResult) {
    this.#options = options;
    this.#result = result;
    this.#documents = new ScannedDocuments(options.database, options.source.sequence, options.graceMs);
  }

  async lookAtFile(): Promise<void> {
    const { path } = this.#options.source;
    let facts: Stats;
    try {
      facts = await stat(path);
    } catch (error) {
      // Where its folder is still there, it was deleted; else the drive is gone and may come back.
      if (isGone(error) && (await isThere(dirname(path))))
        this.#remove([...this.#documents.find([path]).values()]);
      throw error;
    }
    this.#take([{ path, name: basename(path), bytes: facts.size, modifiedMs: Math.floor(facts.mtimeMs) }]);
  }

  async lookIntoFolder(): Promise<void> {
    const { source, folder = source.path, isRecursive = true, dataFolder, signal } = this.#options;
    // What is in the source is unknown while the source itself is not there.
    await stat(source.path);
    const unreadable: string[] = [];
    const { excludes } = source;
    const walk = walkFolder({
      root: source.path,
      folder,
      isRecursive,
      excludes,
      skippedFolder: dataFolder,
      signal,
    });
    for await (const { files, unreadableFolders } of walk) {
      unreadable.push(...unreadableFolders);
      this.#take(files);
    }
    await this.#removeUnseen(folder === source.path ? null : folder, (path) => {
      if (!isRecursive && dirname(path) !== folder) return true;
      return unreadable.some((one) => isInside(path, one));
    });
  }

  async removeAllIn(folder: string): Promise<void> {
    await this.#removeUnseen(folder, () => false);
  }

  #take(files: readonly WalkedFile[]): void {
    const { clock, settleMs = 0, onChanged } = this.#options;
    const known = this.#documents.find(files.map(({ path }) => path));
    const added: WalkedFile[] = [];
    const changed: ChangedFile[] = [];
    for (const file of files) {
      const document = known.get(file.path);
      if (document) this.#seen.add(document.sequence);
      if (document?.bytes === file.bytes && document.modifiedMs === file.modifiedMs) continue;
      const ageMs = clock.now() - file.modifiedMs;
      // A time in the future comes from a wrong clock and says nothing.
      if (ageMs >= 0 && ageMs < settleMs) this.#result.unsettled.push(file.path);
      else if (document) changed.push({ document, file });
      else added.push(file);
    }
    for (const { path } of added) this.#addedPaths.add(path);
    this.#documents.queue(added, changed, clock.now());
    this.#result.added += added.length;
    this.#result.changed += changed.length;
    if (added.length + changed.length > 0) onChanged();
  }

  async #removeUnseen(folder: string | null, isKept: (path: string) => boolean): Promise<void> {
    let after = '';
    for (;;) {
      this.#options.signal.throwIfAborted();
      const page = this.#documents.page(folder, after);
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.path;
      const gone = page.filter(
        ({ sequence, path }) => !this.#seen.has(sequence) && !this.#addedPaths.has(path) && !isKept(path),
      );
      for (let start = 0; start < gone.length; start += removedAtOnce) {
        this.#remove(gone.slice(start, start + removedAtOnce));
      }
      await setImmediate();
    }
  }

  #remove(gone: readonly ScannedDocument[]): void {
    this.#documents.remove(
      gone.map(({ sequence }) => sequence),
      this.#options.clock.now(),
    );
    this.#result.removed += gone.length;
    if (gone.length > 0) this.#options.onChanged();
  }
}

/** Whether the file system says that there is nothing; a file or folder that cannot be read now is still there. */
function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
