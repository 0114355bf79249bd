import { basename, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { KnowledgeScope } from '../../../preload/contract/knowledge';
import {
  folderOf,
  longText,
  openKnowledge,
  type OpenKnowledge,
  untilIdle,
  documentText,
} from './openKnowledge';

const otter = 'The otter is a mammal that swims in rivers and eats fish.';

function scopeOf(sourceId: string | undefined): KnowledgeScope {
  return { collectionIds: [], sourceIds: [sourceId ?? ''], documentIds: [] };
}

function manyFiles(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}.txt`, `Text ${index}.`]));
}

/** Does something when the second file has its turn; returns the names of the files whose turn came. */
function duringSecond({ client }: OpenKnowledge, act: () => unknown): string[] {
  const turns: string[] = [];
  const identify = client.identify.bind(client);
  vi.spyOn(client, 'identify').mockImplementation(async (path, ...rest) => {
    turns.push(basename(path));
    if (turns.length === 2) await act();
    return identify(path, ...rest);
  });
  return turns;
}

test('a single file that another process adds is read, and read again when that process wants it', async () => {
  const first = await openKnowledge({ timing: { pollMs: 100 } });
  first.knowledge.startIndexing();
  const second = await openKnowledge({ home: first.home });
  await second.knowledge.sources.add(undefined, [join(folderOf({ 'otter.txt': otter }), 'otter.txt')]);
  await vi.waitFor(() => expect(first.document('otter.txt').state).toBe('done'), 15_000);
  const openDocument = vi.spyOn(first.client, 'openDocument');
  second.knowledge.reindexDocument(second.document('otter.txt').id);
  await vi.waitFor(() => expect(second.document('otter.txt').state).toBe('done'), 15_000);
  expect(openDocument).toHaveBeenCalledTimes(1);
});

test('an attached file is read and found while long documents before it are embedded', async () => {
  const opened = await openKnowledge();
  const { knowledge, searchIndex } = opened;
  const index = searchIndex.index.bind(searchIndex);
  const release = Promise.withResolvers<undefined>();
  onTestFinished(() => release.resolve(undefined));
  vi.spyOn(searchIndex, 'index').mockImplementation(async (...input) => {
    await release.promise;
    return index(...input);
  });
  const long = folderOf({ 'first.txt': longText(600), 'second.txt': longText(600) });
  await knowledge.sources.add(undefined, [long]);
  knowledge.startIndexing();
  const states = (): string[] => ['first.txt', 'second.txt'].map((name) => opened.document(name).state);
  await vi.waitFor(() => expect(states()).toEqual(['embedding', 'embedding']), 40_000);
  const [attached] = await knowledge.sources.attach([join(folderOf({ 'otter.txt': otter }), 'otter.txt')]);
  const ids = knowledge.singleDocuments(scopeOf(attached?.id)).map(({ id }) => id);
  const signal = AbortSignal.timeout(30_000);
  await knowledge.whenRead(ids, signal);
  expect(documentText({ knowledge }, ids[0] ?? '')).toBe(otter);
  release.resolve(undefined);
  await knowledge.whenSearchable(ids, signal);
  expect(states()).toEqual(['embedding', 'embedding']);
}, 120_000);

test('an attached file goes before those whose turn has been settled already', async () => {
  const opened = await openKnowledge();
  const { knowledge } = opened;
  await knowledge.sources.add(undefined, [folderOf(manyFiles(40))]);
  const path = join(folderOf({ 'otter.txt': otter }), 'otter.txt');
  const turns = duringSecond(opened, () => knowledge.sources.attach([path]));
  knowledge.startIndexing();
  await untilIdle(opened, 41);
  expect(turns.indexOf('otter.txt')).toBe(2);
  expect(turns).toHaveLength(41);
});

test('what somebody waits for goes before those whose turn has been settled already', async () => {
  const opened = await openKnowledge();
  const { knowledge } = opened;
  await knowledge.sources.add(undefined, [folderOf(manyFiles(40))]);
  let waiting: Promise<void> | undefined;
  let wanted = '';
  const turns = duringSecond(opened, () => {
    wanted =
      opened.documents().findLast(({ state, name }) => state === 'parsing' && !turns.includes(name))?.name ??
      '';
    waiting = knowledge.whenRead([opened.document(wanted).id], AbortSignal.timeout(30_000));
  });
  knowledge.startIndexing();
  await untilIdle(opened, 40);
  await waiting;
  expect(turns.indexOf(wanted)).toBe(2);
  expect(turns).toHaveLength(40);
});
