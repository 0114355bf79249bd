import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { getTableName } from 'drizzle-orm';
import type { Orm } from './database';
import { applicationId } from './migrations';
import * as schema from './schema';
import { readScalar, type SqliteConnection } from './sqliteDriver';
import { corruptContent, isPlainSqlError } from './storageErrors';

/** Every table of ours: the schema exports nothing else. */
const tables = Object.values(schema);

/** Full-text tables: made from the others, so they can be made again. */
const rebuildableTables = ['messages_fts', 'conversation_titles_fts'] as const;

/** @throws LoamError storage/corrupt for a SQLite file with tables that is not ours */
export function refuseForeignFile(connection: SqliteConnection): void {
  if (Number(readScalar(connection, 'PRAGMA application_id')) === applicationId) return;
  // A first start that was cut off before its first migration leaves only the migrator's empty table.
  const ownTables = "name LIKE '\\_\\_drizzle\\_%' ESCAPE '\\' OR name LIKE 'sqlite\\_%' ESCAPE '\\'";
  const foreign = readScalar(connection, `SELECT count(*) FROM sqlite_schema WHERE NOT (${ownTables})`);
  if (Number(foreign) > 0) throw corruptContent('The file is another program’s database.');
}

/**
 * Reads every page of our own tables. Of the full-text index only the definition: its own check takes several times as
 * long, and `repairAndCheck` follows when it fails in use.
 *
 * @throws LoamError storage/corrupt
 */
export function checkTables(connection: SqliteConnection): void {
  for (const table of tables) {
    const name = getTableName(table);
    const exists = readScalar(connection, `SELECT count(*) FROM sqlite_schema WHERE name = '${name}'`);
    if (Number(exists) > 0) requireOk(readScalar(connection, `PRAGMA quick_check(${name})`));
  }
  for (const name of rebuildableTables) {
    const exists = readScalar(connection, `SELECT count(*) FROM sqlite_schema WHERE name = '${name}'`);
    if (Number(exists) > 0) readScalar(connection, `SELECT rowid FROM ${name} LIMIT 0`);
  }
}

/**
 * After the migrations: whether the tables have the columns that every statement of ours expects.
 *
 * @throws LoamError storage/corrupt
 */
export function checkColumns(orm: Orm): void {
  try {
    for (const table of tables) orm.select().from(table).limit(0).all();
  } catch (error) {
    throw isPlainSqlError(error) ? corruptContent(error) : error;
  }
}

/**
 * After a failure that looked like damage: makes the full-text index anew and checks everything, indexes included.
 *
 * @throws LoamError storage/corrupt, SqliteError
 */
export function repairAndCheck(connection: SqliteConnection): void {
  for (const name of rebuildableTables) {
    const definition = readScalar(connection, `SELECT sql FROM sqlite_schema WHERE name = '${name}'`);
    // Made anew from nothing: FTS5's own command to rebuild fails on some of the damage it should cure.
    if (typeof definition === 'string') {
      connection.exec(
        `BEGIN; DROP TABLE ${name}; ${definition}; INSERT INTO ${name} (${name}) VALUES ('rebuild'); COMMIT`,
      );
    }
  }
  requireOk(readScalar(connection, 'PRAGMA integrity_check(1)'));
}

function requireOk(verdict: unknown): void {
  if (verdict !== 'ok') throw corruptContent(verdict);
}

/** A file beside the database that asks the next start for the long check. */
export class SuspicionMark {
  readonly #file: string;

  constructor(databaseFile: string) {
    this.#file = `${databaseFile}.suspect`;
  }

  get isSet(): boolean {
    return existsSync(this.#file);
  }

  /** Never throws: it is called while another failure is on its way to the user. */
  set(): void {
    if (this.#file.startsWith(':memory:')) return;
    try {
      writeFileSync(
        this.#file,
        'A statement failed because of damage; the next start checks the database.\n',
        {
          mode: 0o600,
        },
      );
    } catch {
      // The next start then makes the short check, which finds most damage too.
    }
  }

  clear(): void {
    rmSync(this.#file, { force: true });
  }
}
