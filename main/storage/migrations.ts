import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { LoamError } from '../../preload/contract/errors';
import { findInstalledFile } from './installedFiles';
import { readScalar, type SqliteConnection } from './sqliteDriver';
import { corruptContent } from './storageErrors';

const journalSchema = z.object({ entries: z.array(z.object({ tag: z.string(), when: z.number() })).min(1) });

/** "Loam" in ASCII, in the header of each of our databases. Set by the first migration. */
export const applicationId = 0x4c_6f_61_6d;

/** The folder with the numbered SQL files. @throws LoamError storage/open-failed when it is missing */
export function findMigrationsFolder(): string {
  return dirname(dirname(findInstalledFile([join('migrations', 'meta', '_journal.json')])));
}

/** The stamps of the migrations in a folder, oldest first. */
export function readMigrationStamps(migrationsFolder: string): number[] {
  const text = readFileSync(join(migrationsFolder, 'meta', '_journal.json'), 'utf8');
  return journalSchema.parse(JSON.parse(text)).entries.map((entry) => entry.when);
}

/**
 * Compares the migrations a database went through with the known ones.
 *
 * @throws LoamError storage/newer-version when it went through all of them and more, storage/corrupt when its history
 * is none that a version of Loam can have made
 */
export function checkMigrationHistory(connection: SqliteConnection, knownStamps: readonly number[]): void {
  const hasHistory = readScalar(
    connection,
    "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '__drizzle_migrations'",
  );
  if (Number(hasHistory) === 0) return;
  const applied = z
    .array(z.tuple([z.coerce.number()]))
    .parse(connection.prepare('SELECT created_at FROM __drizzle_migrations ORDER BY created_at').raw().all())
    .map(([stamp]) => stamp);
  const isAhead = applied.length > knownStamps.length;
  const agrees = applied.slice(0, knownStamps.length).every((stamp, index) => stamp === knownStamps[index]);
  if (!agrees) throw corruptContent('The list of applied migrations is not one of Loam.');
  if (!isAhead) return;
  throw new LoamError(
    'storage/newer-version',
    'Your data was written by a later version of Loam. Nothing was changed. Install that version or a later one to open it.',
  );
}
