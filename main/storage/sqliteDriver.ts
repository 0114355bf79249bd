import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';
import { LoamError } from '../../preload/contract/errors';

/** One open database file. Both drivers have this synchronous interface; only what both do alike may be used. */
export type SqliteConnection = BetterSqlite3.Database;

export const sqliteDriverNames = ['better-sqlite3', 'libsql'] as const;
export type SqliteDriverName = (typeof sqliteDriverNames)[number];

type ConnectionConstructor = new (file: string) => SqliteConnection;

// Not named `require`: the bundler declares that name itself.
const requireDriver = createRequire(import.meta.url);

/**
 * The driver this runtime can load: better-sqlite3 crashes the process where Node-API 10 is missing, and libsql has
 * the same interface and asks for less. LOAM_SQLITE_DRIVER overrides the choice.
 */
export function chooseSqliteDriver(
  environment: NodeJS.ProcessEnv = process.env,
  nodeApiVersion: string | undefined = process.versions['napi'],
): SqliteDriverName {
  const wanted = sqliteDriverNames.find((name) => name === environment['LOAM_SQLITE_DRIVER']);
  if (wanted !== undefined) return wanted;
  return Number(nodeApiVersion ?? 0) >= 10 ? 'better-sqlite3' : 'libsql';
}

/**
 * Opens a database file, creating it where there is none. Loads the native driver on the first call, so importing this
 * module costs nothing. The caller closes the connection.
 *
 * @throws LoamError storage/open-failed when the driver cannot load or the file cannot be opened
 */
export function openSqlite(file: string, driver: SqliteDriverName = chooseSqliteDriver()): SqliteConnection {
  try {
    // Both packages are CommonJS and export the constructor itself.
    const Connection = requireDriver(driver) as ConnectionConstructor;
    return new Connection(file);
  } catch (error) {
    throw new LoamError(
      'storage/open-failed',
      `Loam could not open its database ${file}. Check that the folder exists and that you may write to it, then start Loam again.`,
      { cause: error },
    );
  }
}

/** The first column of a statement's first row; undefined when there is no row. Alike on both drivers, unlike `pluck`. */
export function readScalar(connection: SqliteConnection, statement: string): unknown {
  const row: unknown = connection.prepare(statement).raw().get();
  return Array.isArray(row) ? row[0] : undefined;
}
