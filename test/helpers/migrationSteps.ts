import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { z } from 'zod';
import { openSqlite, type SqliteConnection, type SqliteDriverName } from '../../main/storage/sqliteDriver';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './temporaryFolder';

export const migrationsFolder = resolve(import.meta.dirname, '../../main/storage/migrations');

const journalSchema = z.looseObject({
  entries: z.array(z.looseObject({ tag: z.string(), when: z.number() })),
});
type Journal = z.infer<typeof journalSchema>;

export function readJournal(): Journal {
  return journalSchema.parse(
    JSON.parse(readFileSync(join(migrationsFolder, 'meta', '_journal.json'), 'utf8')),
  );
}

/** A folder with the migrations up to and with this one, as an earlier version of Loam shipped them. */
export function migrationsUpTo(tag: string): string {
  const journal = readJournal();
  const last = journal.entries.findIndex((entry) => entry.tag === tag);
  if (last < 0) throw new Error(`There is no migration ${tag}.`);
  const folder = temporaryFolder();
  const entries = journal.entries.slice(0, last + 1);
  mkdirSync(join(folder, 'meta'));
  writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify({ ...journal, entries }));
  for (const entry of entries) {
    copyFileSync(join(migrationsFolder, `${entry.tag}.sql`), join(folder, `${entry.tag}.sql`));
  }
  return folder;
}

/** A database file that can be taken through the migrations one by one. */
export class SteppedDatabase {
  readonly file = join(temporaryFolder(), 'loam.db');
  readonly connection: SqliteConnection;

  constructor(driver: SqliteDriverName) {
    this.connection = openSqlite(this.file, driver);
    onTestFinished(() => {
      this.connection.close();
    });
    this.connection.exec('PRAGMA foreign_keys = OFF');
  }

  /** Applies the migrations up to and with this one, the way the app does. */
  migrateTo(tag: string): void {
    migrate(drizzle(this.connection), { migrationsFolder: migrationsUpTo(tag) });
  }

  /** Rows of a statement as arrays of values. */
  rows(statement: string): unknown[] {
    return this.connection.prepare(statement).raw().all();
  }
}
