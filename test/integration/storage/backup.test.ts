import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { backUpDaily, listBackups } from '../../../main/storage/backup';
import { openDatabase } from '../../../main/storage/openDatabase';
import { openSqlite, readScalar, sqliteDriverNames } from '../../../main/storage/sqliteDriver';
import { exchange, startConversation } from '../../helpers/testConversations';
import { openTestServices } from '../../helpers/testServices';

const dayMs = 24 * 60 * 60 * 1000;

describe.each(sqliteDriverNames)('with %s', (driver) => {
  test('a backup holds everything, also what is still in the journal, and is complete when it appears', async () => {
    const { database, backupFolder, clock, conversations } = await openTestServices({ driver });
    const { id } = startConversation(conversations);
    exchange(conversations, id, {
      parentId: null,
      question: 'Where is the key?',
      answer: 'Under the stone.',
    });

    const backup = await backUpDaily(database, backupFolder, clock);

    expect(readdirSync(backupFolder)).toEqual(['loam-2026-01-15T12-00-00-000Z.db']);
    expect(backup?.createdAt).toBe(clock.now());
    expect(statSync(backupFolder).mode & 0o777).toBe(0o700);
    const copy = openSqlite(backup?.file ?? '', driver);
    expect(readScalar(copy, 'PRAGMA integrity_check')).toBe('ok');
    expect(readScalar(copy, "SELECT count(*) FROM messages_fts WHERE messages_fts MATCH 'stone'")).toBe(1);
    copy.close();
  });

  test('one is made a day, and the newest three are kept', async () => {
    const { database, backupFolder, clock } = await openTestServices({ driver });
    expect(await backUpDaily(database, backupFolder, clock)).not.toBeNull();
    clock.advance(dayMs - 1);
    expect(await backUpDaily(database, backupFolder, clock)).toBeNull();
    for (let day = 0; day < 4; day += 1) {
      clock.advance(dayMs);
      expect(await backUpDaily(database, backupFolder, clock)).not.toBeNull();
    }
    expect(readdirSync(backupFolder)).toHaveLength(3);
    expect(listBackups(backupFolder)[0]?.createdAt).toBe(clock.now());
  });

  test('a clock that was set back does not stop the backups', async () => {
    const { database, backupFolder, clock } = await openTestServices({ driver });
    await backUpDaily(database, backupFolder, clock);
    clock.advance(-365 * dayMs);
    expect(await backUpDaily(database, backupFolder, clock)).not.toBeNull();
  });

  test('the remains of an unfinished copy are cleared away, and other files are left alone', async () => {
    const { database, backupFolder, clock } = await openTestServices({ driver });
    mkdirSync(backupFolder);
    writeFileSync(join(backupFolder, 'loam-2026-01-01T00-00-00-000Z.db.part'), 'half');
    writeFileSync(join(backupFolder, 'my own notes.txt'), 'mine');
    await backUpDaily(database, backupFolder, clock);
    expect(readdirSync(backupFolder).toSorted()).toEqual([
      'loam-2026-01-15T12-00-00-000Z.db',
      'my own notes.txt',
    ]);
  });

  test('a copy that fails leaves the earlier backups and no half file', async () => {
    const { database, databaseFile, backupFolder, clock } = await openTestServices({ driver });
    await backUpDaily(database, backupFolder, clock);
    clock.advance(2 * dayMs);
    database.close();
    writeFileSync(databaseFile, 'This is no database any more. '.repeat(400));
    await expect(backUpDaily(database, backupFolder, clock)).rejects.toMatchObject({
      code: 'storage/corrupt',
    });
    expect(readdirSync(backupFolder)).toEqual(['loam-2026-01-15T12-00-00-000Z.db']);
  });

  test('a file in the place of the backup folder is told, and the database goes on', async () => {
    const { database, backupFolder, clock, conversations } = await openTestServices({ driver });
    writeFileSync(backupFolder, '');
    await expect(backUpDaily(database, backupFolder, clock)).rejects.toThrow();
    expect(startConversation(conversations).title).toBe('New conversation');
  });

  test('writing goes on while the copy is made', async () => {
    const { database, backupFolder, clock, conversations } = await openTestServices({ driver });
    const { id } = startConversation(conversations);
    const copying = backUpDaily(database, backupFolder, clock);
    let parentId: string | null = null;
    for (let turn = 0; turn < 100; turn += 1) {
      parentId = exchange(conversations, id, { parentId, question: `Q${turn}`, answer: `A${turn}` }).answer
        .id;
      if (turn % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const backup = await copying;
    expect(conversations.messages(id)).toHaveLength(200);
    const copy = await openDatabase({ file: backup?.file ?? '', backupFolder, clock, driver });
    onTestFinished(() => copy.close());
    expect(copy.notices).toEqual([]);
  });
});
