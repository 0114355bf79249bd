import { expect, test } from 'vitest';
import { LoamError } from '../../../preload/contract/errors';
import { movableClock } from '../../../test/helpers/movableClock';
import { ProgressCounter } from './indexingProgress';

const nothing = { files: 0, unreadBytes: 0 };
const atWork = { isPaused: false, isRebuilding: false };

function openCounter() {
  const clock = movableClock();
  return { clock, counter: new ProgressCounter(clock, () => undefined) };
}

test('time left comes from the rate, what waits, and what unread files will come to', () => {
  const { clock, counter } = openCounter();
  counter.begin();
  counter.noteRead(1000, 10);
  clock.advance(2000);
  counter.noteIndexed(10);
  const progress = counter.describe({ files: 3, unreadBytes: 500 }, 15, atWork);
  // 5 passages a second; 15 wait, and 500 bytes at 100 bytes a passage make 5 more.
  expect(progress).toMatchObject({ activity: 'indexing', passagesPerSecond: 5, timeLeftMs: 4000 });
});

test('counts are of the work since the queue was last empty', () => {
  const { counter } = openCounter();
  counter.begin();
  counter.noteDone(3);
  counter.noteFailed();
  expect(counter.describe({ files: 2, unreadBytes: 0 }, 0, atWork)).toMatchObject({
    filesDone: 3,
    filesFailed: 1,
    filesTotal: 6,
  });
  counter.begin();
  expect(counter.describe(nothing, 0, atWork)).toMatchObject({ filesDone: 0, filesFailed: 0, filesTotal: 0 });
});

test('what it is doing is told in the order of what keeps the user waiting', () => {
  const { counter } = openCounter();
  const activity = (files: number, changes = {}): string =>
    counter.describe({ files, unreadBytes: 0 }, 0, { ...atWork, ...changes }).activity;
  expect(activity(0)).toBe('idle');
  expect(activity(0, { isRebuilding: true })).toBe('rebuilding');
  counter.noteScanning(true);
  expect(activity(0)).toBe('scanning');
  expect(activity(1)).toBe('indexing');
  expect(activity(1, { isPaused: true })).toBe('paused');
});

test('a problem stays until it is over', () => {
  const { counter } = openCounter();
  counter.noteProblem(new LoamError('storage/full', 'The disk is full.', { retryable: true }));
  expect(counter.describe(nothing, 0, atWork).problem).toMatchObject({ code: 'storage/full' });
  counter.noteProblem(null);
  expect(counter.describe(nothing, 0, atWork).problem).toBeNull();
});
