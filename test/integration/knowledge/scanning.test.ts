import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { expect, onTestFinished, test, vi } from 'vitest';
import { silentLogger } from '../../../main/log/logger';
import { CollectionRepository } from '../../../main/knowledge/collections/collectionRepository';
import { DocumentListing } from '../../../main/knowledge/documents/documentListing';
import { checkSourcePath } from '../../../main/knowledge/sources/checkSourcePath';
import { walkFolder } from '../../../main/knowledge/sources/folderWalk';
import { SourceKeeper } from '../../../main/knowledge/sources/sourceKeeper';
import { SourceRepository } from '../../../main/knowledge/sources/sourceRepository';
import { systemClock } from '../../../main/clock';
import { openTestServices } from '../../helpers/testServices';
import { temporaryFolder } from '../../helpers/temporaryFolder';

const nowhere = '/nowhere';

function write(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

async function namesIn(folder: string, excludes: string[] = []): Promise<string[]> {
  const names: string[] = [];
  const { signal } = new AbortController();
  for await (const batch of walkFolder({ root: folder, excludes, skippedFolder: nowhere, signal })) {
    names.push(...batch.files.map(({ name }) => name));
  }
  return names.toSorted();
}

/** A keeper on a folder with these files. */
async function openKeeper(files: Record<string, string>) {
  const { database, folder: dataFolder } = await openTestServices();
  const folder = temporaryFolder();
  write(folder, files);
  const collections = new CollectionRepository(database, systemClock);
  const repository = new SourceRepository(database, systemClock);
  const listing = new DocumentListing(database);
  const openOne = (): SourceKeeper =>
    new SourceKeeper({
      database,
      repository,
      dataFolder,
      clock: systemClock,
      logger: silentLogger,
      timing: { rescanMs: 60_000, settleMs: 50, pollMs: 60_000 },
      graceMs: 30_000,
      onChanged: () => undefined,
      onRemoved: () => undefined,
      onScanning: () => undefined,
    });
  const keeper = openOne();
  onTestFinished(() => keeper.stop());
  const add = async (path = folder): Promise<string> =>
    repository.add(collections.target(undefined), await checkSourcePath(path, dataFolder), 1).id;
  const names = (): string[] => listing.list({ offset: 0, limit: 1000 }).items.map(({ name }) => name);
  return { folder, dataFolder, keeper, openOne, add, names, repository, listing };
}

test('a walk leaves out hidden files, dependencies, build outputs, pictures and what .gitignore says', async () => {
  const folder = temporaryFolder();
  write(folder, {
    'notes.txt': '',
    'photo.JPG': '',
    '.env': '',
    'program/.git/config': '',
    'node_modules/a/readme.md': '',
    'program/package.json': '',
    'program/dist/bundle.js': '',
    'program/source.ts': '',
    'build/plans of the house.txt': '',
    '.gitignore': 'secret*\n/only-here.txt\n',
    'secret.txt': '',
    'only-here.txt': '',
    'inner/only-here.txt': '',
    'inner/.gitignore': '!secret-but-shared.txt\n',
    'inner/secret-but-shared.txt': '',
  });
  expect(await namesIn(folder)).toEqual([
    'build/plans of the house.txt',
    'inner/only-here.txt',
    'inner/secret-but-shared.txt',
    'notes.txt',
    'program/package.json',
    'program/source.ts',
  ]);
});

test("a source's own excludes leave out more, and take in again what is left out by default", async () => {
  const folder = temporaryFolder();
  write(folder, { 'a.txt': '', 'drafts/b.txt': '', 'node_modules/c.txt': '', 'x.log': '' });
  expect(await namesIn(folder, ['drafts/', '*.log', '!node_modules/'])).toEqual([
    'a.txt',
    'node_modules/c.txt',
  ]);
});

test('a walk ends at links that lead in a circle, and does not follow links out of the folder', async () => {
  const folder = temporaryFolder();
  const outside = temporaryFolder();
  write(outside, { 'private.txt': 'not yours' });
  write(folder, { 'a.txt': '', 'deep/er/b.txt': '' });
  symlinkSync(folder, join(folder, 'deep', 'circle'));
  symlinkSync(outside, join(folder, 'out'));
  symlinkSync(join(outside, 'private.txt'), join(folder, 'link.txt'));
  execFileSync('mkfifo', [join(folder, 'pipe.txt')]);
  expect(await namesIn(folder)).toEqual(['a.txt', 'deep/er/b.txt']);
});

test('a folder of 10,000 files is walked in batches while everything else goes on', async () => {
  const folder = temporaryFolder();
  for (let index = 0; index < 10_000; index += 1) writeFileSync(join(folder, `${index}.txt`), '');
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 5);
  let files = 0;
  const { signal } = new AbortController();
  for await (const batch of walkFolder({ root: folder, excludes: [], skippedFolder: nowhere, signal })) {
    expect(batch.files.length).toBeLessThanOrEqual(200 + 16);
    files += batch.files.length;
  }
  clearInterval(timer);
  expect(files).toBe(10_000);
  expect(turns).toBeGreaterThan(5);
});

test.each([
  ['the whole disk', () => '/', 'source/refused'],
  ['a share', () => '\\\\server\\share', 'source/refused'],
  ['a share in the other spelling', () => '//server/share', 'source/refused'],
  ['a device', () => '/dev/null', 'source/refused'],
  ['what is not there', () => '/not/there', 'source/unreadable'],
])('%s is no source', async (_what, path, code) => {
  await expect(checkSourcePath(path(), nowhere)).rejects.toMatchObject({ code });
});

test("a pipe, and Loam's own data, are no sources", async () => {
  const folder = temporaryFolder();
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  await expect(checkSourcePath(join(folder, 'pipe'), nowhere)).rejects.toMatchObject({
    code: 'source/refused',
  });
  mkdirSync(join(folder, 'backups'));
  await expect(checkSourcePath(join(folder, 'backups'), folder)).rejects.toMatchObject({
    code: 'source/refused',
  });
});

test('what a folder of the same collection brings already is not added again', async () => {
  const { folder, add, keeper, names, repository } = await openKeeper({ 'a.txt': '1', 'inner/b.txt': '2' });
  const first = await add();
  keeper.start();
  await vi.waitFor(() => expect(names()).toEqual(['a.txt', 'inner/b.txt']));
  expect(await add()).toBe(first);
  expect(await add(join(folder, 'inner'))).toBe(first);
  expect(await add(join(folder, 'a.txt'))).toBe(first);
  expect(repository.rows()).toHaveLength(1);
});

test('new, changed and deleted files of a watched folder are noticed', async () => {
  const { folder, add, keeper, names, listing } = await openKeeper({ 'a.txt': 'one', 'inner/b.txt': 'two' });
  await add();
  keeper.start();
  await vi.waitFor(() => expect(names()).toEqual(['a.txt', 'inner/b.txt']));
  // Until the system watches.
  await new Promise((resolve) => setTimeout(resolve, 500));
  write(folder, { 'new/er/c.txt': 'three', 'a.txt': 'one and a half' });
  rmSync(join(folder, 'inner'), { recursive: true });
  await vi.waitFor(() => expect(names()).toEqual(['a.txt', 'new/er/c.txt']), 10_000);
  await vi.waitFor(
    () => expect(listing.list({ offset: 0, limit: 9, name: 'a.txt' }).items[0]?.bytes).toBe(14),
    10_000,
  );
});

test('files that changed while nobody watched are found by the next start, and no others', async () => {
  const { folder, add, keeper, openOne, names, listing } = await openKeeper({
    'same.txt': 'same',
    'gone.txt': 'gone',
    'changed.txt': 'before',
  });
  await add();
  keeper.start();
  await vi.waitFor(() => expect(names()).toHaveLength(3));
  await keeper.stop();
  const before = listing.list({ offset: 0, limit: 9, name: 'same.txt' }).items;
  rmSync(join(folder, 'gone.txt'));
  write(folder, { 'changed.txt': 'after it', 'added.txt': 'new' });
  const next = openOne();
  onTestFinished(() => next.stop());
  next.start();
  await vi.waitFor(() => expect(names()).toEqual(['added.txt', 'changed.txt', 'same.txt']));
  expect(listing.list({ offset: 0, limit: 9, name: 'same.txt' }).items).toEqual(before);
});

test('a folder that disappears as a whole keeps its documents and tells the problem until it is back', async () => {
  const { folder, add, keeper, openOne, names, repository } = await openKeeper({ 'a.txt': 'one' });
  const id = await add();
  keeper.start();
  await vi.waitFor(() => expect(names()).toHaveLength(1));
  await keeper.stop();
  renameSync(folder, `${folder}-away`);
  onTestFinished(() => rmSync(`${folder}-away`, { recursive: true, force: true }));
  const second = openOne();
  second.start();
  await vi.waitFor(() => expect(repository.describe(id).problem?.code).toBe('source/unreadable'));
  expect(names()).toEqual(['a.txt']);
  await second.stop();
  renameSync(`${folder}-away`, folder);
  const third = openOne();
  onTestFinished(() => third.stop());
  third.start();
  await vi.waitFor(() => expect(repository.describe(id).problem).toBeNull());
  expect(names()).toEqual(['a.txt']);
});

test('a watched folder that is taken away keeps its documents', async () => {
  const { folder, add, keeper, names, repository } = await openKeeper({
    'a.txt': 'one',
    'inner/b.txt': 'two',
  });
  const id = await add();
  keeper.start();
  await vi.waitFor(() => expect(names()).toHaveLength(2));
  await new Promise((resolve) => setTimeout(resolve, 500));
  renameSync(folder, `${folder}-away`);
  onTestFinished(() => rmSync(`${folder}-away`, { recursive: true, force: true }));
  await vi.waitFor(() => expect(repository.describe(id).problem?.code).toBe('source/unreadable'), 10_000);
  expect(names()).toEqual(['a.txt', 'inner/b.txt']);
});

test('a file that is still being written waits until it is left alone', async () => {
  const { folder, add, keeper, names } = await openKeeper({ 'a.txt': 'one' });
  await add();
  keeper.start();
  await vi.waitFor(() => expect(names()).toHaveLength(1));
  await new Promise((resolve) => setTimeout(resolve, 500));
  write(folder, { 'copied.txt': 'finished long ago' });
  utimesSync(join(folder, 'copied.txt'), new Date(1), new Date(1));
  write(folder, { 'written.txt': 'just now' });
  await vi.waitFor(() => expect(names()).toEqual(['a.txt', 'copied.txt', 'written.txt']), 10_000);
  expect(readdirSync(folder)).toHaveLength(3);
});

test('a single file that is deleted is in no list any more, and is there again when it comes back', async () => {
  const { folder, add, keeper, names, repository } = await openKeeper({ 'a.txt': 'one' });
  const id = await add(join(folder, 'a.txt'));
  keeper.start();
  expect(names()).toEqual(['a.txt']);
  await new Promise((resolve) => setTimeout(resolve, 500));
  rmSync(join(folder, 'a.txt'));
  await vi.waitFor(() => expect(names()).toEqual([]), 10_000);
  await vi.waitFor(() => expect(repository.describe(id).problem?.code).toBe('source/unreadable'));
  write(folder, { 'a.txt': 'one' });
  await vi.waitFor(() => expect(names()).toEqual(['a.txt']), 10_000);
  await vi.waitFor(() => expect(repository.describe(id).problem).toBeNull());
});
