import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import type { Notice } from '../../preload/contract/application';
import { LoamError } from '../../preload/contract/errors';
import type { Clock } from '../clock';
import { type Backup, fileStamp, listBackups } from './backup';

/** A database is up to three files; the last also asks for a long check that its replacement does not need. */
const suffixes = ['', '-wal', '-shm', '.suspect'];

export interface DamagedDatabase {
  file: string;
  backupFolder: string;
  clock: Clock;
}

/**
 * Puts something that works in the place of a damaged database: the newest backup that opens, else an empty one. The
 * damaged files are renamed beside it and never deleted.
 *
 * `open` opens the database file anew, with the notice for the user, and throws storage/corrupt for a copy that is
 * damaged too.
 */
export async function recoverDatabase<Value>(
  damaged: DamagedDatabase,
  open: (notices: Notice[]) => Promise<Value>,
): Promise<Value> {
  const keptName = setAside(damaged);
  for (const backup of listBackups(damaged.backupFolder)) {
    copyFileSync(backup.file, damaged.file);
    try {
      return await open([restoredNotice(damaged, keptName, backup)]);
    } catch (error) {
      if (!(error instanceof LoamError) || error.code !== 'storage/corrupt') throw error;
      for (const suffix of suffixes) rmSync(damaged.file + suffix, { force: true });
    }
  }
  return open([emptyNotice(damaged, keptName)]);
}

function setAside({ file, clock }: DamagedDatabase): string {
  const keptFile = `${file}.damaged-${fileStamp(clock.now())}`;
  for (const suffix of suffixes) {
    if (existsSync(file + suffix)) renameSync(file + suffix, keptFile + suffix);
  }
  return basename(keptFile);
}

function restoredNotice({ clock }: DamagedDatabase, keptName: string, backup: Backup): Notice {
  const day = new Date(backup.createdAt).toLocaleString('en', { dateStyle: 'long', timeStyle: 'short' });
  return {
    id: `storage-restored-${clock.now()}`,
    title: 'A backup was opened',
    message: `The database was damaged. Loam opened the backup of ${day}; what you wrote after it is missing. The damaged file is kept in the data folder as ${keptName}.`,
  };
}

function emptyNotice({ clock }: DamagedDatabase, keptName: string): Notice {
  return {
    id: `storage-emptied-${clock.now()}`,
    title: 'Loam started with an empty database',
    message: `The database was damaged and there was no backup to open. The damaged file is kept in the data folder as ${keptName}; nothing was deleted.`,
  };
}
