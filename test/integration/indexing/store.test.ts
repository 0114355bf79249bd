import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { SearchFilter } from '../../../main/workers/indexing/protocol';
import {
  openPassageIndex,
  type OpenedPassageIndex,
} from '../../../main/workers/indexing/store/openPassageIndex';
import type { PassageIndex } from '../../../main/workers/indexing/store/passageIndex';
import type { PassageRow } from '../../../main/workers/indexing/store/passageTable';
import { passageRow, randomTopics, randomVector, rowDimensions } from '../../helpers/passageRows';
import { SeededRandom } from '../../helpers/seededRandom';
import { temporaryFolder } from '../../helpers/temporaryFolder';

const random = new SeededRandom(7);
const topics = randomTopics(random, 40);
const expected = { embedderId: 'an embedder', dimensions: rowDimensions, access: 'write' as const };
const everything: SearchFilter = {
  sources: Array.from({ length: 60 }, (_, source) => source),
  documents: [],
};

function rows(from: number, to: number): PassageRow[] {
  return Array.from({ length: to - from + 1 }, (_, offset) => passageRow(from + offset, random, topics));
}

async function open(folder: string, changes = {}): Promise<OpenedPassageIndex> {
  const opened = await openPassageIndex(folder, { ...expected, ...changes });
  onTestFinished(() => opened.index.close());
  return opened;
}

async function filled(folder: string, count: number): Promise<PassageRow[]> {
  const { index } = await openPassageIndex(folder, expected);
  const added = rows(1, count);
  for (let from = 0; from < count; from += 64) await index.add(added.slice(from, from + 64));
  await index.optimise();
  await index.close();
  return added;
}

async function found(
  index: PassageIndex,
  query: { vector: Float32Array; words: string },
  filter: SearchFilter = everything,
  limit = 10,
): Promise<{ vector: number[]; fullText: number[] }> {
  const hits = await index.search(query, filter, limit);
  return {
    vector: hits.vector.map(({ passage }) => passage),
    fullText: hits.fullText.map(({ passage }) => passage),
  };
}

function nearest(to: Float32Array, among: readonly PassageRow[], limit: number): number[] {
  return among
    .map(({ passage, vector }) => ({ passage, similarity: similarity(vector, to) }))
    .sort((one, other) => other.similarity - one.similarity)
    .slice(0, limit)
    .map(({ passage }) => passage);
}

function similarity(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, position) => sum + value * (other[position] ?? 0), 0);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function bytesOf(folder: string): number {
  return filesIn(folder).reduce((sum, file) => sum + statSync(file).size, 0);
}

it('holds after it is opened again what was added, and finds it by meaning and by words', async () => {
  const folder = temporaryFolder();
  const added = await filled(folder, 300);
  const { index, passages, replaced } = await open(folder);
  expect(replaced).toBeNull();
  expect([...passages].sort((a, b) => a - b)).toEqual(added.map(({ passage }) => passage));
  const wanted = added[122]!;
  const hits = await index.search({ vector: wanted.vector, words: 'number123' }, everything, 5);
  expect(hits.vector[0]?.passage).toBe(123);
  expect(hits.vector[0]?.similarity).toBeCloseTo(1, 4);
  expect(hits.fullText[0]?.passage).toBe(123);
  expect((await found(index, { vector: wanted.vector, words: '' })).vector).toEqual(
    nearest(wanted.vector, added, 10),
  );
});

it('finds what was added a moment ago, before anything is optimised', async () => {
  const { index } = await open(join(temporaryFolder(), 'new'));
  const [first, ...others] = rows(1, 40);
  await index.add([first!]);
  expect(await found(index, { vector: first!.vector, words: 'number1' })).toEqual({
    vector: [1],
    fullText: [1],
  });
  await index.add(others);
  expect((await found(index, { vector: others[20]!.vector, words: 'number22' })).fullText).toEqual([22]);
});

it('looks only at the sources and documents of the filter, and at nothing in an empty scope', async () => {
  const folder = temporaryFolder();
  const added = await filled(folder, 2_500);
  const { index } = await open(folder);
  const query = { vector: added[0]!.vector, words: 'passage' };
  const bySource = await index.search(query, { sources: [1], documents: [3] }, 2_000);
  const allowed = added.filter(({ source, document }) => source === 1 || document === 3);
  expect(bySource.vector.map(({ passage }) => passage).sort((a, b) => a - b)).toEqual(
    allowed.map(({ passage }) => passage),
  );
  expect(bySource.fullText.map(({ passage }) => passage).sort((a, b) => a - b)).toEqual(
    allowed.map(({ passage }) => passage),
  );
  expect(await found(index, query, { sources: [], documents: [] })).toEqual({ vector: [], fullText: [] });
  const many = Array.from({ length: 30_000 }, (_, document) => document);
  expect((await found(index, query, { sources: [], documents: many })).vector).toHaveLength(10);
});

it.each([
  '',
  '   ',
  'the of and',
  '"',
  "it's \\ (a) AND* [b] ^2~ -x +y",
  '\u0000',
  '☃ 日本語',
  'x'.repeat(5_000),
])('answers the words %j without a failure', async (words) => {
  const { index } = await open(join(temporaryFolder(), 'new'));
  const [row] = rows(1, 1);
  await index.add([row!]);
  expect((await found(index, { vector: row!.vector, words })).vector).toEqual([1]);
});

it('replaces a passage that is added again, and holds it once', async () => {
  const folder = temporaryFolder();
  const added = await filled(folder, 100);
  const { index } = await open(folder);
  await index.add([{ ...added[9]!, text: 'rewritten entirely', vector: added[50]!.vector }]);
  expect(await index.passages()).toHaveLength(100);
  expect((await found(index, { vector: added[50]!.vector, words: 'rewritten' })).fullText).toEqual([10]);
  expect((await found(index, { vector: added[50]!.vector, words: 'number10' })).fullText).toEqual([]);
});

it('finds nothing of removed passages and documents, at once and after opening again', async () => {
  const folder = temporaryFolder();
  const added = await filled(folder, 300);
  const { index } = await open(folder);
  await index.removePassages([5, 6, 7]);
  await index.removeDocuments([20, 21]);
  const left = added.filter(
    ({ passage, document }) => passage < 5 || (passage > 7 && ![20, 21].includes(document)),
  );
  const numbers = left.map(({ passage }) => passage);
  const query = { vector: added[4]!.vector, words: 'number5 document20' };
  expect(await found(index, query)).toEqual({ vector: nearest(query.vector, left, 10), fullText: [] });
  await index.optimise();
  expect(await found(index, query)).toEqual({ vector: nearest(query.vector, left, 10), fullText: [] });
  await index.close();
  const again = await open(folder);
  expect([...again.passages].sort((a, b) => a - b)).toEqual(numbers);
});

it('answers searches while it is written and tidied up', async () => {
  const { index } = await open(join(temporaryFolder(), 'new'));
  const first = rows(1, 64);
  await index.add(first);
  const writing = new AbortController();
  const searching = (async () => {
    let searches = 0;
    while (!writing.signal.aborted || searches < 5) {
      const hits = await found(index, { vector: first[3]!.vector, words: 'number4' });
      expect(hits.vector[0]).toBe(4);
      expect(hits.fullText).toEqual([4]);
      searches += 1;
    }
    return searches;
  })();
  for (let from = 65; from < 1_600; from += 64) {
    await index.add(rows(from, from + 63));
    if (from % 5 === 0) await index.optimise();
    await index.removePassages([from]);
  }
  writing.abort();
  expect(await searching).toBeGreaterThanOrEqual(5);
});

it('holds on the disk only what it needs, a minute after it was written again and again', async () => {
  const folder = temporaryFolder();
  const added = await filled(folder, 640);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const { index } = await open(folder);
  for (let round = 0; round < 30; round += 1) await index.add(added.slice(0, 64));
  await index.optimise();
  const bytesBefore = bytesOf(folder);
  await vi.advanceTimersByTimeAsync(66_000);
  // Its turn comes after the tidying up.
  expect(await index.passages()).toHaveLength(640);
  expect(bytesOf(folder)).toBeLessThan(bytesBefore / 2);
  expect(filesIn(folder).filter((file) => /[\\/]data[\\/].*\.lance$/.test(file))).toHaveLength(1);
});

it('finds nearly all of the nearest neighbours in a large index, also in a narrow scope', async () => {
  const folder = temporaryFolder();
  const added = rows(1, 24_000);
  const { index } = await open(join(folder, 'new'));
  for (let from = 0; from < added.length; from += 4_000) await index.add(added.slice(from, from + 4_000));
  await index.optimise();
  const late = rows(24_001, 24_100);
  await index.add(late);
  const all = [...added, ...late];
  let hits = 0;
  for (let round = 0; round < 20; round += 1) {
    const vector = randomVector(random, topics);
    const truth = nearest(vector, all, 10);
    const { vector: answer } = await found(index, { vector, words: '' });
    hits += truth.filter((passage) => answer.includes(passage)).length;
  }
  expect(hits / 200).toBeGreaterThanOrEqual(0.98);
  const scope = { sources: [], documents: [1_700, 2_405] };
  const vector = randomVector(random, topics);
  const inScope = all.filter(({ document }) => scope.documents.includes(document));
  expect((await found(index, { vector, words: '' }, scope, 20)).vector).toEqual(nearest(vector, inScope, 20));
});

it.each([
  ['another embedder', { embedderId: 'another one' }],
  ['another dimension', { dimensions: 64 }],
])('starts anew for %s', async (_, changes) => {
  const folder = temporaryFolder();
  await filled(folder, 20);
  const { index, passages, replaced } = await open(folder, changes);
  expect({ passages, replaced }).toEqual({ passages: [], replaced: 'other-embedder' });
  expect(await index.passages()).toEqual([]);
});

it('starts anew in a folder that is empty, foreign, or of an unknown version', async () => {
  const folder = temporaryFolder();
  expect((await open(folder)).replaced).toBe('missing');

  const foreign = temporaryFolder();
  writeFileSync(join(foreign, 'passages.lance'), 'a file where a folder should be');
  expect((await open(foreign)).replaced).toBe('missing');

  const newer = temporaryFolder();
  await filled(newer, 20);
  const metadata = join(newer, 'metadata.json');
  writeFileSync(metadata, readFileSync(metadata, 'utf8').replace('"formatVersion":1', '"formatVersion":999'));
  expect((await open(newer)).replaced).toBe('other-embedder');

  const unreadable = temporaryFolder();
  await filled(unreadable, 20);
  writeFileSync(join(unreadable, 'metadata.json'), '{"formatVersion":');
  expect((await open(unreadable)).replaced).toBe('damaged');
});

it('leaves an index that it may only read as it is, however damaged', async () => {
  const folder = temporaryFolder();
  await filled(folder, 20);
  writeFileSync(join(folder, 'metadata.json'), '{');
  const before = filesIn(folder);
  await expect(openPassageIndex(folder, { ...expected, access: 'read' })).rejects.toMatchObject({
    code: 'index/damaged',
  });
  expect(filesIn(folder)).toEqual(before);
});

it('starts anew when opening it ended the process twice in a row', async () => {
  const folder = temporaryFolder();
  await filled(folder, 20);
  writeFileSync(join(folder, 'opening'), '1');
  expect((await open(folder)).replaced).toBeNull();
  expect(readdirSync(folder)).not.toContain('opening');
  writeFileSync(join(folder, 'opening'), '2');
  expect((await open(folder)).replaced).toBe('damaged');
  expect((await open(folder)).replaced).toBeNull();
});

it('opens or starts anew whichever file is missing, and works afterwards', async () => {
  const folder = temporaryFolder();
  const added = await filled(folder, 200);
  const files = filesIn(folder).map((file) => file.slice(folder.length));
  for (const file of files) {
    const broken = temporaryFolder();
    await filled(broken, 200);
    const victims = filesIn(broken).filter((path) => kindOf(path.slice(broken.length)) === kindOf(file));
    for (const victim of victims) rmSync(victim);
    await expectTruthOrNew(broken, added);
  }
});

it('opens with the truth or starts anew after any damage to a file, and works afterwards', async () => {
  const seeded = new SeededRandom(11);
  for (let round = 0; round < 40; round += 1) {
    const folder = temporaryFolder();
    const added = await filled(folder, 200);
    const file = seeded.pick(filesIn(folder));
    const bytes = readFileSync(file);
    if (seeded.chance(0.3)) writeFileSync(file, bytes.subarray(0, seeded.below(bytes.length)));
    else {
      for (let flip = 0; flip < 8; flip += 1) bytes[seeded.below(bytes.length)] = seeded.below(256);
      writeFileSync(file, bytes);
    }
    await expectTruthOrNew(folder, added);
  }
});

/** Names of files are random; their folders and endings are not. */
function kindOf(file: string): string {
  return file.replaceAll(/[0-9a-f-]{8,}/g, '*').replaceAll(/\d+/g, '#');
}

/**
 * A damaged index may name other passages than were stored, which the comparison with the database finds; it may never
 * fail for good.
 */
async function expectTruthOrNew(folder: string, added: readonly PassageRow[]): Promise<void> {
  const { index, passages, replaced } = await openPassageIndex(folder, expected);
  if (replaced !== null) expect(passages).toEqual([]);
  try {
    await found(index, { vector: added[0]!.vector, words: 'number7 document3' });
    await index.add(rows(1_000, 1_010));
    await index.optimise();
    expect((await found(index, { vector: added[0]!.vector, words: 'number1001' })).fullText).toContain(1001);
  } catch (error) {
    expect(error).toMatchObject({ code: 'index/damaged' });
  } finally {
    await index.close();
  }
}
