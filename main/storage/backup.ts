import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock';
import type { Database } from './database';
import { findInstalledFile } from './installedFiles';
import type { SqliteDriverName } from './sqliteDriver';
import { classifyStorageError } from './storageErrors';

const keptBackups = 3;
const backupIntervalMs = 24 * 60 * 60 * 1000;
const backupName = /^loam-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z\.db$/;

/** What the thread that copies is told. */
export interface BackupOrder {
  driver: SqliteDriverName;
  databaseFile: string;
  partialFile: string;
}

/** What the thread answers; `code` is SQLite's or the file system's. */
export type BackupOutcome = { isDone: true } | { isDone: false; code: string; message: string };

export interface Backup {
  file: string;
  createdAt: number;
}

/** The backups in a folder, newest first. Other files are left out. */
export function listBackups(backupFolder: string): Backup[] {
  if (!existsSync(backupFolder)) return [];
  return readdirSync(backupFolder)
    .flatMap((name) => {
      const match = backupName.exec(name);
      if (match === null) return [];
      const createdAt = Date.parse(`${match[1]}T${match[2]}:${match[3]}:${match[4]}.${match[5]}Z`);
      return Number.isNaN(createdAt) ? [] : [{ file: join(backupFolder, name), createdAt }];
    })
    .sort((first, second) => second.createdAt - first.createdAt);
}

/** A time as part of a file name, sortable and legal everywhere. */
export function fileStamp(time: number): string {
  return new Date(time).toISOString().replaceAll(/[:.]/g, '-');
}

/**
 * Makes the daily backup when the newest one is older than a day, and keeps the newest three.
 *
 * The copy is made by a thread of its own and appears under its name only when it is complete and on the disk.
 * Resolves to it, or to null when none was due. One process at a time may call this.
 * @throws LoamError storage/*; the earlier backups are then untouched
 */
export async function backUpDaily(
  database: Database,
  backupFolder: string,
  clock: Clock,
): Promise<Backup | null> {
  const now = clock.now();
  const newest = listBackups(backupFolder)[0];
  // A backup from the future was made before the clock was set back; it must not stop the new ones.
  if (newest !== undefined && newest.createdAt <= now && now - newest.createdAt < backupIntervalMs)
    return null;
  const file = join(backupFolder, `loam-${fileStamp(now)}.db`);
  const partialFile = `${file}.part`;
  try {
    mkdirSync(backupFolder, { recursive: true, mode: 0o700 });
    removePartialFiles(backupFolder);
    await copyInThread({ driver: database.driver, databaseFile: database.file, partialFile });
    renameSync(partialFile, file);
  } catch (error) {
    rmSync(partialFile, { force: true });
    throw classifyStorageError(error);
  }
  for (const old of listBackups(backupFolder).slice(keptBackups)) rmSync(old.file, { force: true });
  return { file, createdAt: now };
}

function copyInThread(order: BackupOrder): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(findInstalledFile(['backupWorker.ts', 'backupWorker.js']), {
      workerData: order,
    });
    // An unfinished copy is no reason to keep the program open; the next start begins anew.
    worker.unref();
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The thread that makes the backup ended without an answer.')));
    worker.once('message', (outcome: BackupOutcome) => {
      if (outcome.isDone) resolve();
      else reject(Object.assign(new Error(outcome.message), { code: outcome.code }));
    });
  });
}

function removePartialFiles(backupFolder: string): void {
  for (const name of readdirSync(backupFolder)) {
    if (name.startsWith('loam-') && name.endsWith('.db.part'))
      rmSync(join(backupFolder, name), { force: true });
  }
}
