import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { describe, expect, onTestFinished, test } from 'vitest';
import { backUpDaily } from '../../../main/storage/backup';
import type { Database } from '../../../main/storage/database';
import { openDatabase } from '../../../main/storage/openDatabase';
import { openSqlite, type SqliteDriverName, sqliteDriverNames } from '../../../main/storage/sqliteDriver';
import { LoamError } from '../../../preload/contract/errors';
import { SteppedDatabase } from '../../helpers/migrationSteps';
import { movableClock } from '../../helpers/movableClock';
import { SeededRandom } from '../../helpers/seededRandom';
import { temporaryFolder } from '../../helpers/temporaryFolder';
import { exchange, startConversation } from '../../helpers/testConversations';
import { openTestServices, type TestServices } from '../../helpers/testServices';

const dayMs = 24 * 60 * 60 * 1000;

function pragma(database: Database, name: string): unknown {
  const rows = database.read((orm) => orm.all<Record<string, unknown>>(sql.raw(`PRAGMA ${name}`)));
  return Object.values(rows[0] ?? {})[0];
}

/** A closed database with one conversation a day and a backup after each of the first `backups` days. */
async function makeDatabase(driver: SqliteDriverName, backups: number): Promise<TestServices> {
  const services = await openTestServices({ driver });
  for (let day = 1; day <= backups + 1; day += 1) {
    const { id } = startConversation(services.conversations);
    exchange(services.conversations, id, {
      parentId: null,
      question: `Question of day ${day}`,
      answer: 'Yes.',
    });
    if (day <= backups) await backUpDaily(services.database, services.backupFolder, services.clock);
    services.clock.advance(dayMs + 1);
  }
  services.database.close();
  return services;
}

function titles({ conversations }: TestServices): string[] {
  return conversations.list({ offset: 0, limit: 100 }).items.map((each) => each.title);
}

function keptDatabases(folder: string): string[] {
  return readdirSync(folder).filter((name) => /^loam\.db\.damaged-.*Z$/.test(name));
}

function spoilFullTextIndex(file: string): void {
  // The other driver does not allow it.
  const connection = openSqlite(file, 'libsql');
  connection.exec("UPDATE messages_fts_data SET block = x'00000000ffffffff' WHERE id = 10");
  connection.close();
}

function damage(file: string): void {
  const bytes = readFileSync(file);
  for (let at = 4096; at < bytes.length; at += 1) bytes[at] = (at * 31) & 0xff;
  writeFileSync(file, bytes);
}

describe.each(sqliteDriverNames)('with %s', (driver) => {
  test('a new database is made in a folder of its own that only the user may read', async () => {
    const folder = join(temporaryFolder(), 'deep', 'home');
    const { database, conversations } = await openTestServices({ driver, folder });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(database.notices).toEqual([]);
    expect(conversations.list({ offset: 0, limit: 10 })).toEqual({ items: [], total: 0 });
  });

  test('every commit is flushed, and foreign keys, schema and cells are guarded', async () => {
    const { database } = await openTestServices({ driver });
    const names = [
      'journal_mode',
      'synchronous',
      'foreign_keys',
      'trusted_schema',
      'cell_size_check',
      'busy_timeout',
    ];
    expect(Object.fromEntries(names.map((name) => [name, pragma(database, name)]))).toEqual({
      journal_mode: 'wal',
      synchronous: 2,
      foreign_keys: 1,
      trusted_schema: 0,
      cell_size_check: 1,
      busy_timeout: 5000,
    });
  });

  test('closing writes the journal back and can be done twice', async () => {
    const { database, databaseFile, conversations } = await openTestServices({ driver });
    startConversation(conversations);
    database.close();
    database.close();
    expect(existsSync(`${databaseFile}-wal`) && statSync(`${databaseFile}-wal`).size > 0).toBe(false);
  });

  test('a database of an earlier version is brought up to date and keeps its rows', async () => {
    const earlier = new SteppedDatabase(driver);
    earlier.migrateTo('0000_conversations');
    earlier.connection.exec(`INSERT INTO conversations
      (id, title, title_origin, created_at, updated_at, system_prompt, sampling)
      VALUES ('c1', 'Kept', 'user', 1, 1, '', '{}')`);
    earlier.connection.close();
    const clock = movableClock();
    const database = await openDatabase({
      file: earlier.file,
      backupFolder: temporaryFolder(),
      clock,
      driver,
    });
    onTestFinished(() => database.close());
    expect(database.read((orm) => orm.all(sql`SELECT id, title FROM conversations`))).toEqual([
      { id: 'c1', title: 'Kept' },
    ]);
    expect(pragma(database, 'foreign_keys')).toBe(1);
  });

  test('a database of a later version is refused and not changed by a byte', async () => {
    const services = await makeDatabase(driver, 1);
    const connection = openSqlite(services.databaseFile, driver);
    connection.exec("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('later', 9000000000000)");
    connection.close();
    const before = readFileSync(services.databaseFile);
    await expect(openTestServices({ driver, folder: services.folder })).rejects.toMatchObject({
      code: 'storage/newer-version',
    });
    expect(readFileSync(services.databaseFile)).toEqual(before);
    expect(readdirSync(services.folder).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  test('a damaged database is kept aside whole, and the newest backup is opened with a notice', async () => {
    const services = await makeDatabase(driver, 2);
    damage(services.databaseFile);
    const damaged = readFileSync(services.databaseFile);

    const reopened = await openTestServices({ driver, folder: services.folder, clock: services.clock });

    expect(titles(reopened)).toEqual(['Question of day 2', 'Question of day 1']);
    const kept = keptDatabases(services.folder);
    expect(kept).toHaveLength(1);
    expect(readFileSync(join(services.folder, kept[0] ?? ''))).toEqual(damaged);
    expect(reopened.database.notices).toHaveLength(1);
    expect(reopened.database.notices[0]?.title).toBe('A backup was opened');
    expect(reopened.database.notices[0]?.message).toContain(kept[0]);
    expect(reopened.database.notices[0]?.message).toContain('January 16, 2026');
  });

  test('a backup that is damaged too is passed over for the one before it', async () => {
    const services = await makeDatabase(driver, 2);
    damage(services.databaseFile);
    const newest = readdirSync(services.backupFolder).toSorted().at(-1) ?? '';
    truncateSync(join(services.backupFolder, newest), 5000);
    const reopened = await openTestServices({ driver, folder: services.folder, clock: services.clock });
    expect(titles(reopened)).toEqual(['Question of day 1']);
    expect(readdirSync(services.backupFolder)).toContain(newest);
  });

  test('without a backup an empty database is opened, and the notice says where the damaged one is', async () => {
    const services = await makeDatabase(driver, 0);
    damage(services.databaseFile);
    const reopened = await openTestServices({ driver, folder: services.folder });
    expect(titles(reopened)).toEqual([]);
    expect(reopened.database.notices[0]?.title).toBe('Loam started with an empty database');
    const again = await openTestServices({ driver, folder: services.folder });
    expect(again.database.notices).toEqual([]);
  });

  test.each([
    ['a text', (file: string) => writeFileSync(file, 'This is no database. '.repeat(500))],
    ['half a header', (file: string) => truncateSync(file, 50)],
    ['a file cut in its middle', (file: string) => truncateSync(file, Math.floor(statSync(file).size / 2))],
    ['a header of zeros', (file: string) => writeFileSync(file, readFileSync(file).fill(0, 0, 100))],
    ['no bytes at all', (file: string) => truncateSync(file, 0)],
    [
      'another program’s database',
      (file: string) => {
        rmSync(file);
        const other = openSqlite(file, driver);
        other.exec('CREATE TABLE bookmarks (url TEXT)');
        other.close();
      },
    ],
    [
      'a history no version of Loam made',
      (file: string) => {
        const connection = openSqlite(file, driver);
        connection.exec('DELETE FROM __drizzle_migrations WHERE created_at = 1795504200000');
        connection.close();
      },
    ],
    [
      'a full-text index whose definition was damaged',
      (file: string) => {
        const bytes = readFileSync(file);
        for (let at = bytes.indexOf("prefix = '1"); at >= 0;) {
          bytes.write('prefux', at);
          at = bytes.indexOf("prefix = '1");
        }
        writeFileSync(file, bytes);
      },
    ],
    [
      'a table whose definition was damaged',
      (file: string) => {
        const bytes = readFileSync(file);
        for (let at = bytes.indexOf('CREATE TABLE messages'); at >= 0;) {
          bytes.write('CREATE TABLX', at);
          at = bytes.indexOf('CREATE TABLE messages');
        }
        writeFileSync(file, bytes);
      },
    ],
  ])('%s in place of the database is kept aside for the backup', async (_name, spoil) => {
    const services = await makeDatabase(driver, 1);
    spoil(services.databaseFile);
    const spoilt = readFileSync(services.databaseFile);
    const reopened = await openTestServices({ driver, folder: services.folder, clock: services.clock });
    expect(titles(reopened)).toEqual(['Question of day 1']);
    const kept = keptDatabases(services.folder);
    expect(readFileSync(join(services.folder, kept[0] ?? ''))).toEqual(spoilt);
  });

  test('an empty file where there never was a backup is a new database', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'loam.db'), '');
    const { database } = await openTestServices({ driver, folder });
    expect(database.notices).toEqual([]);
  });

  test('a damaged full-text index costs no conversation where SQLite can make it anew, else the backup is opened', async () => {
    const services = await makeDatabase(driver, 1);
    spoilFullTextIndex(services.databaseFile);
    const first = await openTestServices({ driver, folder: services.folder, clock: services.clock });
    if (driver === 'libsql') {
      // Its older SQLite meets the damage at once and cannot drop such a table.
      expect(titles(first)).toEqual(['Question of day 1']);
      expect(keptDatabases(services.folder)).toHaveLength(1);
      return;
    }
    expect(() => first.conversations.search({ query: 'question', limit: 10 })).toThrow(
      expect.objectContaining({ code: 'storage/corrupt' }),
    );
    first.database.close();

    const repaired = await openTestServices({ driver, folder: services.folder, clock: services.clock });

    expect(titles(repaired)).toEqual(['Question of day 2', 'Question of day 1']);
    expect(repaired.conversations.search({ query: 'yes', limit: 10 })).toHaveLength(2);
    expect(keptDatabases(services.folder)).toEqual([]);
    expect(readdirSync(services.folder)).not.toContain('loam.db.suspect');
  });

  test('a file in the place of the folder is told as such', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'home'), '');
    await expect(openTestServices({ driver, folder: join(folder, 'home') })).rejects.toMatchObject({
      code: 'storage/open-failed',
    });
  });

  test('a folder in the place of the file is told as such', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'loam.db'));
    await expect(openTestServices({ driver, folder })).rejects.toMatchObject({ code: 'storage/open-failed' });
  });

  test('a database in memory is as good as one on disk, and leaves nothing behind', async () => {
    const before = readdirSync('.');
    const database = await openDatabase({
      file: ':memory:',
      backupFolder: temporaryFolder(),
      clock: movableClock(),
      driver,
    });
    expect(database.read((orm) => orm.all(sql`SELECT count(*) AS count FROM assistants`))).toEqual([
      { count: 3 },
    ]);
    database.close();
    expect(readdirSync('.')).toEqual(before);
  });

  test('random damage never crashes, never deletes, and never fails without a code', async () => {
    const services = await makeDatabase(driver, 1);
    const intact = readFileSync(services.databaseFile);
    const random = new SeededRandom(7);
    for (let round = 0; round < 60; round += 1) {
      const bytes = Buffer.from(intact);
      for (let flip = random.below(64); flip >= 0; flip -= 1)
        bytes[random.below(bytes.length)] = random.below(256);
      writeFileSync(services.databaseFile, bytes);
      for (const suffix of ['-wal', '-shm']) rmSync(services.databaseFile + suffix, { force: true });
      try {
        const database = await openDatabase({ ...services, file: services.databaseFile, driver });
        database.close();
        if (database.notices.length > 0) {
          const kept = keptDatabases(services.folder)[0] ?? '';
          expect(readFileSync(join(services.folder, kept))).toEqual(bytes);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(LoamError);
      }
      services.clock.advance(1000);
      for (const name of readdirSync(services.folder)) {
        if (name.includes('damaged')) rmSync(join(services.folder, name));
      }
    }
  });
});
