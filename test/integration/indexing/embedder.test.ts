import { spawnSync } from 'node:child_process';
import { Socket } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import type { Embedder } from '../../../main/workers/indexing/embedding/embedder';
import { dotProduct, miniLmFolder, neverAborted, openTestEmbedder } from '../../helpers/embedding';

// What is derived from the model is the same in each test.
const cacheFolder = mkdtempSync(join(tmpdir(), 'loam-test-'));
afterAll(() => rmSync(cacheFolder, { recursive: true, force: true }));

function openMiniLm(threads = 1): Promise<Embedder> {
  return openTestEmbedder(miniLmFolder, { threads, cacheFolder });
}

const passages = [
  'The committee approved the budget for the new library in March.',
  'Photosynthesis turns light, water and carbon dioxide into sugar and oxygen.',
  'To reset the router, hold the button on its back for ten seconds.',
  'Sourdough bread rises slowly, because wild yeast works at its own pace.',
];

/** Different texts of about the length of a passage. */
function manyTexts(count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => `Report ${index}. ${passages.join(' ').repeat(1 + (index % 3))}`,
  );
}

it('gives each text a vector of length 1 in the model’s dimensions', async () => {
  const embedder = await openMiniLm();
  expect(embedder.facts).toMatchObject({ name: 'Tested model', dimensions: 384, maxTokens: 256 });
  expect(embedder.facts.id).toMatch(/^[0-9a-f]{64}$/);
  const vectors = await embedder.embedPassages([...passages, ''], neverAborted);
  expect(vectors).toHaveLength(5);
  for (const vector of vectors) {
    expect(vector).toHaveLength(384);
    expect(dotProduct(vector, vector)).toBeCloseTo(1, 5);
  }
  expect(await embedder.embedPassages([], neverAborted)).toEqual([]);
});

it('finds the passage that a question is about', async () => {
  const embedder = await openMiniLm();
  const vectors = await embedder.embedPassages(passages, neverAborted);
  const questions = [
    'When did they agree on the money for the library?',
    'How do plants make sugar?',
    'My wifi box hangs. How do I restart it?',
    'Why does this dough need so much time?',
  ];
  for (const [index, question] of questions.entries()) {
    const query = await embedder.embedQuery(question);
    const similarities = vectors.map((vector) => dotProduct(query, vector));
    expect(similarities.indexOf(Math.max(...similarities))).toBe(index);
  }
});

it('gives a text the same vector alone, among others, by another thread, and after another start', async () => {
  const embedder = await openMiniLm(2);
  const alone = await embedder.embedPassages([passages[1]!], neverAborted);
  const texts = manyTexts(40).flatMap((text) => [text, passages[1]!]);
  const among = await embedder.embedPassages(texts, neverAborted);
  for (let index = 1; index < texts.length; index += 2) expect(among[index]).toEqual(alone[0]);
  const again = await openMiniLm();
  expect(await again.embedQuery(passages[1]!)).toEqual(alone[0]);
  expect(again.facts).toEqual(embedder.facts);
});

it('counts tokens to the end of a text, and reads no more than the model does', async () => {
  const embedder = await openMiniLm();
  expect(embedder.countTokens('')).toBe(2);
  expect(embedder.countTokens('hello world')).toBe(4);
  const long = 'hello world '.repeat(200);
  expect(embedder.countTokens(long)).toBe(402);
  const [first, second] = await embedder.embedPassages([long, `${long} and quite another end`], neverAborted);
  expect(second).toEqual(first);
});

it('answers a query while passages wait', async () => {
  const embedder = await openMiniLm();
  const order: string[] = [];
  const indexing = embedder.embedPassages(manyTexts(60), neverAborted).then(() => order.push('passages'));
  await embedder.embedQuery('the library').then(() => order.push('query'));
  await indexing;
  expect(order).toEqual(['query', 'passages']);
});

it('stops when it is told to, and goes on with what else is asked', async () => {
  const embedder = await openMiniLm();
  const stopper = new AbortController();
  const unwanted = embedder.embedPassages(manyTexts(500), stopper.signal);
  const wanted = embedder.embedPassages(passages, neverAborted);
  stopper.abort();
  await expect(unwanted).rejects.toMatchObject({ code: 'generation/cancelled' });
  expect(await wanted).toHaveLength(4);
  await expect(embedder.embedPassages(passages, stopper.signal)).rejects.toMatchObject({
    code: 'generation/cancelled',
  });
});

it('gives the same vectors while the number of threads changes', async () => {
  const embedder = await openMiniLm();
  const texts = manyTexts(60);
  const expected = await embedder.embedPassages(texts, neverAborted);
  const found = embedder.embedPassages(texts, neverAborted);
  for (const threads of [3, 1, null, 2]) {
    await embedder.setThreads(threads);
    await embedder.embedQuery('in between');
  }
  expect(await found).toEqual(expected);
});

it('gives up what waits when it is disposed', async () => {
  const embedder = await openMiniLm();
  const waiting = embedder.embedPassages(manyTexts(200), neverAborted);
  const rejection = expect(waiting).rejects.toMatchObject({ code: 'generation/cancelled' });
  await embedder.dispose();
  await rejection;
  await expect(embedder.embedQuery('anything')).rejects.toMatchObject({ code: 'generation/cancelled' });
});

it('asks no network for anything', async () => {
  const connect = vi.spyOn(Socket.prototype, 'connect');
  const fetch = vi.spyOn(globalThis, 'fetch');
  try {
    const embedder = await openMiniLm();
    await embedder.embedPassages(passages, neverAborted);
    expect(connect).not.toHaveBeenCalled();
    expect(fetch).not.toHaveBeenCalled();
  } finally {
    vi.restoreAllMocks();
  }
});

it('lets a program end in the middle of its work', () => {
  const root = resolve(import.meta.dirname, '../../..');
  const program = [
    '--import',
    resolve(root, 'test/helpers/runTypeScript.mjs'),
    resolve(root, 'test/fixtures/exitWhileEmbedding.ts'),
  ];
  for (let round = 0; round < 3; round += 1) {
    const { status, signal, stderr } = spawnSync(process.execPath, [...program, miniLmFolder, cacheFolder], {
      encoding: 'utf8',
    });
    expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' });
  }
});
