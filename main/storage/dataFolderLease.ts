import { join } from 'node:path';
import { openSqlite, type SqliteConnection, type SqliteDriverName } from './sqliteDriver';

/**
 * Says which process keeps house in a data folder. The lock is held by the operating system for an open transaction,
 * so it ends with its holder, however that ends.
 */
export class DataFolderLease {
  readonly #connection: SqliteConnection | null;

  private constructor(connection: SqliteConnection | null) {
    this.#connection = connection;
  }

  /** Takes the lease when it is free; never waits. The caller releases it, also when it is not held. */
  static take(home: string, driver?: SqliteDriverName): DataFolderLease {
    let connection: SqliteConnection | undefined;
    try {
      connection = openSqlite(join(home, 'lease.db'), driver);
      connection.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
      return new DataFolderLease(connection);
    } catch {
      // Another process holds it (or the folder is read-only, where there is no house to keep).
      connection?.close();
      return new DataFolderLease(null);
    }
  }

  /** True for the one process that may recover, purge and back up. */
  get isHeld(): boolean {
    return this.#connection !== null;
  }

  /** Calling it again does nothing. */
  release(): void {
    if (this.#connection?.open) this.#connection.close();
  }
}
