import { importTypeScript } from '../knowledge/importTypeScript.mjs';
import { atLeast, atMost, installedVersion } from '../report.mjs';
import { median, quantile, rounded } from '../statistics.mjs';

/** @type {import('../report.mjs').Benchmark} */
export const searchBenchmark = {
  summary:
    'milliseconds of a search against bare LanceDB and transformers.js, at 1.4k, 11k and 100k passages',
  help: `npm run bench -- search [--json]

The first 1,400 or so passages are real ones of the Markdown files in node_modules, embedded once and kept in the cache
folder. The others are put together from two of them: sentences of both in turns, and a vector between theirs, moved a
little at random. Both sides search the same table, in turns, query by query; the bare side embeds the query with
transformers.js, then runs LanceDB's hybrid query with its own reranker for ten passages.`,
  async run({ say }) {
    // The library warns of each hybrid query on stderr, which would count as its time.
    process.env.LANCEDB_LOG = 'error';
    /** @type {typeof import('./measureSearch.ts')} */
    const { measureSearch } = await importTypeScript(new URL('measureSearch.ts', import.meta.url));
    const sizes = (await measureSearch(say)).map(({ passages, rounds, recall10 }) => {
      const [ours, bare] = [rounds.map(({ oursMs }) => oursMs), rounds.map(({ bareMs }) => bareMs)];
      return {
        passages,
        p50: { ours: median(ours), bare: median(bare) },
        p95: { ours: quantile(ours, 0.95), bare: quantile(bare, 0.95) },
        recall10,
        steps: {
          embedMs: rounded(median(rounds.map(({ embedMs }) => embedMs)), 1),
          vectorMs: rounded(median(rounds.map(({ vectorMs }) => vectorMs)), 1),
          fullTextMs: rounded(median(rounds.map(({ fullTextMs }) => fullTextMs)), 1),
        },
      };
    });
    const largest = sizes.at(-1);
    return {
      figures: {
        engine: `@lancedb/lancedb ${installedVersion('@lancedb/lancedb')}, @huggingface/transformers ${installedVersion('@huggingface/transformers')}`,
        ...Object.fromEntries(
          sizes.map(({ passages, p50, p95, recall10, steps }) => [
            `${passages} passages`,
            {
              p50Ms: { ours: rounded(p50.ours, 1), bare: rounded(p50.bare, 1) },
              p95Ms: { ours: rounded(p95.ours, 1), bare: rounded(p95.bare, 1) },
              oursMedians: steps,
              recall10AgainstExact: rounded(recall10, 4),
            },
          ]),
        ),
      },
      bars: [
        ...sizes.flatMap(({ passages, p50, p95 }) => [
          atMost(`p50 at ${passages} against bare`, p50.ours / p50.bare, 'ratio', 1.3),
          atMost(`p95 at ${passages} against bare`, p95.ours / p95.bare, 'ratio', 1.3),
        ]),
        atMost('p95 at the most passages', largest?.p95.ours ?? NaN, 'ms', 150),
        atLeast('recall@10 against exact at the most passages', largest?.recall10 ?? NaN, 'share', 0.98),
      ],
    };
  },
};
