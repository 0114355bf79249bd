import { describe, expect, test } from 'vitest';
import { sqliteDriverNames } from '../../../main/storage/sqliteDriver';
import { searchHitSchema } from '../../../preload/contract/conversations';
import { SeededRandom } from '../../helpers/seededRandom';
import { exchange, startConversation } from '../../helpers/testConversations';
import { openTestServices, type TestServices } from '../../helpers/testServices';

/** A conversation with one exchange. The title is given, so that it says nothing about the question. */
function chat({ conversations }: TestServices, title: string, question: string, answer: string) {
  const { id } = startConversation(conversations);
  conversations.update(id, { title });
  return { id, ...exchange(conversations, id, { parentId: null, question, answer }) };
}

function found({ conversations }: TestServices, query: string): string[] {
  return conversations.search({ query, limit: 50 }).map((hit) => hit.title);
}

describe.each(sqliteDriverNames)('with %s', (driver) => {
  test('a hit names conversation and message and marks the match in its surroundings', async () => {
    const services = await openTestServices({ driver });
    const { id, answer } = chat(
      services,
      'Keys',
      'Where is it?',
      'The spare key lies\n\nunder the flat **stone**.',
    );
    const hits = services.conversations.search({ query: 'flat sto', limit: 5 });
    expect(hits.map((hit) => searchHitSchema.parse(hit))).toEqual([
      {
        conversationId: id,
        title: 'Keys',
        messageId: answer.id,
        updatedAt: services.clock.now(),
        snippet: [
          { text: 'The spare key lies under the ', isMatch: false },
          { text: 'flat', isMatch: true },
          { text: ' **', isMatch: false },
          { text: 'stone', isMatch: true },
          { text: '**.', isMatch: false },
        ],
      },
    ]);
  });

  test('a title is found too, and before any message', async () => {
    const services = await openTestServices({ driver });
    chat(services, 'One', 'Tell me about rivers, rivers and rivers', 'Rivers.');
    const { id } = chat(services, 'All rivers of Spain', 'Hello', 'Hi');
    const hits = services.conversations.search({ query: 'rivers', limit: 5 });
    expect(hits.map((hit) => hit.title)).toEqual(['All rivers of Spain', 'One']);
    expect(hits[0]).toMatchObject({
      conversationId: id,
      messageId: null,
      snippet: [
        { text: 'All ', isMatch: false },
        { text: 'rivers', isMatch: true },
        { text: ' of Spain', isMatch: false },
      ],
    });
  });

  test('the closest match comes first, and each conversation once', async () => {
    const services = await openTestServices({ driver });
    chat(services, 'Long', `clay ${'and many other words about all kinds of things '.repeat(20)}`, 'Yes.');
    const short = chat(services, 'Short', 'Heavy clay', 'Clay is heavy, and clay stays clay.');
    const hits = services.conversations.search({ query: 'clay', limit: 5 });
    expect(hits.map((hit) => hit.title)).toEqual(['Short', 'Long']);
    expect(hits[0]?.messageId).toBe(short.answer.id);
    expect(services.conversations.search({ query: 'clay', limit: 1 })).toHaveLength(1);
  });

  test('accents and capitals do not matter, and the last word may be unfinished', async () => {
    const services = await openTestServices({ driver });
    chat(services, 'River', 'Where does the RHÔNE begin?', 'Straße Ünter');
    for (const query of ['rhone', 'Rhône', 'where rho', 'begin where', 'unter', 'r', '"the rhone"']) {
      expect(found(services, query), query).toEqual(['River']);
    }
    for (const query of ['hone', 'rho where', 'rhone glacier', '"rhone the"']) {
      expect(found(services, query), query).toEqual([]);
    }
  });

  test('what changes is found as it is now', async () => {
    const services = await openTestServices({ driver });
    const { conversations } = services;
    const { id } = chat(services, 'Old name', 'Hello', 'Hi');
    conversations.update(id, { title: 'Second name' });
    expect([found(services, 'old'), found(services, 'second')]).toEqual([[], ['Second name']]);
    const begun = conversations.beginTurn(id, { type: 'send', parentId: null, text: 'Granite?' });
    conversations.saveProgress(begun.assistantMessage.id, 'Basalt');
    expect([found(services, 'granite'), found(services, 'basalt')]).toEqual([['Second name'], []]);
    conversations.finishTurn(begun.assistantMessage.id, {
      text: 'Marble',
      status: 'stopped',
      error: null,
      provenance: null,
    });
    expect([found(services, 'basalt'), found(services, 'marble')]).toEqual([[], ['Second name']]);
    conversations.beginTurn(id, { type: 'continue', messageId: begun.assistantMessage.id });
    expect(found(services, 'marble')).toEqual([]);
    conversations.interruptUnfinished();
    expect(found(services, 'marble')).toEqual(['Second name']);
  });

  test('no text a user can type is an error', async () => {
    const services = await openTestServices({ driver });
    chat(services, 'Any', 'AND OR NOT NEAR "quoted" title:x', 'a-b (c) {d} ^e *f');
    const signs = [
      '"',
      "'",
      '*',
      '^',
      '-',
      '+',
      ':',
      '(',
      ')',
      '{',
      '}',
      '\0',
      '\n',
      ' ',
      'AND',
      'OR',
      'NOT',
      'NEAR(',
      'a',
      'é',
      '\ud800',
      '%',
      '\\',
      ';--',
    ];
    const random = new SeededRandom(3);
    for (let round = 0; round < 500; round += 1) {
      const query = Array.from({ length: random.below(12) }, () => random.pick(signs)).join('');
      expect(() => services.conversations.search({ query, limit: 5 }), JSON.stringify(query)).not.toThrow();
    }
    expect(found(services, 'NOT quoted')).toEqual(['Any']);
    expect(found(services, '(c)')).toEqual(['Any']);
    expect(found(services, '')).toEqual([]);
  });

  test('deleted conversations with the best matches do not crowd out the others', async () => {
    const services = await openTestServices({ driver });
    const { conversations, database } = services;
    chat(services, 'Kept', 'A long question in which the word agate occurs once among many others', 'Yes.');
    database.write(() => {
      for (let index = 0; index < 300; index += 1)
        conversations.delete(chat(services, 'Gone', 'agate', 'agate').id);
    });
    expect(found(services, 'agate')).toEqual(['Kept']);
  });

  test('the index agrees with the messages after random work', async () => {
    const services = await openTestServices({ driver });
    const { conversations, database, clock } = services;
    const random = new SeededRandom(5);
    database.write(() => {
      for (let round = 0; round < 150; round += 1) {
        const { id, answer } = chat(services, `T${round}`, `question ${round}`, `answer ${random.below(9)}`);
        if (random.chance(0.3)) conversations.fork(id, answer.id);
        if (random.chance(0.3)) conversations.delete(id);
        else if (random.chance(0.3)) {
          const begun = conversations.beginTurn(id, { type: 'regenerate', messageId: answer.id });
          conversations.saveProgress(begun.assistantMessage.id, 'half');
        }
      }
    });
    clock.advance(3_600_000);
    conversations.purgeDeleted();
    conversations.interruptUnfinished();
    // FTS5 compares its index with the tables and fails when they differ.
    for (const table of ['messages_fts', 'conversation_titles_fts']) {
      database.write((orm) => orm.run(`INSERT INTO ${table} (${table}, rank) VALUES ('integrity-check', 1)`));
    }
  });
});
