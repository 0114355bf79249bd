import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import {
  deleteIndexed,
  listGenerations,
  listIndexed,
} from '../../../main/knowledge/searchIndex/generationRepository';
import type { SearchIndex } from '../../../main/knowledge/searchIndex/searchIndex';
import { documents } from '../../../main/storage/schema';
import { insertReadDocument, openTestIndex, type TestDocument, type TestIndex } from '../../helpers/indexing';
import { otherEmbedder } from '../../helpers/otherEmbedder';

const signal = new AbortController().signal;
const birds = [
  'The kestrel hovers above the meadow and looks for mice.',
  'Penguins cannot fly, but they swim faster than most fish.',
  'An owl turns its head by two hundred and seventy degrees.',
];
const kitchen = [
  'Knead the dough for ten minutes and let it rest overnight.',
  'Boil the potatoes with their skin on in salted water.',
];

function scopeOf(...inScope: TestDocument[]) {
  return { sources: inScope.map(({ source }) => source), documents: [] };
}

async function bestOf(
  index: SearchIndex,
  query: string,
  ...inScope: TestDocument[]
): Promise<number | undefined> {
  const { vector } = await index.search(query, scopeOf(...inScope), 10);
  return vector[0]?.passage;
}

async function finish(index: SearchIndex): Promise<number> {
  let steps = 0;
  while (await index.step()) {
    steps += 1;
    if (steps > 200) throw new Error('The work in the background never ends.');
  }
  return steps;
}

function indexed({ services }: TestIndex, generation: number): number[] {
  return services.database.read((orm) => listIndexed(orm, generation, 0, 10_000));
}

async function withTwoDocuments(): Promise<TestIndex & { first: TestDocument; second: TestDocument }> {
  const opened = await openTestIndex();
  const { database } = opened.services;
  const first = database.write((orm) => insertReadDocument(orm, birds));
  const second = database.write((orm) => insertReadDocument(orm, kitchen));
  await opened.index.index([...first.passages, ...second.passages], signal);
  return { ...opened, first, second };
}

it('finds passages by their meaning and by their words, in the scope alone', async () => {
  const { index, first, second, models, notices } = await withTwoDocuments();
  expect(await bestOf(index, 'a bird of prey hunting rodents', first, second)).toBe(first.passages[0]);
  expect(second.passages).toContain(await bestOf(index, 'a bird of prey hunting rodents', second));
  const { fullText, embedderId } = await index.search('potatoes', scopeOf(first, second), 10);
  expect(fullText.map(({ passage }) => passage)).toEqual([second.passages[1]]);
  expect(embedderId).toBe(models.starter.id);
  // Headings are searched with the text below them.
  expect((await index.search('notes', scopeOf(first, second), 10)).fullText).toHaveLength(5);
  expect(index.status()).toEqual({ embedderId: models.starter.id, passages: 5, building: null });
  expect(notices).toEqual([]);
});

it('does not find removed passages and documents from the moment on that they are removed', async () => {
  const { index, first, second } = await withTwoDocuments();
  await index.removePassages([first.passages[0]!]);
  expect(await bestOf(index, 'kestrel', first, second)).not.toBe(first.passages[0]);
  expect((await index.search('kestrel', scopeOf(first, second), 10)).fullText).toEqual([]);
  await index.removeDocuments([second.document]);
  expect((await index.search('potatoes', scopeOf(first, second), 10)).fullText).toEqual([]);
  expect((await index.search('potatoes', scopeOf(second), 10)).vector).toEqual([]);
});

it('embeds nothing again that is in the index, and all that is not', async () => {
  const opened = await withTwoDocuments();
  const { index, client, first, services } = opened;
  const { generation } = await index.ensureOpen();
  expect(await finish(index)).toBe(0);
  services.database.write((orm) => deleteIndexed(orm, generation, [first.passages[1]!]));
  await client.removePassages(generation, [first.passages[1]!]);
  const again = await openTestIndex({ services });
  await finish(again.index);
  expect(indexed(opened, generation)).toContain(first.passages[1]);
  expect(await bestOf(again.index, 'birds that swim', first)).toBe(first.passages[1]);
});

it('makes table and index say the same when it opens them', async () => {
  const opened = await withTwoDocuments();
  const { index, client, first, second, services } = opened;
  const { generation } = await index.ensureOpen();
  // As a kill leaves it: one passage is noted but not there, another one there but not noted.
  await client.removePassages(generation, [first.passages[0]!]);
  services.database.write((orm) => deleteIndexed(orm, generation, [second.passages[0]!]));
  await client.dispose();

  const again = await openTestIndex({ services });
  await again.index.ensureOpen();
  expect(indexed(again, generation)).toEqual([...first.passages.slice(1), second.passages[1]]);
  expect(again.notices).toEqual([]);
  await finish(again.index);
  expect(indexed(again, generation)).toEqual([...first.passages, ...second.passages]);
  expect(await bestOf(again.index, 'kestrel', first, second)).toBe(first.passages[0]);
  expect(await bestOf(again.index, 'how to make bread', first, second)).toBe(second.passages[0]);
});

it.each([
  ['deleted', (folder: string) => rmSync(folder, { recursive: true })],
  [
    'damaged',
    (folder: string) => {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (entry.isFile()) writeFileSync(join(entry.parentPath, entry.name), 'damaged');
      }
    },
  ],
])('is made again from the database when its files were %s, and says so', async (_, harm) => {
  const { index, client, services, first, second, indexFolder } = await withTwoDocuments();
  const { generation } = await index.ensureOpen();
  await client.dispose();
  harm(join(indexFolder, `generation-${generation}`));

  const again = await openTestIndex({ services });
  await expect(again.index.search('kestrel', scopeOf(first), 5)).rejects.toMatchObject({
    code: 'index/building',
  });
  expect(again.notices).toHaveLength(1);
  expect(again.notices[0]?.message).toContain('Chats are not affected');
  expect(again.index.status().building).toMatchObject({ passagesDone: 0, passagesTotal: 5 });
  await finish(again.index);
  expect(again.index.status()).toMatchObject({ passages: 5, building: null });
  expect(await bestOf(again.index, 'birds that swim', first, second)).toBe(first.passages[1]);
  expect(again.notices).toHaveLength(1);
});

it('notices damage under an open index, and heals', async () => {
  const { index, notices, first, second, indexFolder } = await withTwoDocuments();
  const { generation } = await index.ensureOpen();
  const folder = join(indexFolder, `generation-${generation}`, 'passages.lance');
  rmSync(folder, { recursive: true });
  await expect(index.search('a question that reads the files', scopeOf(first), 5)).rejects.toMatchObject({
    code: 'index/building',
  });
  expect(notices).toHaveLength(1);
  await finish(index);
  expect(await bestOf(index, 'birds that swim', first, second)).toBe(first.passages[1]);
});

it('serves the old index while one for another embedder is made, then lets that one take over', async () => {
  const opened = await withTwoDocuments();
  const { index, models, services, first, second, indexFolder } = opened;
  const before = await index.ensureOpen();
  const added = await models.add(otherEmbedder());
  expect(added).toMatchObject({ kind: 'embedder', name: 'Another embedder', maxTokens: 128, isInUse: false });
  index.useEmbedder(added.id);
  expect(index.status()).toMatchObject({
    embedderId: models.starter.id,
    building: { embedderId: added.id, passagesDone: 0, passagesTotal: 5 },
  });
  expect((await index.search('kestrel', scopeOf(first), 5)).embedderId).toBe(models.starter.id);
  expect(await index.step()).toBe(true);
  expect((await index.search('kestrel', scopeOf(first), 5)).embedderId).toBe(models.starter.id);
  // A document that comes meanwhile is searchable at once, and in the new index afterwards.
  const third = services.database.write((orm) => insertReadDocument(orm, ['The tram stops at the harbour.']));
  await index.index(third.passages, signal);
  expect(await bestOf(index, 'public transport', first, second, third)).toBe(third.passages[0]);
  await finish(index);

  const after = await index.ensureOpen();
  expect(after).toMatchObject({ embedderId: added.id });
  expect(after.generation).not.toBe(before.generation);
  expect(indexed(opened, after.generation)).toEqual([
    ...first.passages,
    ...second.passages,
    ...third.passages,
  ]);
  expect(await bestOf(index, 'public transport', first, second, third)).toBe(third.passages[0]);
  expect(services.database.read(listGenerations)).toHaveLength(1);
  expect(existsSync(join(indexFolder, `generation-${before.generation}`))).toBe(false);
  expect(index.status()).toEqual({ embedderId: added.id, passages: 6, building: null });
});

it('goes on with another embedder after the process ended midway, and back when the choice is taken back', async () => {
  const { index, models, services, client, first } = await withTwoDocuments();
  const added = await models.add(otherEmbedder());
  index.useEmbedder(added.id);
  await index.step();
  await client.dispose();

  const again = await openTestIndex({ services });
  expect(again.index.status().building).toMatchObject({ embedderId: added.id, passagesDone: 5 });
  again.index.useEmbedder(models.starter.id);
  expect(again.index.status().building).toBeNull();
  await finish(again.index);
  expect(services.database.read(listGenerations)).toHaveLength(1);
  expect((await again.index.search('kestrel', scopeOf(first), 5)).embedderId).toBe(models.starter.id);
});

it('makes the index anew with the same embedder when asked to', async () => {
  const { index, first, second } = await withTwoDocuments();
  const before = await index.ensureOpen();
  index.rebuild();
  expect(await bestOf(index, 'birds that swim', first, second)).toBe(first.passages[1]);
  await finish(index);
  const after = await index.ensureOpen();
  expect(after.generation).toBeGreaterThan(before.generation);
  expect(await bestOf(index, 'birds that swim', first, second)).toBe(first.passages[1]);
});

it('deletes indexes from the disk that the database does not know', async () => {
  const { index, indexFolder } = await withTwoDocuments();
  const { generation } = await index.ensureOpen();
  mkdirSync(join(indexFolder, 'generation-4711'));
  mkdirSync(join(indexFolder, 'of-the-user'));
  await finish(index);
  expect(readdirSync(indexFolder)).not.toContain('generation-4711');
  expect(readdirSync(indexFolder)).toEqual(
    expect.arrayContaining([`generation-${generation}`, 'of-the-user']),
  );
});

it('leaves documents out of a new index that were removed', async () => {
  const opened = await withTwoDocuments();
  const { index, services, first, second } = opened;
  services.database.write((orm) =>
    orm.update(documents).set({ removedAt: 5 }).where(eq(documents.sequence, second.document)).run(),
  );
  index.rebuild();
  await finish(index);
  const { generation } = await index.ensureOpen();
  expect(indexed(opened, generation)).toEqual(first.passages);
});

it('asks for two rows, and counts none, before it searches', async () => {
  const { index, services, first } = await withTwoDocuments();
  await index.search('kestrel', scopeOf(first), 5);
  const statements: string[] = [];
  services.database.read((orm) => {
    // Drizzle hands every statement to its session, so that is where they are read.
    const session = Reflect.get(orm, 'session') as {
      prepareQuery(parts: { sql: string }, ...rest: unknown[]): unknown;
    };
    const prepareQuery = session.prepareQuery.bind(session);
    session.prepareQuery = (parts, ...rest) => {
      statements.push(parts.sql);
      return prepareQuery(parts, ...rest);
    };
  });
  await index.search('kestrel', scopeOf(first), 5);
  expect(statements.filter((statement) => statement.includes('indexed_passages'))).toHaveLength(1);
  expect(statements.filter((statement) => /\b(?:count|sum)\(/i.test(statement))).toEqual([]);
});

it('goes on at once with another embedder that is chosen once the files of the present one are gone', async () => {
  const { index, models, services, client, first, second, embeddersFolder } = await withTwoDocuments();
  const added = await models.add(otherEmbedder());
  index.useEmbedder(added.id);
  await finish(index);
  await client.dispose();
  rmSync(embeddersFolder, { recursive: true });

  const again = await openTestIndex({ services });
  // What is in the queue is indexed before anything happens in the background.
  const third = services.database.write((orm) => insertReadDocument(orm, ['The tram stops at the harbour.']));
  await expect(again.index.index(third.passages, signal)).rejects.toMatchObject({
    code: 'embedder/not-found',
  });
  again.index.useEmbedder(models.starter.id);
  await Promise.all([again.index.index(third.passages, signal), again.index.embedder()]);
  expect(await again.index.embedder()).toMatchObject({ id: models.starter.id });
  expect(await bestOf(again.index, 'public transport', first, second, third)).toBe(third.passages[0]);
  await finish(again.index);
  expect(again.index.status()).toEqual({ embedderId: models.starter.id, passages: 6, building: null });
  expect(services.database.read(listGenerations)).toHaveLength(1);
});

it('keeps what was embedded for another embedder when the files of the present one go meanwhile', async () => {
  const { index, models, services, client, first, second, embeddersFolder } = await withTwoDocuments();
  const added = await models.add(otherEmbedder());
  index.useEmbedder(added.id);
  await finish(index);
  index.useEmbedder(models.starter.id);
  await index.step();
  expect(index.status().building).toMatchObject({ embedderId: models.starter.id, passagesDone: 5 });
  await client.dispose();
  rmSync(embeddersFolder, { recursive: true });

  const again = await openTestIndex({ services });
  expect(await bestOf(again.index, 'birds that swim', first, second)).toBe(first.passages[1]);
  expect(again.index.status()).toMatchObject({ embedderId: models.starter.id, passages: 5, building: null });
});

it('has all documents read anew for an embedder that reads less of a text, and only for one', async () => {
  const { index, models, services, first, second } = await withTwoDocuments();
  const { database } = services;
  const states = () =>
    database.read((orm) =>
      orm
        .select({ state: documents.state, contentSha256: documents.contentSha256 })
        .from(documents)
        .orderBy(documents.sequence)
        .all(),
    );
  const set = (document: TestDocument, values: Partial<typeof documents.$inferInsert>): void => {
    database.write((orm) =>
      orm.update(documents).set(values).where(eq(documents.sequence, document.document)).run(),
    );
  };
  const removed = database.write((orm) => insertReadDocument(orm, ['This one was removed.']));
  const known = { contentSha256: 'known' };
  set(first, known);
  set(second, { ...known, state: 'cancelled' });
  set(removed, { ...known, removedAt: 5 });
  const added = await models.add(otherEmbedder());
  expect(added.maxTokens).toBeLessThan(models.starter.maxTokens);
  index.useEmbedder(added.id);
  await index.step();
  expect(states()[0]).toMatchObject({ state: 'done' });
  await finish(index);
  expect(states()).toEqual([
    { state: 'queued', contentSha256: null },
    { state: 'cancelled', contentSha256: null },
    { state: 'done', ...known },
  ]);

  set(first, { ...known, state: 'done' });
  index.useEmbedder(models.starter.id);
  await finish(index);
  expect(states()[0]).toEqual({ state: 'done', ...known });
});

it('says so when the embedder is gone, and takes the one chosen instead', async () => {
  const { index, models, services, client, first, second, embeddersFolder } = await withTwoDocuments();
  const added = await models.add(otherEmbedder());
  index.useEmbedder(added.id);
  await finish(index);
  await client.dispose();
  rmSync(embeddersFolder, { recursive: true });

  const again = await openTestIndex({ services });
  await expect(again.index.search('kestrel', scopeOf(first), 5)).rejects.toMatchObject({
    code: 'embedder/not-found',
    message: expect.stringContaining('Another embedder') as string,
  });
  again.index.useEmbedder(models.starter.id);
  await finish(again.index);
  expect(await bestOf(again.index, 'birds that swim', first, second)).toBe(first.passages[1]);
});

it('searches, but changes nothing, in a process that does not keep the data folder', async () => {
  const { services, first, indexFolder, index } = await withTwoDocuments();
  const { generation } = await index.ensureOpen();
  const reader = await openTestIndex({ services, mayWrite: () => false });
  expect(await bestOf(reader.index, 'birds that swim', first)).toBe(first.passages[1]);
  expect(await reader.index.step()).toBe(false);
  writeFileSync(join(indexFolder, `generation-${generation}`, 'metadata.json'), '{');
  const late = await openTestIndex({ services, mayWrite: () => false });
  await expect(late.index.search('owl', scopeOf(first), 5)).rejects.toMatchObject({ code: 'index/damaged' });
  expect(readFileSync(join(indexFolder, `generation-${generation}`, 'metadata.json'), 'utf8')).toBe('{');
});

it('stops embedding when it is cancelled, and notes nothing that is not there', async () => {
  const opened = await openTestIndex();
  const { database } = opened.services;
  const texts = Array.from({ length: 400 }, (_, n) => `Sentence number ${n} about the weather. `.repeat(10));
  const long = database.write((orm) => insertReadDocument(orm, texts));
  const controller = new AbortController();
  const indexing = opened.index.index(long.passages, controller.signal);
  await opened.index.ensureOpen();
  controller.abort();
  await expect(indexing).rejects.toMatchObject({ code: 'generation/cancelled' });
  const { generation } = await opened.index.ensureOpen();
  const { passages } = await opened.client.openIndex({
    generation,
    embedder: opened.models.starter,
    embedderId: opened.models.starter.id,
    dimensions: opened.models.starter.dimensions ?? 0,
    access: 'write',
  });
  expect(new Set(indexed(opened, generation))).toEqual(new Set(passages));
});

it('goes on after its process was killed while it indexed', async () => {
  const opened = await openTestIndex();
  const { index, client, services } = opened;
  const texts = Array.from({ length: 300 }, (_, n) => `Passage ${n} is about the number ${n}. `.repeat(8));
  const long = services.database.write((orm) => insertReadDocument(orm, texts));
  const { generation } = await index.ensureOpen();
  const indexing = index.index(long.passages, signal);
  const failed = expect(indexing).rejects.toMatchObject({ code: 'worker/crashed' });
  while (indexed(opened, generation).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  process.kill(client.pid!, 'SIGKILL');
  await failed;
  await index.ensureOpen();
  const rest = long.passages.filter((passage) => !indexed(opened, generation).includes(passage));
  expect(rest.length).toBeGreaterThan(0);
  await index.index(rest, signal);
  expect(indexed(opened, generation)).toEqual(long.passages);
  const { fullText } = await index.search('passage', scopeOf(long), 1_000);
  expect(fullText.map(({ passage }) => passage).sort((a, b) => a - b)).toEqual(long.passages);
});

it('answers a search although its process is killed under it', async () => {
  const { index, client, first, second } = await withTwoDocuments();
  const searching = bestOf(index, 'birds that swim', first, second);
  process.kill(client.pid!, 'SIGKILL');
  expect(await searching).toBe(first.passages[1]);
});
