import { rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { IndexingClient } from '../../../main/workers/indexing/client';
import type { PassageDraft } from '../../../main/workers/indexing/passages/passageDraft';
import type { ReadDocument } from '../../../main/workers/indexing/protocol';
import { starterEmbedderFolder, startIndexingClient } from '../../helpers/indexing';
import { temporaryFolder } from '../../helpers/temporaryFolder';

const embedder = { folder: starterEmbedderFolder, name: 'the starter' };

function startClient(): IndexingClient {
  const client = startIndexingClient({ indexFolder: join(temporaryFolder(), 'index') });
  onTestFinished(() => client.dispose());
  return client;
}

async function readAll(client: IndexingClient, handle: number): Promise<[PassageDraft[], ReadDocument]> {
  const passages: PassageDraft[] = [];
  for (;;) {
    const next = await client.nextPassages(handle, 5);
    passages.push(...next.passages);
    if (next.end) return [passages, next.end];
  }
}

async function openIndex(client: IndexingClient): Promise<void> {
  const { id, dimensions } = await client.inspectModel(embedder);
  if (dimensions === null) throw new Error('Not an embedder.');
  await client.openIndex({ generation: 1, embedder, embedderId: id, dimensions, access: 'write' });
}

function writeNotes(sections: number): string {
  const file = join(temporaryFolder(), 'notes.md');
  const section = (n: number): string =>
    `# Section ${n}\n\n${`This is a sentence about the number ${n}. `.repeat(40)}\n\n`;
  writeFileSync(file, Array.from({ length: sections }, (_, n) => section(n)).join(''));
  return file;
}

it('reads a document in pieces that are pulled, each in its exact place', async () => {
  const client = startClient();
  const path = writeNotes(20);
  const { sha256, bytes, format } = await client.identify(path);
  expect(format).toBe('markdown');
  const opened = await client.openDocument(path, embedder);
  expect(opened.format).toBe('markdown');
  const [passages, end] = await readAll(client, opened.handle);
  expect(passages.length).toBeGreaterThan(20);
  expect(passages.map(({ ordinal }) => ordinal)).toEqual(passages.map((_, position) => position));
  expect(passages[0]?.startOffset).toBe(0);
  expect(passages.at(-1)?.endOffset).toBe(end.characters);
  for (const { text, startOffset, endOffset, tokens } of passages) {
    expect(endOffset - startOffset).toBe(text.length);
    expect(tokens).toBeLessThanOrEqual(256);
  }
  await expect(client.nextPassages(opened.handle, 5)).rejects.toMatchObject({ code: 'document/unreadable' });
  expect(await client.identify(path)).toMatchObject({ sha256, bytes });
});

it('lets a document go at any time, and says so when it is asked for again', async () => {
  const client = startClient();
  const { handle } = await client.openDocument(writeNotes(5), embedder);
  await client.nextPassages(handle, 1);
  await client.closeDocument(handle);
  await client.closeDocument(handle);
  await expect(client.nextPassages(handle, 1)).rejects.toMatchObject({ code: 'document/unreadable' });
  // More than may be open at a time.
  for (let count = 0; count < 40; count += 1) {
    const opened = await client.openDocument(writeNotes(1), embedder);
    await client.closeDocument(opened.handle);
  }
});

it('stops reading when it is cancelled, and closes the document', async () => {
  const client = startClient();
  const { handle } = await client.openDocument(writeNotes(3_000), embedder);
  const controller = new AbortController();
  const reading = client.nextPassages(handle, 100_000, controller.signal);
  controller.abort();
  await expect(reading).rejects.toMatchObject({ code: 'generation/cancelled' });
  await expect(client.nextPassages(handle, 1)).rejects.toMatchObject({ code: 'document/unreadable' });
});

it('keeps nothing open of documents that were cancelled before they were opened', async () => {
  const client = startClient();
  const path = writeNotes(1);
  // More than may be open at a time; they wait for the embedder when they are cancelled.
  const cancelled = Array.from({ length: 40 }, () =>
    client.openDocument(path, embedder, AbortSignal.abort()),
  );
  for (const result of await Promise.allSettled(cancelled)) {
    expect(result).toMatchObject({ status: 'rejected', reason: { code: 'generation/cancelled' } });
  }
  const { handle } = await client.openDocument(path, embedder);
  expect((await client.nextPassages(handle, 1)).passages).toHaveLength(1);
  await client.closeDocument(handle);
});

it('gives a reason for a document that is gone or is no document', async () => {
  const client = startClient();
  const missing = join(temporaryFolder(), 'gone.txt');
  await expect(client.identify(missing)).rejects.toMatchObject({ code: 'document/not-found' });
  await expect(client.openDocument(missing, embedder)).rejects.toMatchObject({ code: 'document/not-found' });
  const binary = join(temporaryFolder(), 'binary.txt');
  writeFileSync(
    binary,
    Uint8Array.from({ length: 5_000 }, (_, n) => (n * 97) % 7),
  );
  await expect(client.identify(binary)).rejects.toMatchObject({ code: 'document/binary' });
});

it('answers a search while it embeds many passages', async () => {
  const client = startClient();
  await openIndex(client);
  const passages = Array.from({ length: 512 }, (_, n) => ({
    passage: n + 1,
    document: 1,
    source: 1,
    text: `A sentence about the number ${n}. `.repeat(20),
    context: '',
  }));
  await client.index(1, passages.slice(0, 8));
  const controller = new AbortController();
  const order: string[] = [];
  const indexing = client.index(1, passages, controller.signal).then(
    () => order.push('indexed'),
    () => order.push('cancelled'),
  );
  const filter = { sources: [1], documents: [] };
  const { vector, fullText } = await client.search(1, 'number 3', filter, 8);
  order.push('searched');
  controller.abort();
  await indexing;
  expect(order).toEqual(['searched', 'cancelled']);
  expect(vector).toHaveLength(8);
  expect(fullText[0]?.passage).toBe(4);
});

it('compares texts with the first one by their meaning', async () => {
  const client = startClient();
  await openIndex(client);
  const [same, near, far] = await client.similarities(1, [
    'The cat sleeps on the sofa.',
    'A kitten is napping on the couch.',
    'Interest rates were raised by the central bank.',
  ]);
  expect(same).toBeCloseTo(1, 4);
  expect(near).toBeGreaterThan(far ?? 1);
});

it('has to open an index and a document again after it died', async () => {
  const client = startClient();
  await openIndex(client);
  const { handle } = await client.openDocument(writeNotes(5), embedder);
  const filter = { sources: [1], documents: [] };
  await client.index(1, [{ passage: 1, document: 1, source: 1, text: 'The tide is high.', context: '' }]);
  const down = new Promise((resolve) => client.onDown(resolve));
  process.kill(client.pid!, 'SIGKILL');
  await down;
  await expect(client.search(1, 'tide', filter, 5)).rejects.toMatchObject({ code: 'index/damaged' });
  await expect(client.nextPassages(handle, 1)).rejects.toMatchObject({ code: 'document/unreadable' });
  await openIndex(client);
  expect((await client.search(1, 'tide', filter, 5)).fullText).toHaveLength(1);
});

it('refuses to open an index with other files than it was made with', async () => {
  const client = startClient();
  const reference = {
    generation: 1,
    embedder,
    embedderId: 'another',
    dimensions: 384,
    access: 'write' as const,
  };
  await expect(client.openIndex(reference)).rejects.toMatchObject({ code: 'embedder/file-invalid' });
  const gone = { ...embedder, folder: join(temporaryFolder(), 'gone') };
  await expect(client.openIndex({ ...reference, embedder: gone })).rejects.toMatchObject({
    code: 'embedder/not-found',
  });
});

it('goes on with a document whose file shrinks or vanishes, or gives a reason', async () => {
  const client = startClient();
  for (const harm of [(path: string) => truncateSync(path, 1_000), (path: string) => rmSync(path)]) {
    const path = writeNotes(2_000);
    const { handle } = await client.openDocument(path, embedder);
    await client.nextPassages(handle, 1);
    harm(path);
    await readAll(client, handle).catch((error: unknown) => {
      expect(error).toMatchObject({ code: expect.stringMatching(/^document\//) as string });
    });
    await expect(client.nextPassages(handle, 1)).rejects.toMatchObject({ code: 'document/unreadable' });
  }
});
