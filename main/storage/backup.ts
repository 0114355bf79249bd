import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock';
import type { Database } from './database';

const keptBackups = 3;
const backupIntervalMs = 24 * 60 * 60 * 1000;
const backupName = /^loam-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z\.db$/;

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
 * A copy appears under its name only when it is complete and on the disk. Returns it, or null when none was due.
 * @throws LoamError storage/*; the earlier backups are then untouched
 */
export function backUpDaily(database: Database, backupFolder: string, clock: Clock): Backup | null {
  const now = clock.now();
  const newest = listBackups(backupFolder)[0];
  // A backup from the future was made before the clock was set back; it must not stop the new ones.
  if (newest !== undefined && newest.createdAt <= now && now - newest.createdAt < backupIntervalMs)
    return null;
  mkdirSync(backupFolder, { recursive: true, mode: 0o700 });
  const file = join(backupFolder, `loam-${fileStamp(now)}.db`);
  const partialFile = `${file}.part`;
  removePartialFiles(backupFolder);
  database.execute('VACUUM INTO ?', [partialFile]);
  flushFile(partialFile);
  renameSync(partialFile, file);
  for (const old of listBackups(backupFolder).slice(keptBackups)) rmSync(old.file, { force: true });
  return { file, createdAt: now };
}

/** SQLite does not flush what VACUUM INTO writes. */
function flushFile(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function removePartialFiles(backupFolder: string): void {
  for (const name of readdirSync(backupFolder)) {
    if (name.startsWith('loam-') && name.endsWith('.db.part'))
      rmSync(join(backupFolder, name), { force: true });
  }
}
