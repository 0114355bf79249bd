import { appendFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { sql } from 'drizzle-orm';
import {
  folderOf,
  openKnowledge,
  type OpenKnowledge,
  untilIdle,
  writeFiles,
  documentText,
} from './openKnowledge';

const texts = {
  'otter.txt': 'The otter is a mammal that swims in rivers and eats fish.',
  'glacier.txt': 'A glacier is a slow river of ice that carves valleys.',
  'bread.txt': 'Bread is baked from flour, water, salt and yeast.',
};

function passageRows({ database }: OpenKnowledge): { document: number; ordinal: number; revision: number }[] {
  return database.read((orm) =>
    orm.all(sql`SELECT document_sequence AS document, ordinal, revision FROM passages`),
  );
}

/** When the system watches, changes are noticed. */
async function startWatching(opened: OpenKnowledge, files: number): Promise<void> {
  opened.knowledge.startIndexing();
  await untilIdle(opened, files);
  await new Promise((resolve) => setTimeout(resolve, 500));
}

test('the files of a folder become searchable, and collection, source and progress say so', async () => {
  const opened = await openKnowledge();
  const { knowledge, events } = opened;
  const announced: number[] = [];
  events.on('knowledge.progressChanged', ({ filesDone }) => announced.push(filesDone));
  const [source] = await knowledge.sources.add(undefined, [folderOf(texts)]);
  knowledge.startIndexing();
  await untilIdle(opened, 3);
  expect(await opened.find('swimming animals', 1)).toEqual(['otter.txt']);
  expect(await opened.find('yeast', 1)).toContain('bread.txt');
  const [collection] = knowledge.listCollections();
  expect(collection).toMatchObject({ name: 'Documents', sources: 1, passages: 3 });
  expect(knowledge.listSources()[0]).toMatchObject({ id: source?.id, passages: 3, problem: null });
  expect(knowledge.listSources()[0]?.documents.done).toBe(3);
  await vi.waitFor(() =>
    expect(knowledge.progress()).toMatchObject({
      activity: 'idle',
      filesDone: 3,
      filesTotal: 3,
      problem: null,
    }),
  );
  await vi.waitFor(() => expect(announced.at(-1)).toBe(3));
});

test('a large and a small document are read whole, with passages that leave nothing out', async () => {
  const opened = await openKnowledge();
  const sentence = (index: number): string => `Sentence number ${index} says that ${index * 7} rivers flow.`;
  const long = Array.from({ length: 3000 }, (_, index) => sentence(index)).join(' ');
  await opened.knowledge.sources.add(undefined, [folderOf({ 'long.txt': long, 'short.txt': 'Short.' })]);
  opened.knowledge.startIndexing();
  await untilIdle(opened, 2);
  const { id, passages } = opened.document('long.txt');
  expect(passages).toBeGreaterThan(100);
  expect(documentText(opened, id)).toBe(long);
  expect(opened.knowledge.readingOf(id, long.length)).toHaveLength(passages);
  expect(opened.knowledge.readingOf(id, 1000)).toBeNull();
  const { passages: page } = opened.knowledge.read(id, 10, 5);
  expect(page.map(({ ordinal }) => ordinal)).toEqual([10, 11, 12, 13, 14]);
}, 120_000);

test('what has not changed is not embedded again; what has is, and its old passages vanish', async () => {
  const opened = await openKnowledge();
  const folder = folderOf(texts);
  await opened.knowledge.sources.add(undefined, [folder]);
  await startWatching(opened, 3);
  const index = vi.spyOn(opened.client, 'index');
  const before = opened.document('otter.txt');
  // A new time of change, the same content.
  writeFiles(folder, { 'otter.txt': texts['otter.txt'], 'bread.txt': 'Cheese is made from milk.' });
  await vi.waitFor(() => expect(opened.document('bread.txt').bytes).toBe(25), 15_000);
  await untilIdle(opened, 3);
  expect(index.mock.calls.flatMap(([, passages]) => passages.map(({ text }) => text))).toEqual([
    'Cheese is made from milk.',
  ]);
  expect(opened.document('otter.txt')).toMatchObject({ id: before.id, indexedAt: before.indexedAt });
  await vi.waitFor(() => expect(passageRows(opened)).toHaveLength(3));
  expect(documentText(opened, opened.document('bread.txt').id)).toBe('Cheese is made from milk.');
});

test('a renamed file keeps its document and its passages', async () => {
  const opened = await openKnowledge();
  const folder = folderOf(texts);
  await opened.knowledge.sources.add(undefined, [folder]);
  await startWatching(opened, 3);
  const index = vi.spyOn(opened.client, 'index');
  const { id } = opened.document('otter.txt');
  renameSync(join(folder, 'otter.txt'), join(folder, 'river animal.txt'));
  await vi.waitFor(() => expect(opened.document('river animal.txt').state).toBe('done'), 15_000);
  await untilIdle(opened, 3);
  expect(opened.document('river animal.txt').id).toBe(id);
  expect(await opened.find('otter', 1)).toEqual(['river animal.txt']);
  expect(index).not.toHaveBeenCalled();
});

test('a deleted file is in no search any more, and its rows are deleted', async () => {
  const opened = await openKnowledge({ timing: { graceMs: 100 } });
  const folder = folderOf(texts);
  await opened.knowledge.sources.add(undefined, [folder]);
  await startWatching(opened, 3);
  rmSync(join(folder, 'otter.txt'));
  await vi.waitFor(() => expect(opened.documents()).toHaveLength(2), 15_000);
  expect(await opened.find('otter')).not.toContain('otter.txt');
  await vi.waitFor(() => expect(passageRows(opened)).toHaveLength(2), 5_000);
});

test('a removed source is in no search from that moment on, and nothing is left of it', async () => {
  const opened = await openKnowledge();
  const { knowledge, database } = opened;
  const [source] = await knowledge.sources.add(undefined, [folderOf(texts)]);
  knowledge.startIndexing();
  await untilIdle(opened, 3);
  const collection = knowledge.listCollections()[0]?.id ?? '';
  knowledge.sources.remove(source?.id ?? '');
  expect(await opened.find('otter')).toEqual([]);
  expect(knowledge.listDocuments({ offset: 0, limit: 10 }).total).toBe(0);
  const left = (table: string): number =>
    database.read((orm) => orm.get<{ rows: number }>(sql.raw(`SELECT COUNT(*) AS rows FROM ${table}`))).rows;
  await vi.waitFor(() => {
    expect(['sources', 'documents', 'passages', 'indexed_passages'].map(left)).toEqual([0, 0, 0, 0]);
  }, 5_000);
  knowledge.removeCollection(collection);
  await vi.waitFor(() => expect(left('collections')).toBe(0), 5_000);
});

test('one bad file never stops the rest: it is listed with its reason and can be tried again', async () => {
  const opened = await openKnowledge();
  const folder = folderOf({ ...texts, 'bad.txt': 'text\0\x01\x02\x03\0\0\0'.repeat(50) });
  const [source] = await opened.knowledge.sources.add(undefined, [folder]);
  opened.knowledge.startIndexing();
  await untilIdle(opened, 4);
  expect(opened.document('bad.txt')).toMatchObject({ state: 'failed', error: { code: 'document/binary' } });
  expect(opened.knowledge.listSources()[0]?.documents).toMatchObject({ done: 3, failed: 1 });
  writeFiles(folder, { 'bad.txt': 'Good text now.' });
  await opened.knowledge.sources.retry(source?.id ?? '');
  await vi.waitFor(() => expect(opened.document('bad.txt').state).toBe('done'), 15_000);
});

test('a worker that dies again and again over one file costs that file only', async () => {
  const opened = await openKnowledge();
  const { client, knowledge } = opened;
  const openDocument = client.openDocument.bind(client);
  vi.spyOn(client, 'openDocument').mockImplementation((path, ...rest) => {
    if (path.endsWith('lethal.txt') && client.pid !== undefined) process.kill(client.pid, 'SIGKILL');
    return openDocument(path, ...rest);
  });
  await knowledge.sources.add(undefined, [folderOf({ ...texts, 'lethal.txt': 'It looks harmless.' })]);
  knowledge.startIndexing();
  await untilIdle(opened, 4);
  expect(opened.document('lethal.txt')).toMatchObject({
    state: 'failed',
    error: { code: 'document/malformed' },
  });
  expect(opened.documents().filter(({ state }) => state === 'done')).toHaveLength(3);
  expect(await opened.find('otter', 1)).toContain('otter.txt');
});

test('a worker that dies in between costs nothing', async () => {
  const opened = await openKnowledge();
  const { client, knowledge } = opened;
  const index = client.index.bind(client);
  let deaths = 0;
  vi.spyOn(client, 'index').mockImplementation((...input) => {
    if (deaths < 2 && client.pid !== undefined) {
      deaths += 1;
      process.kill(client.pid, 'SIGKILL');
    }
    return index(...input);
  });
  await knowledge.sources.add(undefined, [folderOf(texts)]);
  knowledge.startIndexing();
  await untilIdle(opened, 3);
  expect(deaths).toBe(2);
  expect(opened.documents().map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  expect(await opened.find('otter', 1)).toContain('otter.txt');
});

test('indexing is paused, also over a restart, and goes on', async () => {
  const first = await openKnowledge();
  first.knowledge.pause();
  await first.knowledge.sources.add(undefined, [folderOf(texts)]);
  first.knowledge.startIndexing();
  await vi.waitFor(() => expect(first.documents()).toHaveLength(3));
  expect(first.knowledge.progress()).toMatchObject({ activity: 'paused', filesTotal: 3, filesDone: 0 });
  await first.knowledge.stopIndexing();
  const second = await openKnowledge({ home: first.home });
  second.knowledge.startIndexing();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(second.documents().map(({ state }) => state)).toEqual(['queued', 'queued', 'queued']);
  second.knowledge.resume();
  await untilIdle(second, 3);
  expect(second.documents().map(({ state }) => state)).toEqual(['done', 'done', 'done']);
});

test('cancelling a source leaves what is not read yet unread, and what is done stays', async () => {
  const opened = await openKnowledge();
  const { knowledge } = opened;
  const many = Object.fromEntries(
    Array.from({ length: 600 }, (_, index) => [`${index}.txt`, `Text number ${index}. `.repeat(40)]),
  );
  const [source] = await knowledge.sources.add(undefined, [folderOf(many)]);
  knowledge.startIndexing();
  await vi.waitFor(() => expect(knowledge.progress().filesDone).toBeGreaterThan(0), 30_000);
  await knowledge.sources.cancel(source?.id ?? '');
  await vi.waitFor(() => expect(knowledge.progress().activity).toBe('idle'), 10_000);
  const counts = knowledge.listSources()[0]?.documents;
  expect(counts).toMatchObject({ queued: 0, parsing: 0, embedding: 0, failed: 0 });
  expect(counts?.cancelled).toBeGreaterThan(0);
  expect((counts?.done ?? 0) + (counts?.cancelled ?? 0)).toBe(600);
  await knowledge.sources.retry(source?.id ?? '');
  await untilIdle(opened, 600);
  expect(knowledge.listSources()[0]?.documents.done).toBe(600);
  const rows = passageRows(opened);
  expect(new Set(rows.map(({ document, ordinal }) => `${document}/${ordinal}`)).size).toBe(rows.length);
}, 120_000);

test('a source or a file is read again when asked to, though nothing has changed', async () => {
  const opened = await openKnowledge();
  const [source] = await opened.knowledge.sources.add(undefined, [folderOf(texts)]);
  opened.knowledge.startIndexing();
  await untilIdle(opened, 3);
  const open = vi.spyOn(opened.client, 'openDocument');
  await opened.knowledge.sources.reindex(source?.id ?? '');
  await untilIdle(opened, 3);
  expect(open).toHaveBeenCalledTimes(3);
  opened.knowledge.reindexDocument(opened.document('otter.txt').id);
  await untilIdle(opened, 3);
  expect(open).toHaveBeenCalledTimes(4);
  await vi.waitFor(() => expect(passageRows(opened)).toHaveLength(3), 5_000);
  expect(await opened.find('otter', 3)).toContain('otter.txt');
});

test('a document taken out of a folder stays out', async () => {
  const opened = await openKnowledge();
  const folder = folderOf(texts);
  await opened.knowledge.sources.add(undefined, [folder]);
  await startWatching(opened, 3);
  opened.knowledge.removeDocument(opened.document('otter.txt').id);
  expect(await opened.find('otter')).not.toContain('otter.txt');
  appendFileSync(join(folder, 'otter.txt'), ' It is playful.');
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(opened.documents().map(({ name }) => name)).toEqual(['bread.txt', 'glacier.txt']);
});

test('attached files are read first, and whoever waits for them is told', async () => {
  const opened = await openKnowledge();
  const { knowledge } = opened;
  const many = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`${index}.txt`, `Text number ${index}. `.repeat(40)]),
  );
  await knowledge.sources.add(undefined, [folderOf(many)]);
  knowledge.startIndexing();
  await vi.waitFor(() => expect(opened.documents().length).toBe(300));
  const [attached] = await knowledge.sources.attach([join(folderOf(texts), 'otter.txt')]);
  const scope = { collectionIds: [], sourceIds: [attached?.id ?? ''], documentIds: [] };
  const [document] = knowledge.singleDocuments(scope);
  expect(knowledge.unsearchable(scope)).toBe(1);
  expect(knowledge.isEmpty(scope)).toBe(false);
  const signal = AbortSignal.timeout(30_000);
  await knowledge.whenRead([document?.id ?? ''], signal);
  expect(documentText({ knowledge }, document?.id ?? '')).toBe(texts['otter.txt']);
  await knowledge.whenSearchable([document?.id ?? ''], signal);
  expect(knowledge.unsearchable(scope)).toBe(0);
  expect(knowledge.progress().filesDone).toBeLessThan(301);
  expect(knowledge.listCollections().map(({ name }) => name)).toEqual(['Documents', 'Files from chats']);
  await expect(
    knowledge.whenSearchable([opened.document('299.txt').id], AbortSignal.abort()),
  ).rejects.toMatchObject({ code: 'generation/cancelled' });
}, 120_000);
