import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openSqlite, readScalar, sqliteDriverNames } from '../../../main/storage/sqliteDriver';
import { LoamError } from '../../../preload/contract/errors';
import { defaultSampling } from '../../../preload/contract/sampling';
import { SeededRandom } from '../../helpers/seededRandom';
import { temporaryFolder } from '../../helpers/temporaryFolder';
import { exchange, startConversation } from '../../helpers/testConversations';
import { openTestServices } from '../../helpers/testServices';

function failureOf(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('It did not fail.');
}

describe.each(sqliteDriverNames)('with %s', (driver) => {
  test('a full disk is told, loses nothing, and works again once there is space', async () => {
    const { database, conversations } = await openTestServices({ driver });
    const { id } = startConversation(conversations);
    const pages =
      database.read((orm) => orm.all<{ page_count: number }>(sql`PRAGMA page_count`))[0]?.page_count ?? 0;
    database.read((orm) => orm.all(sql.raw(`PRAGMA max_page_count = ${pages + 2}`)));
    const question = { parentId: null, question: 'long '.repeat(50_000), answer: 'Yes.' };

    expect(failureOf(() => exchange(conversations, id, question))).toMatchObject({
      code: 'storage/full',
      retryable: true,
    });
    expect(conversations.messages(id)).toEqual([]);

    database.read((orm) => orm.all(sql.raw('PRAGMA max_page_count = 1000000')));
    exchange(conversations, id, question);
    expect(conversations.messages(id)).toHaveLength(2);
  });

  test('another process that writes is waited for, then told', async () => {
    const { database, databaseFile, conversations } = await openTestServices({ driver });
    database.read((orm) => orm.all(sql`PRAGMA busy_timeout = 20`));
    const other = openSqlite(databaseFile, driver);
    onTestFinished(() => {
      other.close();
    });
    other.exec('BEGIN IMMEDIATE');
    expect(failureOf(() => startConversation(conversations))).toMatchObject({
      code: 'storage/busy',
      retryable: true,
    });
    other.exec('ROLLBACK');
    expect(startConversation(conversations).title).toBe('New conversation');
  });

  test('a database that may only be read is told as such', async () => {
    const { database, conversations } = await openTestServices({ driver });
    database.read((orm) => orm.run(sql`PRAGMA query_only = ON`));
    expect(failureOf(() => startConversation(conversations))).toMatchObject({ code: 'storage/unwritable' });
  });

  test('a damaged detail reads as if it were not there, and the words around it stay readable', async () => {
    const { database, conversations } = await openTestServices({ driver });
    const { id } = startConversation(conversations);
    const { question, answer } = exchange(conversations, id, {
      parentId: null,
      question: 'One',
      answer: 'Two',
    });
    database.write((orm) => orm.run(sql`UPDATE conversations SET sampling = '{"temperature":"hot"}'`));
    database.write((orm) => orm.run(sql`UPDATE messages SET provenance = '{}' WHERE role = 'assistant'`));
    expect(conversations.get(id).sampling).toEqual(defaultSampling);
    expect(conversations.messages(id)).toEqual([question, { ...answer, provenance: null }]);
    expect(conversations.exportText(null, 'json').content).toContain('Two');
  });

  test('a wrong statement stays a bug and is not taken for a failing disk', async () => {
    const { database } = await openTestServices({ driver });
    const failure = failureOf(() => database.read((orm) => orm.all(sql`SELECT nothing FROM nowhere`)));
    expect(failure).not.toBeInstanceOf(LoamError);
  });

  test('what throws inside a transaction undoes all of it, also a transaction within', async () => {
    const { database, assistants } = await openTestServices({ driver });
    const draft = { ...assistants.get('plain-helper'), name: 'Undone' };
    expect(() =>
      database.write(() => {
        assistants.delete('patient-teacher');
        assistants.create({
          name: draft.name,
          description: draft.description,
          systemPrompt: draft.systemPrompt,
          sampling: draft.sampling,
        });
        throw new Error('Changed my mind.');
      }),
    ).toThrow('Changed my mind.');
    expect(assistants.list().map((each) => each.name)).toEqual([
      'Careful editor',
      'Patient teacher',
      'Plain helper',
    ]);
  });

  test('a journal cut off anywhere, as by a power loss, opens with whole turns and no gap', async () => {
    const services = await openTestServices({ driver });
    const { id } = startConversation(services.conversations);
    let parentId: string | null = null;
    for (let turn = 0; turn < 12; turn += 1) {
      parentId = exchange(services.conversations, id, {
        parentId,
        question: `Question ${turn}`,
        answer: `Answer ${turn}`,
      }).answer.id;
    }
    const file = readFileSync(services.databaseFile);
    const journal = readFileSync(`${services.databaseFile}-wal`);
    const random = new SeededRandom(11);
    const seen = new Set<number>();
    for (let round = 0; round < 60; round += 1) {
      const copy = join(temporaryFolder(), 'loam.db');
      writeFileSync(copy, file);
      writeFileSync(`${copy}-wal`, journal);
      truncateSync(`${copy}-wal`, random.below(journal.length));
      const connection = openSqlite(copy, driver);
      try {
        if (
          Number(readScalar(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'messages'")) === 0
        )
          continue;
        expect(readScalar(connection, 'PRAGMA integrity_check')).toBe('ok');
        const texts = connection
          .prepare('SELECT text FROM messages ORDER BY sequence')
          .raw()
          .all()
          .flat()
          .map(String);
        const questions = texts.filter((text) => text.startsWith('Question'));
        expect(texts).toHaveLength(questions.length * 2);
        expect(questions).toEqual(questions.map((_text, index) => `Question ${index}`));
        seen.add(questions.length);
      } finally {
        connection.close();
      }
    }
    expect(seen.size).toBeGreaterThan(5);
  });

  test('a killed process’s files open with every acknowledged turn', async () => {
    const services = await openTestServices({ driver });
    const { id } = startConversation(services.conversations);
    const done = exchange(services.conversations, id, { parentId: null, question: 'First', answer: 'Done' });
    const begun = services.conversations.beginTurn(id, {
      type: 'send',
      parentId: done.answer.id,
      text: 'Second',
    });
    services.conversations.saveProgress(begun.assistantMessage.id, 'Half an ans');
    // What is on the disk at this moment is what a kill leaves: nothing was closed or written back.
    const folder = temporaryFolder();
    for (const suffix of ['', '-wal'])
      copyFileSync(services.databaseFile + suffix, join(folder, `loam.db${suffix}`));

    const revived = await openTestServices({ driver, folder });

    expect(revived.conversations.interruptUnfinished()).toBe(1);
    expect(revived.conversations.activeBranch(id).map(({ text, status }) => [text, status])).toEqual([
      ['First', 'complete'],
      ['Done', 'complete'],
      ['Second', 'complete'],
      ['Half an ans', 'interrupted'],
    ]);
    expect(revived.conversations.search({ query: 'half', limit: 5 })).toHaveLength(1);
  });
});
