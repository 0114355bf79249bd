import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { getTableName } from 'drizzle-orm';
import { applicationId } from './migrations';
import * as schema from './schema';
import { readScalar, type SqliteConnection } from './sqliteDriver';
import { corruptContent } from './storageErrors';

const tables = [
  schema.assistants,
  schema.promptTemplates,
  schema.modelLinks,
  schema.conversations,
  schema.messages,
] as const;

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
 * Reads every page of our own tables. The full-text index is left out: its own check takes several times as long.
 *
 * @throws LoamError storage/corrupt
 */
export function checkTables(connection: SqliteConnection): void {
  for (const table of tables) {
    const name = getTableName(table);
    const exists = readScalar(connection, `SELECT count(*) FROM sqlite_schema WHERE name = '${name}'`);
    if (Number(exists) > 0) requireOk(readScalar(connection, `PRAGMA quick_check(${name})`));
  }
}

/**
 * After a failure that looked like damage: makes the full-text index anew and checks everything, indexes included.
 *
 * @throws LoamError storage/corrupt, SqliteError
 */
export function repairAndCheck(connection: SqliteConnection): void {
  for (const name of rebuildableTables) connection.exec(`INSERT INTO ${name} (${name}) VALUES ('rebuild')`);
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
