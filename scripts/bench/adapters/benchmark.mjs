import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { atLeast, atMost, installedVersion } from '../report.mjs';
import { median, ratioOfPairs, rounded } from '../statistics.mjs';

/** @type {import('../report.mjs').Benchmark} */
export const adaptersBenchmark = {
  summary: 'changing adapters and going back to a model against loading it, and speed with an adapter',
  async run({ say }) {
    /** @type {{ module: typeof import('./measureAdapters.ts') }} */
    const { module } = await runnerImport(fileURLToPath(new URL('measureAdapters.ts', import.meta.url)), {
      configFile: false,
      logLevel: 'error',
    });
    const { loaded, switches, speeds } = await module.measureAdapters(say);
    const rounds = switches.map(({ adapters, ...round }) => ({
      ...round,
      firstAdapter: adapters[0] ?? NaN,
      adapter: median(adapters),
    }));
    const against = (/** @type {'firstAdapter' | 'adapter' | 'keptAdapter' | 'keptModel'} */ what) =>
      ratioOfPairs(rounds.map((round) => ({ ours: round[what], theirs: round.reload })));
    const speedRatio = ratioOfPairs(speeds.map((round) => ({ ours: round.adapter, theirs: round.base })));
    const middle = (/** @type {number[]} */ values) => rounded(median(values), 1);
    return {
      figures: {
        engine: `node-llama-cpp ${installedVersion('node-llama-cpp')}, ${loaded.device}, ${loaded.threads} threads, context ${loaded.contextSize}`,
        switchRounds: rounds.length,
        reloadMs: middle(rounds.map(({ reload }) => reload)),
        firstAdapterMs: middle(rounds.map(({ firstAdapter }) => firstAdapter)),
        adapterMs: middle(rounds.map(({ adapter }) => adapter)),
        keptAdapterMs: middle(rounds.map(({ keptAdapter }) => keptAdapter)),
        keptModelMs: middle(rounds.map(({ keptModel }) => keptModel)),
        firstAdapterRatio: rounded(against('firstAdapter'), 4),
        keptAdapterRatio: rounded(against('keptAdapter'), 4),
        speedRounds: speeds.length,
        baseTokensPerSecond: middle(speeds.map(({ base }) => base)),
        adapterTokensPerSecond: middle(speeds.map(({ adapter }) => adapter)),
      },
      bars: [
        atMost('changing the adapter against loading the model', against('adapter'), 'ratio', 0.1),
        atMost('going back to a model in memory against loading it', against('keptModel'), 'ratio', 0.1),
        atLeast('tokens per second with an adapter against without', speedRatio, 'ratio', 0.9),
      ],
    };
  },
};
