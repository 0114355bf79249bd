import { EventEmitter } from 'node:events';
import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test, vi } from 'vitest';
import type * as Chokidar from 'chokidar';
import { folderOf, openKnowledge, untilIdle, writeFiles, documentText } from './openKnowledge';

const chokidar = vi.hoisted(() => ({ isAtLimit: false }));

// The system's limit of watches belongs to the whole computer: it cannot be reached for one test alone.
vi.mock('chokidar', async (importOriginal) => {
  const actual = await importOriginal<typeof Chokidar>();
  return {
    ...actual,
    watch: (...input: Parameters<typeof actual.watch>) => {
      if (!chokidar.isAtLimit) return actual.watch(...input);
      const watcher = Object.assign(new EventEmitter(), { close: () => Promise.resolve() });
      const error = Object.assign(new Error('System limit for number of file watchers reached'), {
        code: 'ENOSPC',
      });
      setTimeout(() => watcher.emit('error', error), 50);
      return watcher;
    },
  };
});

test('a folder that the system cannot watch is looked through now and then, and its problem says so', async () => {
  chokidar.isAtLimit = true;
  onTestFinished(() => {
    chokidar.isAtLimit = false;
  });
  const opened = await openKnowledge({ timing: { rescanMs: 300 } });
  const folder = folderOf({ 'a.txt': 'One.' });
  await opened.knowledge.sources.add(undefined, [folder]);
  opened.knowledge.startIndexing();
  await untilIdle(opened, 1);
  await vi.waitFor(() =>
    expect(opened.knowledge.listSources()[0]?.problem?.message).toContain('cannot watch so many folders'),
  );
  writeFiles(folder, { 'b.txt': 'Two.' });
  await vi.waitFor(() => expect(opened.document('b.txt').state).toBe('done'), 15_000);
});

test('a full disk stops indexing with its reason, and it goes on when asked to', async () => {
  const opened = await openKnowledge();
  const { database, knowledge } = opened;
  const pragma = (text: string): Record<string, number> =>
    database.read((orm) => orm.get(sql.raw(`PRAGMA ${text}`)));
  const long = 'The river flows through the valley and past the mill. '.repeat(4000);
  await knowledge.sources.add(undefined, [folderOf({ 'a.txt': 'One.', 'long.txt': long })]);
  const pages = pragma('page_count')['page_count'] ?? 0;
  pragma(`max_page_count = ${pages + 20}`);
  knowledge.startIndexing();
  await vi.waitFor(() => expect(knowledge.progress().problem?.code).toBe('storage/full'), 30_000);
  pragma('max_page_count = 1000000');
  knowledge.resume();
  await vi.waitFor(() => expect(opened.document('long.txt').state).toBe('done'), 30_000);
  await untilIdle(opened, 2);
  expect(documentText({ knowledge }, opened.document('long.txt').id)).toBe(long);
  expect(knowledge.progress().problem).toBeNull();
});
