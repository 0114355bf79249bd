import { expect, test } from 'vitest';
import { DeadlineError, runWithDeadline } from './deadline';

test('what is done in time returns its result, whatever it is', () => {
  expect(runWithDeadline(500, () => 42)).toBe(42);
  expect(runWithDeadline(500, () => null)).toBeNull();
});

test('a failure of the work is its own', () => {
  const failure = new TypeError('no such thing');
  expect(() =>
    runWithDeadline(500, () => {
      throw failure;
    }),
  ).toThrow(failure);
});

const endless: [string, () => unknown][] = [
  [
    'a loop',
    () => {
      for (;;);
    },
  ],
  [
    'a loop that catches everything and comes back',
    () => {
      for (;;) {
        try {
          for (;;);
        } catch {
          continue;
        } finally {
          continue;
        }
      }
    },
  ],
  ['a regular expression', () => /^(a+)+$/.test(`${'a'.repeat(40)}b`)],
  ['a growing array', () => Array.from({ length: 1e9 }, (_, index) => [index])],
];

test.each(endless)('%s is broken off', (_, work) => {
  expect(() => runWithDeadline(50, work)).toThrow(DeadlineError);
});

test('work that did not get the processor for its time is run again', () => {
  const sleep = new Int32Array(new SharedArrayBuffer(4));
  let runs = 0;
  const result = runWithDeadline(100, () => {
    runs += 1;
    // Waiting takes no processor time, like a process that another one keeps from running.
    if (runs < 3) for (let step = 0; step < 100; step += 1) Atomics.wait(sleep, 0, 0, 10);
    return 'done';
  });
  expect(result).toBe('done');
  expect(runs).toBe(3);
});

test('after a deadline the next work runs', () => {
  expect(() => runWithDeadline(20, () => endless[0]?.[1]())).toThrow(DeadlineError);
  expect(runWithDeadline(500, () => 'fine')).toBe('fine');
});

test('works can be nested, and the inner one has its own deadline', () => {
  const outer = runWithDeadline(2_000, () => {
    expect(() => runWithDeadline(20, () => endless[0]?.[1]())).toThrow(DeadlineError);
    return runWithDeadline(500, () => 'inner');
  });
  expect(outer).toBe('inner');
});
