import { randomUUID } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test, vi } from 'vitest';
import { systemClock } from '../../../main/clock';
import { Leftovers } from '../../../main/knowledge/indexing/leftovers';
import { QueueRepository } from '../../../main/knowledge/indexing/queueRepository';
import {
  folderOf,
  longText,
  openKnowledge,
  type OpenKnowledge,
  untilIdle,
  writeFiles,
  documentText,
} from './openKnowledge';

const otter = 'The otter is a mammal that swims in rivers and eats fish.';

function passagesOf({ database }: OpenKnowledge, name: string): number[] {
  return database
    .read((orm) =>
      orm.all<{ sequence: number }>(sql`
        SELECT p.sequence FROM passages p JOIN documents d ON d.sequence = p.document_sequence
        WHERE d.name = ${name}`),
    )
    .map(({ sequence }) => sequence);
}

test('a source that is removed while it is embedded is embedded no further, and holds up nothing', async () => {
  const opened = await openKnowledge();
  const { knowledge, searchIndex, database } = opened;
  const index = searchIndex.index.bind(searchIndex);
  const [begun, release] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  onTestFinished(() => release.resolve(undefined));
  const embedded: number[] = [];
  vi.spyOn(searchIndex, 'index').mockImplementation(async (passages, signal) => {
    embedded.push(...passages);
    begun.resolve(undefined);
    await release.promise;
    return index(passages, signal);
  });
  const [source] = await knowledge.sources.add(undefined, [folderOf({ 'long.txt': longText(400) })]);
  knowledge.startIndexing();
  await begun.promise;
  const long = new Set(passagesOf(opened, 'long.txt'));
  expect(long.size).toBeGreaterThan(256);
  knowledge.sources.remove(source?.id ?? '');
  const [{ sequence }] = database.read((orm) =>
    orm.all<{ sequence: number }>(sql`SELECT sequence FROM documents WHERE name = 'long.txt'`),
  ) as [{ sequence: number }];
  expect(new QueueRepository(database).completeIndexing([sequence], 1)).toEqual([]);
  await knowledge.sources.add(undefined, [folderOf({ 'otter.txt': otter })]);
  release.resolve(undefined);
  await untilIdle(opened, 1);
  expect(await opened.find('otter', 1)).toEqual(['otter.txt']);
  // Those that were on their way.
  expect(embedded.filter((passage) => long.has(passage)).length).toBeLessThanOrEqual(128);
}, 120_000);

test('a document whose deletion was cut short is no renamed one: the file with its content is read', async () => {
  const opened = await openKnowledge();
  const { knowledge, database, searchIndex } = opened;
  const folder = folderOf({ 'otter.txt': otter });
  await knowledge.sources.add(undefined, [folder]);
  knowledge.startIndexing();
  await untilIdle(opened, 1);
  await knowledge.stopIndexing();
  database.write((orm) => orm.run(sql`UPDATE documents SET removed_at = 1`));
  const killed = new Error('The process ends here.');
  const leftovers = new Leftovers({
    database,
    clock: systemClock,
    graceMs: 0,
    index: {
      removePassages: (passages) => searchIndex.removePassages(passages),
      removeDocuments: async (documents) => {
        await searchIndex.removeDocuments(documents);
        throw killed;
      },
    },
  });
  await expect(leftovers.removeAll(new AbortController().signal)).rejects.toBe(killed);
  renameSync(join(folder, 'otter.txt'), join(folder, 'river animal.txt'));
  database.write((orm) =>
    orm.run(sql`
      INSERT INTO documents (id, source_sequence, path, name, state, queued_at)
      SELECT ${randomUUID()}, sequence, path || '/river animal.txt', 'river animal.txt', 'queued', 1 FROM sources`),
  );
  knowledge.startIndexing();
  await untilIdle(opened, 1);
  expect(opened.documents().map(({ name, state }) => [name, state])).toEqual([['river animal.txt', 'done']]);
  expect(await opened.find('otter', 1)).toEqual(['river animal.txt']);
});

test('a file that changes again while its last change is put into the index keeps the newest text', async () => {
  const opened = await openKnowledge();
  const { knowledge, client, searchIndex } = opened;
  const folder = folderOf({ 'otter.txt': otter });
  await knowledge.sources.add(undefined, [folder]);
  knowledge.startIndexing();
  await untilIdle(opened, 1);
  await new Promise((resolve) => setTimeout(resolve, 500));
  // Keeps reading under way.
  const release = Promise.withResolvers<undefined>();
  onTestFinished(() => release.resolve(undefined));
  const identify = client.identify.bind(client);
  vi.spyOn(client, 'identify').mockImplementation(async (path, signal) => {
    if (path.endsWith('slow.txt')) await release.promise;
    else await vi.waitFor(() => opened.document('slow.txt'), 15_000);
    // Is waited for, so it goes on to be embedded at once.
    knowledge
      .whenRead([opened.document('otter.txt').id], signal ?? AbortSignal.timeout(60_000))
      .catch(() => undefined);
    return identify(path, signal);
  });
  const newest = 'The otter sleeps in the daytime.';
  const state = (): string => opened.document('otter.txt').state;
  const removePassages = searchIndex.removePassages.bind(searchIndex);
  vi.spyOn(searchIndex, 'removePassages').mockImplementationOnce(async (passages) => {
    writeFiles(folder, { 'otter.txt': newest });
    await vi.waitFor(() => expect(state()).toBe('queued'), 15_000);
    release.resolve(undefined);
    await vi.waitFor(() => expect(state()).toBe('embedding'), 15_000);
    await removePassages(passages);
  });
  writeFiles(folder, { 'otter.txt': longText(200), 'slow.txt': 'It takes its time.' });
  await vi.waitFor(() => {
    expect(opened.document('otter.txt')).toMatchObject({ state: 'done', bytes: newest.length });
  }, 40_000);
  await untilIdle(opened, 2);
  expect(documentText({ knowledge }, opened.document('otter.txt').id)).toBe(newest);
}, 120_000);

test('what was removed is deleted from the index while a long queue is being embedded', async () => {
  const opened = await openKnowledge({ timing: { graceMs: 0 } });
  const { knowledge, searchIndex } = opened;
  const [source] = await knowledge.sources.add(undefined, [folderOf({ 'otter.txt': otter })]);
  knowledge.startIndexing();
  await untilIdle(opened, 1);
  const removeDocuments = vi.spyOn(searchIndex, 'removeDocuments');
  const begun = Promise.withResolvers<undefined>();
  let batches = 0;
  // Embedding itself would only take long.
  vi.spyOn(searchIndex, 'index').mockImplementation(async () => {
    batches += 1;
    if (batches === 2) knowledge.sources.remove(source?.id ?? '');
    if (batches < 6) return;
    begun.resolve(undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));
  });
  await knowledge.sources.add(undefined, [folderOf({ 'long.txt': longText(900) })]);
  await begun.promise;
  expect(opened.document('long.txt').state).toBe('embedding');
  expect(removeDocuments).toHaveBeenCalledTimes(1);
  expect(passagesOf(opened, 'otter.txt')).toEqual([]);
}, 120_000);

test('a file that is deleted and written anew stays the document it was', async () => {
  const opened = await openKnowledge();
  const folder = folderOf({ 'otter.txt': otter, 'bread.txt': 'Bread is baked from flour.' });
  await opened.knowledge.sources.add(undefined, [folder]);
  opened.knowledge.startIndexing();
  await untilIdle(opened, 2);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const before = ['otter.txt', 'bread.txt'].map((name) => opened.document(name).id);
  rmSync(join(folder, 'otter.txt'));
  rmSync(join(folder, 'bread.txt'));
  await vi.waitFor(() => expect(opened.documents()).toEqual([]), 15_000);
  const openDocument = vi.spyOn(opened.client, 'openDocument');
  writeFiles(folder, { 'otter.txt': otter, 'bread.txt': 'Cheese is made from milk.' });
  await vi.waitFor(() => expect(opened.documents()).toHaveLength(2), 15_000);
  await untilIdle(opened, 2);
  expect(['otter.txt', 'bread.txt'].map((name) => opened.document(name).id)).toEqual(before);
  expect(await opened.find('otter', 1)).toContain('otter.txt');
  expect(documentText(opened, opened.document('bread.txt').id)).toBe('Cheese is made from milk.');
  // The content of the other one is what it was.
  expect(openDocument).toHaveBeenCalledTimes(1);
});
