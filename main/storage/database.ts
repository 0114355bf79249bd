import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type { Notice } from '../../preload/contract/application';
import { LoamError } from '../../preload/contract/errors';
import type * as schema from './schema';
import type { SqliteConnection, SqliteDriverName } from './sqliteDriver';
import { classifyStorageError } from './storageErrors';

/** Typed statements on our tables. Change something only inside `Database.write`. */
export type Orm = BetterSQLite3Database<typeof schema>;

export interface DatabaseParts {
  file: string;
  driver: SqliteDriverName;
  connection: SqliteConnection;
  orm: Orm;
  notices: readonly Notice[];
  /** Called when a statement meets damage in the file. */
  onDamage: () => void;
}

/** One open, migrated and checked database. Made by `openDatabase`; whoever opened it closes it. */
export class Database {
  /** Absolute. */
  readonly file: string;
  readonly driver: SqliteDriverName;
  /** What the user must be told about how this database was opened. */
  readonly notices: readonly Notice[];
  readonly #connection: SqliteConnection;
  readonly #orm: Orm;
  readonly #onDamage: () => void;

  constructor({ file, driver, connection, orm, notices, onDamage }: DatabaseParts) {
    this.file = file;
    this.driver = driver;
    this.#connection = connection;
    this.#orm = orm;
    this.notices = notices;
    this.#onDamage = onDamage;
  }

  /** Runs statements that only read. Failures of the file or the disk are thrown as storage/* errors. */
  read<Value>(statements: (orm: Orm) => Value): Value {
    return this.#classifyFailure(() => statements(this.#orm));
  }

  /**
   * Runs statements in one transaction that is on the disk when this returns; anything thrown undoes all of them.
   * Inside another `write` they join its transaction.
   */
  write<Value>(statements: (orm: Orm) => Value): Value {
    if (this.#connection.inTransaction) return statements(this.#orm);
    return this.#classifyFailure(() => this.#inTransaction(() => statements(this.#orm)));
  }

  /** Writes the journal back into the file and closes it. Calling it again does nothing. */
  close(): void {
    if (!this.#connection.open) return;
    try {
      this.#connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // Everything is on the disk in the journal already; the next start writes it back.
    } finally {
      this.#connection.close();
    }
  }

  #inTransaction<Value>(statements: () => Value): Value {
    // Immediate: a transaction that reads first could otherwise not become a writer while another process writes.
    this.#connection.exec('BEGIN IMMEDIATE');
    try {
      const value = statements();
      this.#connection.exec('COMMIT');
      return value;
    } catch (error) {
      // SQLite has already rolled back after a full disk or an I/O error.
      if (this.#connection.inTransaction) this.#connection.exec('ROLLBACK');
      throw error;
    }
  }

  #classifyFailure<Value>(statements: () => Value): Value {
    try {
      return statements();
    } catch (error) {
      const classified = classifyStorageError(error);
      if (classified instanceof LoamError && classified.code === 'storage/corrupt') this.#onDamage();
      throw classified;
    }
  }
}
