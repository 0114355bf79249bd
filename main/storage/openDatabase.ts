import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { LoamError } from '../../preload/contract/errors';
import type { Clock } from '../clock';
import { listBackups } from './backup';
import { recoverDatabase } from './damagedDatabase';
import { Database } from './database';
import { checkColumns, checkTables, refuseForeignFile, repairAndCheck, SuspicionMark } from './integrity';
import { checkMigrationHistory, findMigrationsFolder, readMigrationStamps } from './migrations';
import * as schema from './schema';
import {
  chooseSqliteDriver,
  openSqlite,
  readScalar,
  type SqliteConnection,
  type SqliteDriverName,
} from './sqliteDriver';
import { classifyStorageError, corruptContent, isPlainSqlError } from './storageErrors';

export interface OpenDatabaseOptions {
  /** Absolute; its folder is created, for this user only, where it is missing. `:memory:` is forgotten when closed. */
  file: string;
  backupFolder: string;
  clock: Clock;
  /** Default: what this runtime can load. */
  driver?: SqliteDriverName;
  /** Default: the migrations that come with Loam. */
  migrationsFolder?: string;
}

/**
 * Opens the database: creates or migrates it, checks it, and makes every later commit survive a power loss.
 *
 * A damaged file is kept aside and the newest good backup (or an empty database) is opened in its place; `notices` says
 * so. Nothing native is loaded before this is called. The caller closes the database.
 *
 * @throws LoamError storage/newer-version when a later Loam made the file (it is left unchanged), storage/busy,
 * storage/full, storage/unwritable, storage/open-failed
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  if (options.file !== ':memory:') createFolder(dirname(options.file));
  try {
    refuseEmptiedFile(options);
    return await openChecked(options, []);
  } catch (error) {
    if (!(error instanceof LoamError) || error.code !== 'storage/corrupt') throw error;
  }
  try {
    return await recoverDatabase(options, (notices) => openChecked(options, notices));
  } catch (error) {
    throw classifyStorageError(error);
  }
}

async function openChecked(options: OpenDatabaseOptions, notices: Database['notices']): Promise<Database> {
  const migrationsFolder = options.migrationsFolder ?? findMigrationsFolder();
  // Drizzle is loaded with the driver: neither is needed before the first paint.
  const [{ drizzle }, { migrate }] = await Promise.all([
    import('drizzle-orm/better-sqlite3'),
    import('drizzle-orm/better-sqlite3/migrator'),
  ]);
  const mark = new SuspicionMark(options.file);
  const driver = options.driver ?? chooseSqliteDriver();
  const connection = openSqlite(options.file, driver);
  try {
    checkBeforeUse(connection, { knownStamps: readMigrationStamps(migrationsFolder), isSuspect: mark.isSet });
    mark.clear();
    const orm = drizzle(connection, { schema });
    applyMigrations(connection, () => migrate(orm, { migrationsFolder }));
    checkColumns(orm);
    return new Database({ file: options.file, driver, connection, orm, notices, onDamage: () => mark.set() });
  } catch (error) {
    connection.close();
    throw classifyStorageError(error);
  }
}

function checkBeforeUse(
  connection: SqliteConnection,
  { knownStamps, isSuspect }: { knownStamps: readonly number[]; isSuspect: boolean },
): void {
  try {
    connection.exec('PRAGMA busy_timeout = 5000');
    refuseForeignFile(connection);
    checkMigrationHistory(connection, knownStamps);
    configure(connection);
    checkTables(connection);
    if (isSuspect) repairAndCheck(connection);
  } catch (error) {
    // These statements are right, so what they cannot be run on is a file whose schema was damaged.
    throw isPlainSqlError(error) ? corruptContent(error) : error;
  }
}

function applyMigrations(connection: SqliteConnection, migrate: () => void): void {
  // Rebuilding a table would otherwise cascade through the rows that refer to it; a pragma has no effect inside the
  // migrator's transaction.
  connection.exec('PRAGMA foreign_keys = OFF');
  try {
    migrate();
  } catch (error) {
    const classified = classifyStorageError(error);
    if (classified instanceof LoamError) throw classified;
    throw new LoamError(
      'storage/open-failed',
      'The database could not be brought up to date; it is as it was. Please report this, and use the version of Loam you had before until it is fixed.',
      { cause: error },
    );
  }
  connection.exec('PRAGMA foreign_keys = ON');
}

function createFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new LoamError(
      'storage/open-failed',
      `Loam could not create its data folder ${folder}. Check that you may write there, or set LOAM_HOME to another folder, then start Loam again.`,
      { cause: error },
    );
  }
}

/** SQLite takes a file of no bytes for a new database; where there are backups it is one that lost its content. */
function refuseEmptiedFile(options: OpenDatabaseOptions): void {
  if (!existsSync(options.file) || statSync(options.file).size > 0) return;
  if (listBackups(options.backupFolder).length > 0) throw corruptContent('The file is empty.');
}

function configure(connection: SqliteConnection): void {
  connection.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
  `);
  // Both drivers are built to lose the newest commits at a power loss; ours must not.
  if (readScalar(connection, 'PRAGMA synchronous') !== 2) {
    throw new LoamError(
      'storage/open-failed',
      'The database cannot be opened in its safe mode on this disk. Set LOAM_HOME to a folder on a local disk.',
    );
  }
}
