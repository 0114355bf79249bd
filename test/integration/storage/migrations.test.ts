import { readdirSync } from 'node:fs';
import { getTableColumns, getTableName } from 'drizzle-orm';
import { getTableConfig } from 'drizzle-orm/sqlite-core';
import { describe, expect, test } from 'vitest';
import * as schema from '../../../main/storage/schema';
import { sqliteDriverNames } from '../../../main/storage/sqliteDriver';
import { assistantSchema } from '../../../preload/contract/assistants';
import { emptyScope } from '../../../preload/contract/knowledge';
import { promptTemplateSchema } from '../../../preload/contract/promptTemplates';
import { defaultSampling } from '../../../preload/contract/sampling';
import { migrationsFolder, readJournal, SteppedDatabase } from '../../helpers/migrationSteps';
import { openTestServices } from '../../helpers/testServices';

const sampling = JSON.stringify(defaultSampling);
const tables = Object.values(schema);

function addConversation(database: SteppedDatabase, id: string, title: string): void {
  database.connection
    .prepare(
      `INSERT INTO conversations (id, title, title_origin, created_at, updated_at, system_prompt, sampling)
       VALUES (?, ?, 'automatic', 1, 2, '', ?)`,
    )
    .run(id, title, sampling);
}

function addMessage(database: SteppedDatabase, id: string, text: string, status: string): void {
  database.connection
    .prepare(
      `INSERT INTO messages (id, conversation_id, parent_id, role, text, status, created_at)
       VALUES (?, 'c1', NULL, 'user', ?, ?, 3)`,
    )
    .run(id, text, status);
}

test('every SQL file stands in the journal, in the order of its number and of its stamp', () => {
  const files = readdirSync(migrationsFolder).filter((name) => name.endsWith('.sql'));
  const { entries } = readJournal();
  expect(entries.map((entry) => `${entry.tag}.sql`)).toEqual(files.toSorted());
  const stamps = entries.map((entry) => entry.when);
  expect(stamps).toEqual(stamps.toSorted((first, second) => first - second));
  expect(new Set(stamps).size).toBe(stamps.length);
});

describe.each(sqliteDriverNames)('with %s', (driver) => {
  test('0000 makes the tables of a new database', () => {
    const database = new SteppedDatabase(driver);
    database.migrateTo('0000_conversations');
    addConversation(database, 'c1', 'A title');
    addMessage(database, 'm1', 'A text', 'complete');
    expect(database.rows('SELECT id, conversation_id, text FROM messages')).toEqual([['m1', 'c1', 'A text']]);
    expect(database.rows('PRAGMA application_id')).toEqual([[0x4c6f616d]]);
  });

  test('0001 makes the conversations of the version before it searchable and keeps them', () => {
    const database = new SteppedDatabase(driver);
    database.migrateTo('0000_conversations');
    addConversation(database, 'c1', 'About rivers');
    addMessage(database, 'm1', 'Where does the Rhône begin?', 'complete');
    addMessage(database, 'm2', 'It begins at a glacier', 'streaming');
    const before = database.rows('SELECT * FROM messages ORDER BY sequence');

    database.migrateTo('0001_search');

    expect(database.rows('SELECT * FROM messages ORDER BY sequence')).toEqual(before);
    expect(database.rows("SELECT rowid FROM messages_fts WHERE messages_fts MATCH 'rhone'")).toEqual([[1]]);
    expect(database.rows("SELECT rowid FROM messages_fts WHERE messages_fts MATCH 'glacier'")).toEqual([]);
    expect(
      database.rows("SELECT rowid FROM conversation_titles_fts WHERE conversation_titles_fts MATCH 'rivers'"),
    ).toEqual([[1]]);
    database.connection.exec("UPDATE messages SET status = 'interrupted' WHERE id = 'm2'");
    expect(database.rows("SELECT rowid FROM messages_fts WHERE messages_fts MATCH 'glacier'")).toEqual([[2]]);
  });

  test('0002 adds the first assistants and templates beside the user’s own', () => {
    const database = new SteppedDatabase(driver);
    database.migrateTo('0001_search');
    database.connection
      .prepare("INSERT INTO assistants VALUES ('mine', 'Mine', '', 'Be mine.', ?, 1, 1)")
      .run(sampling);

    database.migrateTo('0002_first_assistants_and_templates');

    expect(database.rows('SELECT id FROM assistants ORDER BY id')).toEqual([
      ['careful-editor'],
      ['mine'],
      ['patient-teacher'],
      ['plain-helper'],
    ]);
    expect(database.rows('SELECT id FROM prompt_templates ORDER BY id')).toEqual([
      ['answer-message'],
      ['explain-topic'],
      ['summarise-text'],
    ]);
  });

  test('0003 keeps linked models and finds the adapters in answers', () => {
    const database = new SteppedDatabase(driver);
    database.migrateTo('0002_first_assistants_and_templates');
    const link = database.connection.prepare('INSERT INTO model_links VALUES (?, ?, ?, 7, NULL, ?, 1)');
    link.run('a', 'A model', '/home/me/models/a model.gguf', '{}');
    link.run('b', 'B model', 'C:\\Models\\b.gguf', '{}');
    addConversation(database, 'c1', 'A title');
    addMessage(database, 'm1', 'A text', 'complete');

    database.migrateTo('0003_models_and_adapters');

    expect(
      database.rows("SELECT id, origin, folder, json_extract(files, '$[0].name') FROM models ORDER BY id"),
    ).toEqual([
      ['a', 'linked', '/home/me/models/', 'a model.gguf'],
      ['b', 'linked', 'C:\\Models\\', 'b.gguf'],
    ]);
    expect(database.rows('SELECT adapters FROM conversations')).toEqual([['[]']]);
    const provenance = JSON.stringify({
      adapters: [
        { id: 'x', scale: 1 },
        { id: 'y', scale: 0.5 },
      ],
    });
    database.connection.prepare("UPDATE messages SET provenance = ? WHERE id = 'm1'").run(provenance);
    expect(
      database.rows('SELECT message_sequence, adapter_id, scale FROM adapter_uses ORDER BY adapter_id'),
    ).toEqual([
      [1, 'x', 1],
      [1, 'y', 0.5],
    ]);
    database.connection.exec("PRAGMA foreign_keys = ON; DELETE FROM messages WHERE id = 'm1'");
    expect(database.rows('SELECT * FROM adapter_uses')).toEqual([]);
  });

  test('0004 gives the chats of the version before it a scope without documents', () => {
    const database = new SteppedDatabase(driver);
    database.migrateTo('0003_models_and_adapters');
    addConversation(database, 'c1', 'A title');

    database.migrateTo('0004_knowledge');

    expect(database.rows('SELECT title, scope FROM conversations')).toEqual([
      ['A title', JSON.stringify(emptyScope)],
    ]);
  });

  test('0004 lets a removed source be added again, and no index hold passages that are gone', () => {
    const database = new SteppedDatabase(driver);
    database.migrateTo('0004_knowledge');
    database.connection.exec(`
      PRAGMA foreign_keys = ON;
      INSERT INTO collections VALUES ('k', 'Papers', 1, NULL);
      INSERT INTO sources (id, collection_id, kind, path, added_at, removed_at)
        VALUES ('s1', 'k', 'file', '/a.txt', 1, 2), ('s2', 'k', 'file', '/a.txt', 3, NULL);
      INSERT INTO documents (id, source_sequence, path, name, state, queued_at)
        VALUES ('d1', 2, '/a.txt', 'a.txt', 'done', 1);
      INSERT INTO passages
        (document_sequence, revision, ordinal, kind, text, start_offset, end_offset, tokens, place)
        VALUES (1, 1, 0, 'text', 'A text', 0, 6, 4, '{}');
      INSERT INTO index_generations VALUES (1, 'e', 384, 'serving', 1);
      INSERT INTO indexed_passages VALUES (1, 1);
      DELETE FROM passages;
    `);
    expect(database.rows('SELECT * FROM indexed_passages')).toEqual([]);
    const addTwice = `INSERT INTO sources (id, collection_id, kind, path, added_at)
      VALUES ('s3', 'k', 'file', '/a.txt', 4)`;
    expect(() => database.connection.exec(addTwice)).toThrow(/UNIQUE/);
  });

  test('the first assistants and templates fit the contract', async () => {
    const { assistants, promptTemplates } = await openTestServices({ driver });
    expect(assistants.list().map((each) => assistantSchema.parse(each))).toHaveLength(3);
    expect(promptTemplates.list().map((each) => promptTemplateSchema.parse(each))).toHaveLength(3);
    expect(assistants.get('plain-helper').sampling).toEqual(defaultSampling);
    expect(promptTemplates.list().every((template) => /\{\{\w+\}\}/.test(template.text))).toBe(true);
  });

  test('applying the migrations again changes nothing', () => {
    const database = new SteppedDatabase(driver);
    const last = readJournal().entries.at(-1)?.tag ?? '';
    database.migrateTo(last);
    database.connection.exec("DELETE FROM assistants WHERE id = 'plain-helper'");
    database.migrateTo(last);
    expect(database.rows("SELECT id FROM assistants WHERE id = 'plain-helper'")).toEqual([]);
  });

  test('a migration that fails leaves the database as it was', () => {
    const database = new SteppedDatabase(driver);
    database.migrateTo('0000_conversations');
    database.connection.exec('CREATE TABLE conversation_titles_fts (in_the_way TEXT) STRICT');
    const before = database.rows('SELECT name, sql FROM sqlite_schema ORDER BY name');
    expect(() => database.migrateTo('0001_search')).toThrow();
    expect(database.rows('SELECT name, sql FROM sqlite_schema ORDER BY name')).toEqual(before);
  });

  test.each(tables.map((table) => [getTableName(table), table] as const))(
    'the typed columns of %s are those of the file, which is STRICT',
    (name, table) => {
      const database = new SteppedDatabase(driver);
      database.migrateTo(readJournal().entries.at(-1)?.tag ?? '');
      const stored = database.rows(
        `SELECT name, type, "notnull" OR pk AS is_required FROM pragma_table_info('${name}') ORDER BY cid`,
      );
      const typed = Object.values(getTableColumns(table)).map((column) => [
        column.name,
        column.getSQLType().toUpperCase(),
        Number(column.notNull || column.primary),
      ]);
      expect(stored).toEqual(typed);
      expect(database.rows(`SELECT strict FROM pragma_table_list WHERE name = '${name}'`)).toEqual([[1]]);
    },
  );

  test.each(tables.map((table) => [getTableName(table), table] as const))(
    'the typed indexes and references of %s are those of the file',
    (name, table) => {
      const database = new SteppedDatabase(driver);
      database.migrateTo(readJournal().entries.at(-1)?.tag ?? '');
      const config = getTableConfig(table);
      const storedIndexes = database.rows(
        `SELECT name, "unique" FROM pragma_index_list('${name}') WHERE origin = 'c' ORDER BY name`,
      );
      expect(storedIndexes).toEqual(
        config.indexes
          .map((index) => [index.config.name, Number(index.config.unique)])
          .toSorted((first, second) => String(first[0]).localeCompare(String(second[0]))),
      );
      const storedReferences = database.rows(
        `SELECT "from", "table", "to", on_delete FROM pragma_foreign_key_list('${name}') ORDER BY "from"`,
      );
      expect(storedReferences).toEqual(
        config.foreignKeys
          .map((key) => {
            const { columns, foreignTable, foreignColumns } = key.reference();
            return [
              columns[0]?.name,
              getTableName(foreignTable),
              foreignColumns[0]?.name,
              (key.onDelete ?? 'no action').toUpperCase(),
            ];
          })
          .toSorted((first, second) => String(first[0]).localeCompare(String(second[0]))),
      );
    },
  );
});
