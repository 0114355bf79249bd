import { describe, expect, test } from 'vitest';
import { listConversations, purgeConversations } from '../../../main/conversations/conversationRepository';
import {
  hasReplies,
  isAnswering,
  listBranch,
  listMessages,
} from '../../../main/conversations/messageRepository';
import { sqliteDriverNames } from '../../../main/storage/sqliteDriver';
import { explainQueries } from '../../helpers/explainQueries';
import { openTestServices } from '../../helpers/testServices';

const fullScan = /^SCAN (?:conversations|messages)(?! USING)/;
const sorting = /USE TEMP B-TREE/;

describe.each(sqliteDriverNames)('with %s', (driver) => {
  test('a page of the list is read from its index, in order and without sorting', async () => {
    const { database } = await openTestServices({ driver });
    const plan = explainQueries(database, (orm) => listConversations(orm, { offset: 0, limit: 50 }));
    expect(plan.join('\n')).toContain('USING INDEX conversations_list');
    expect(plan.filter((step) => sorting.test(step) || fullScan.test(step))).toEqual([]);
  });

  test('the messages of a conversation are read from their index, in order and without sorting', async () => {
    const { database } = await openTestServices({ driver });
    const plan = explainQueries(database, (orm) => listMessages(orm, 'c1'));
    expect(plan.join('\n')).toContain('USING INDEX messages_conversation (conversation_id=?)');
    expect(plan.filter((step) => sorting.test(step) || fullScan.test(step))).toEqual([]);
  });

  test('a branch is followed from message to parent by the index of ids', async () => {
    const { database } = await openTestServices({ driver });
    const plan = explainQueries(database, (orm) => listBranch(orm, 'm1'));
    expect(plan.filter((step) => fullScan.test(step))).toEqual([]);
    expect(
      plan.filter((step) => /SEARCH messages .*sqlite_autoindex_messages_1 \(id=\?\)/.test(step)).length,
    ).toBe(3);
  });

  test('whether a conversation is answering and whether a message has replies is read from an index', async () => {
    const { database } = await openTestServices({ driver });
    const plan = explainQueries(database, (orm) => [isAnswering(orm, 'c1'), hasReplies(orm, 'm1')]);
    expect(plan.join('\n')).toContain('messages_streaming');
    expect(plan.join('\n')).toContain('messages_parent');
    expect(plan.filter((step) => fullScan.test(step))).toEqual([]);
  });

  test('a purge looks only at what was deleted', async () => {
    const { database } = await openTestServices({ driver });
    const plan = explainQueries(database, (orm) => purgeConversations(orm, { deletedUntil: 1, now: 2 }));
    expect(plan.join('\n')).toContain('USING INDEX conversations_deleted');
    expect(plan.filter((step) => fullScan.test(step))).toEqual([]);
  });
});
