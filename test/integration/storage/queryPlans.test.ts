import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { listConversations, purgeConversations } from '../../../main/conversations/conversationRepository';
import {
  hasReplies,
  isAnswering,
  listBranch,
  listMessages,
} from '../../../main/conversations/messageRepository';
import type { Orm } from '../../../main/storage/database';
import { openSqlite, sqliteDriverNames } from '../../../main/storage/sqliteDriver';
import { openTestServices, type TestServices } from '../../helpers/testServices';

/** Runs queries and returns how SQLite would run each of their statements. */
function explain({ database }: TestServices, queries: (orm: Orm) => unknown): string[] {
  const statements: string[] = [];
  database.write((orm) => {
    // Drizzle hands every statement to its session, so that is where they are read.
    const session = Reflect.get(orm, 'session') as StatementSource;
    const prepareQuery = session.prepareQuery.bind(session);
    session.prepareQuery = (parts, ...rest) => {
      statements.push(inlineParameters(parts));
      return prepareQuery(parts, ...rest);
    };
    queries(orm);
    session.prepareQuery = prepareQuery;
  });
  // A connection of its own: libsql leaves an EXPLAIN open, which would block the next commit.
  const connection = openSqlite(database.file, database.driver);
  onTestFinished(() => {
    connection.close();
  });
  return statements.flatMap((statement) =>
    planSchema.parse(connection.prepare(`EXPLAIN QUERY PLAN ${statement}`).all()).map((row) => row.detail),
  );
}

const planSchema = z.array(z.object({ detail: z.string() }));

interface StatementSource {
  prepareQuery(parts: StatementParts, ...rest: unknown[]): unknown;
}

interface StatementParts {
  sql: string;
  params: unknown[];
}

function inlineParameters({ sql: statement, params }: StatementParts): string {
  let index = 0;
  return statement.replaceAll('?', () => {
    const value = params[index++];
    return typeof value === 'number' ? String(value) : `'${String(value)}'`;
  });
}

const fullScan = /^SCAN (?:conversations|messages)(?! USING)/;
const sorting = /USE TEMP B-TREE/;

describe.each(sqliteDriverNames)('with %s', (driver) => {
  test('a page of the list is read from its index, in order and without sorting', async () => {
    const services = await openTestServices({ driver });
    const plan = explain(services, (orm) => listConversations(orm, { offset: 0, limit: 50 }));
    expect(plan.join('\n')).toContain('USING INDEX conversations_list');
    expect(plan.filter((step) => sorting.test(step) || fullScan.test(step))).toEqual([]);
  });

  test('the messages of a conversation are read from their index, in order and without sorting', async () => {
    const services = await openTestServices({ driver });
    const plan = explain(services, (orm) => listMessages(orm, 'c1'));
    expect(plan.join('\n')).toContain('USING INDEX messages_conversation (conversation_id=?)');
    expect(plan.filter((step) => sorting.test(step) || fullScan.test(step))).toEqual([]);
  });

  test('a branch is followed from message to parent by the index of ids', async () => {
    const services = await openTestServices({ driver });
    const plan = explain(services, (orm) => listBranch(orm, 'm1'));
    expect(plan.filter((step) => fullScan.test(step))).toEqual([]);
    expect(
      plan.filter((step) => /SEARCH messages .*sqlite_autoindex_messages_1 \(id=\?\)/.test(step)).length,
    ).toBe(3);
  });

  test('whether a conversation is answering and whether a message has replies is read from an index', async () => {
    const services = await openTestServices({ driver });
    const plan = explain(services, (orm) => [isAnswering(orm, 'c1'), hasReplies(orm, 'm1')]);
    expect(plan.join('\n')).toContain('messages_streaming');
    expect(plan.join('\n')).toContain('messages_parent');
    expect(plan.filter((step) => fullScan.test(step))).toEqual([]);
  });

  test('a purge looks only at what was deleted', async () => {
    const services = await openTestServices({ driver });
    const plan = explain(services, (orm) => purgeConversations(orm, { deletedUntil: 1, now: 2 }));
    expect(plan.join('\n')).toContain('USING INDEX conversations_deleted');
    expect(plan.filter((step) => fullScan.test(step))).toEqual([]);
  });
});
