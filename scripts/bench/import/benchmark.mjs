import { importTypeScript } from '../knowledge/importTypeScript.mjs';
import { atLeast, atMost } from '../report.mjs';
import { median, rounded } from '../statistics.mjs';

/** Growth from the second fifth of the files, when everything is in place, to the last one. */
const mostGrowth = 1.15;

/** @type {import('../report.mjs').Benchmark} */
export const importBenchmark = {
  summary: 'passages a second against transformers.js one by one, the event loop and the memory meanwhile',
  async run({ say }) {
    /** @type {typeof import('./measureImport.ts')} */
    const { measureImport } = await importTypeScript(new URL('measureImport.ts', import.meta.url));
    const { rounds, memory, ...others } = await measureImport(say);
    const speed = median(rounds.map(({ oursSeconds, plainSeconds }) => plainSeconds / oursSeconds));
    const perSecond = (/** @type {'oursSeconds' | 'plainSeconds'} */ whose) =>
      rounded(median(rounds.map((round) => round.passages / round[whose])), 1);
    const main = fifths(memory, ({ mainMb }) => mainMb);
    const worker = fifths(memory, ({ workerMb }) => workerMb);
    return {
      figures: {
        rounds: rounds.length,
        passages: rounds.reduce((sum, { passages }) => sum + passages, 0),
        oursPassagesPerSecond: perSecond('oursSeconds'),
        plainPassagesPerSecond: perSecond('plainSeconds'),
        eventLoopMaxMs: rounded(others.eventLoopMaxMs, 1),
        smallFilesSeconds: rounded(others.smallFilesSeconds, 1),
        mainMbByFifths: main.map((value) => rounded(value, 0)),
        workerMbByFifths: worker.map((value) => rounded(value, 0)),
      },
      bars: [
        atLeast('passages per second against one by one', speed, 'ratio', 2),
        atMost('event-loop delay of the main process, p99', others.eventLoopP99Ms, 'ms', 50),
        atMost('memory of the main process over 10,000 files', growth(main), 'ratio', mostGrowth),
        atMost('memory of the worker over 10,000 files', growth(worker), 'ratio', mostGrowth),
      ],
    };
  },
};

/**
 * Median memory of each fifth of the time.
 * @param {import('./memory.ts').MemorySample[]} samples
 * @param {(sample: import('./memory.ts').MemorySample) => number} of
 */
function fifths(samples, of) {
  const size = Math.max(1, Math.floor(samples.length / 5));
  return [0, 1, 2, 3, 4].map((part) => median(samples.slice(part * size, (part + 1) * size).map(of)));
}

/** @param {number[]} parts */
function growth(parts) {
  return (parts[4] ?? NaN) / (parts[1] ?? NaN);
}
