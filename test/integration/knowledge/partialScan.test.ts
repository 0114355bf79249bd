import { chmodSync, chownSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../../main/clock';
import { CollectionRepository } from '../../../main/knowledge/collections/collectionRepository';
import { DocumentListing } from '../../../main/knowledge/documents/documentListing';
import { checkSourcePath } from '../../../main/knowledge/sources/checkSourcePath';
import { SourceRepository } from '../../../main/knowledge/sources/sourceRepository';
import { scanSource, type ScanOptions, type ScanResult } from '../../../main/knowledge/sources/sourceScan';
import { temporaryFolder } from '../../helpers/temporaryFolder';
import { openTestServices } from '../../helpers/testServices';

/** Of a user who may read only what is his. */
const ordinaryUser = 65_534;

/** Rights mean nothing to the superuser, as which tests may run. */
async function asOrdinaryUser<Value>(work: () => Promise<Value>): Promise<Value> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(ordinaryUser);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

/** A source `top` with the files `top/middle/inner/a.txt` and `top/b.txt`, which were found. */
async function openSource() {
  const { database, folder: dataFolder } = await openTestServices();
  const top = temporaryFolder();
  const inner = join(top, 'middle', 'inner');
  mkdirSync(inner, { recursive: true });
  writeFileSync(join(inner, 'a.txt'), 'one');
  writeFileSync(join(top, 'b.txt'), 'two');
  if (process.geteuid?.() === 0) {
    for (const path of ['.', ...readdirSync(top, { recursive: true, encoding: 'utf8' })]) {
      chownSync(join(top, path), ordinaryUser, ordinaryUser);
    }
  }
  const collections = new CollectionRepository(database, systemClock);
  const repository = new SourceRepository(database, systemClock);
  const checked = await checkSourcePath(top, dataFolder);
  const source = repository.add(collections.target(undefined), checked, 1);
  const scan = (part: Pick<ScanOptions, 'folder'> = {}): Promise<ScanResult> =>
    scanSource({
      database,
      dataFolder,
      source,
      clock: systemClock,
      graceMs: 30_000,
      onChanged: () => undefined,
      signal: new AbortController().signal,
      ...part,
    });
  await scan();
  const listing = new DocumentListing(database);
  const names = (): string[] => listing.list({ offset: 0, limit: 9 }).items.map(({ name }) => name);
  return { scan, names, inner: join(checked.path, 'middle', 'inner'), middle: join(checked.path, 'middle') };
}

test.each([
  ['the folder', ({ inner }: { inner: string }) => inner],
  ['a folder on the way to it', ({ middle }: { middle: string }) => middle],
])('a folder keeps its documents while %s cannot be read', async (_which, locked) => {
  const opened = await openSource();
  chmodSync(locked(opened), 0o000);
  try {
    const result = await asOrdinaryUser(() => opened.scan({ folder: opened.inner }));
    expect(result).toMatchObject({ problem: null, removed: 0, isIncomplete: true });
    expect(opened.names()).toEqual(['b.txt', 'middle/inner/a.txt']);
  } finally {
    chmodSync(locked(opened), 0o700);
  }
});

test('a folder that is gone takes its documents along, and no others', async () => {
  const { scan, names, middle, inner } = await openSource();
  rmSync(middle, { recursive: true });
  expect(await scan({ folder: inner })).toMatchObject({ problem: null, removed: 1, isIncomplete: false });
  expect(names()).toEqual(['b.txt']);
});
