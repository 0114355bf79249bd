import { expect, test } from 'vitest';
import { readingProbeWindows, ThreadGovernor } from './threadGovernor';

/** A machine on which every token takes `tokenMs`, during which `parallelism(threads)` threads really run. */
function governedMachine(
  maxThreads: number,
  parallelism: (threads: number) => number,
  tokenMs = (_: number) => 10,
) {
  const times = { wallMs: 0, cpuMs: 0, pageReads: 0 };
  const applied = [maxThreads];
  const governor = new ThreadGovernor(
    maxThreads,
    (threads) => {
      if (threads !== applied.at(-1)) applied.push(threads);
    },
    { measure: () => ({ ...times }) },
  );
  const work = (durationMs: number): void => {
    times.wallMs += durationMs;
    times.cpuMs += durationMs * parallelism(governor.threads);
  };
  const generate = (tokens: number): void => {
    governor.begin();
    for (let token = 0; token < tokens; token += 1) {
      work(tokenMs(governor.threads));
      governor.noteTokens(1);
    }
  };
  const readChunk = (): void => {
    governor.begin();
    work(250);
    governor.noteChunk(100);
  };
  return { governor, applied, times, generate, readChunk };
}

test('keeps all threads on an idle machine and never tries anything else', () => {
  const { applied, generate, readChunk } = governedMachine(8, (threads) => threads * 0.95);
  readChunk();
  generate(5_000);
  expect(applied).toEqual([8]);
});

test('gives way to another program while it generates, and while it reads', () => {
  const generating = governedMachine(8, (threads) => Math.min(threads, 4.4));
  generating.generate(8);
  expect(generating.applied).toEqual([8, 4]);

  const reading = governedMachine(2, () => 0.6);
  reading.readChunk();
  expect(reading.applied).toEqual([2, 1]);
});

test('takes more threads again once they make it faster', () => {
  let isBusy = true;
  const { governor, generate } = governedMachine(
    8,
    (threads) => (isBusy ? Math.min(threads, 1) : threads),
    (threads) => 80 / threads,
  );
  generate(8);
  expect(governor.threads).toBe(1);
  isBusy = false;
  generate(2_000);
  expect(governor.threads).toBe(8);
});

test('tries more threads ever more rarely while they do not help', () => {
  const { applied, generate } = governedMachine(
    2,
    (threads) => (threads === 2 ? 0.8 : 1),
    (threads) => (threads === 2 ? 100 : 10),
  );
  generate(4_000);
  const probes = applied.filter((threads) => threads === 2).length;
  expect(probes).toBeGreaterThanOrEqual(3);
  expect(probes).toBeLessThanOrEqual(7);
});

test('a chunk too short to measure the speed does not end a try', () => {
  const { governor, readChunk, times } = governedMachine(2, (threads) => (threads === 2 ? 0.8 : 1));
  for (let chunk = 0; chunk < 9; chunk += 1) readChunk();
  expect(governor.threads).toBe(2);
  governor.begin();
  times.wallMs += 60;
  governor.noteChunk(3);
  expect(governor.threads).toBe(2);
  readChunk();
  expect(governor.threads).toBe(1);
});

test('each kind of work has its own number of threads, set when it begins', () => {
  const times = { wallMs: 0, cpuMs: 0, pageReads: 0 };
  const applied: number[] = [];
  const governor = (): ThreadGovernor =>
    new ThreadGovernor(4, (threads) => applied.push(threads), { measure: () => ({ ...times }) });
  const reading = governor();
  const writing = governor();
  writing.begin();
  times.wallMs += 100;
  times.cpuMs += 100;
  writing.noteTokens(8);
  reading.begin();
  writing.begin();
  expect(applied).toEqual([4, 1, 4, 1]);
});

test('time between two answers says nothing about the machine', () => {
  const { applied, times, generate } = governedMachine(4, (threads) => threads);
  generate(12);
  times.wallMs += 3_600_000;
  generate(12);
  expect(applied).toEqual([4]);
});

test('threads that wait for a file to be read are not taken for starved', () => {
  const { applied, times, governor } = governedMachine(4, (threads) => threads);
  governor.begin();
  times.wallMs += 2_000;
  times.pageReads += 20_000;
  governor.noteChunk(100);
  expect(applied).toEqual([4]);
});

test('finds back to all threads while it reads nothing but short questions', () => {
  const times = { wallMs: 0, cpuMs: 0, pageReads: 0 };
  let isBusy = true;
  const governor = new ThreadGovernor(2, () => undefined, {
    measure: () => ({ ...times }),
    firstProbeWindows: readingProbeWindows,
  });
  const readQuestion = (): void => {
    governor.begin();
    const durationMs = 120 / governor.threads;
    times.wallMs += durationMs;
    times.cpuMs += durationMs * (isBusy ? 0.6 : governor.threads);
    governor.noteChunk(24);
  };
  readQuestion();
  expect(governor.threads).toBe(1);
  isBusy = false;
  for (let question = 0; question < 4; question += 1) readQuestion();
  expect(governor.threads).toBe(2);
});
