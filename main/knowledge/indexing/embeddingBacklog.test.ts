import { expect, test } from 'vitest';
import { EmbeddingBacklog, type ReadUnindexed } from './embeddingBacklog';

/** Documents with so many passages; a passage's number is 100 × its document + its ordinal. */
function readerOf(passages: Record<number, number>): ReadUnindexed {
  return (document, afterOrdinal, limit) =>
    Array.from({ length: passages[document] ?? 0 }, (_, ordinal) => ({
      sequence: document * 100 + ordinal,
      ordinal,
    }))
      .filter(({ ordinal }) => ordinal > afterOrdinal)
      .slice(0, limit);
}

function backlogOf(passages: Record<number, number>, queuedAt: (document: number) => number = () => 1) {
  const backlog = new EmbeddingBacklog();
  for (const [document, count] of Object.entries(passages)) {
    const sequence = Number(document);
    backlog.add({ sequence, revision: 0, queuedAt: queuedAt(sequence) }, count);
  }
  return { backlog, read: readerOf(passages) };
}

test('passages of several documents go together, and a long one is cut', () => {
  const { backlog, read } = backlogOf({ 1: 2, 2: 3, 3: 4 });
  const first = backlog.take(6, read);
  expect(first.passages).toEqual([100, 101, 200, 201, 202, 300]);
  expect(backlog.commit(first).map(({ sequence }) => sequence)).toEqual([1, 2]);
  expect(backlog.passages).toBe(3);
  const second = backlog.take(6, read);
  expect(second.passages).toEqual([301, 302, 303]);
  expect(backlog.commit(second).map(({ sequence }) => sequence)).toEqual([3]);
  expect(backlog.isEmpty).toBe(true);
});

test('what was not committed is taken again', () => {
  const { backlog, read } = backlogOf({ 1: 3 });
  expect(backlog.take(2, read).passages).toEqual([100, 101]);
  expect(backlog.take(2, read).passages).toEqual([100, 101]);
});

test('a document whose passages fill a batch exactly is complete with the next one', () => {
  const { backlog, read } = backlogOf({ 1: 2 });
  expect(backlog.commit(backlog.take(2, read))).toEqual([]);
  const rest = backlog.take(2, read);
  expect(rest.passages).toEqual([]);
  expect(backlog.commit(rest).map(({ sequence }) => sequence)).toEqual([1]);
});

test('a document that was queued ahead of others is taken first', () => {
  const { backlog, read } = backlogOf({ 1: 1, 2: 1, 3: 1 }, (document) => (document === 3 ? 0 : 1));
  expect(backlog.take(2, read).passages).toEqual([300, 100]);
});

test('a document that was read again meanwhile is not complete with its earlier passages', () => {
  const { backlog, read } = backlogOf({ 1: 1 });
  const batch = backlog.take(2, read);
  backlog.add({ sequence: 1, revision: 0, queuedAt: 1 }, 1);
  expect(backlog.commit(batch)).toEqual([]);
  expect(backlog.isEmpty).toBe(false);
});

test('one document alone is taken when asked to', () => {
  const { backlog, read } = backlogOf({ 1: 1, 2: 1 });
  expect(backlog.take(5, read, true).passages).toEqual([100]);
});

test('how far is read ahead does not count the document that is embedded first', () => {
  const { backlog, read } = backlogOf({ 1: 90, 2: 3, 3: 4 });
  expect(backlog.readAhead).toBe(7);
  expect(backlogOf({ 1: 90 }).backlog.readAhead).toBe(0);
  backlog.commit(backlog.take(90, read));
  backlog.commit(backlog.take(1, read));
  expect(backlog.readAhead).toBe(4);
});

test('a document that is moved to the front is taken next, from where it was', () => {
  const { backlog, read } = backlogOf({ 1: 2, 2: 3 }, (document) => document);
  backlog.commit(backlog.take(3, read));
  backlog.add({ sequence: 3, revision: 0, queuedAt: 1 }, 1);
  expect(backlog.firstQueuedAt).toBe(1);
  backlog.move(2, 0);
  backlog.move(9, 0);
  expect(backlog.firstQueuedAt).toBe(0);
  expect(backlog.take(2, read).passages).toEqual([201, 202]);
});
