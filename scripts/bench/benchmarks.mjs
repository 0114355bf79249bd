/** @type {Record<string, () => Promise<import('./report.mjs').Benchmark>>} */
const loaders = {
  adapters: async () => (await import('./adapters/benchmark.mjs')).adaptersBenchmark,
  chat: async () => (await import('./chat/benchmark.mjs')).chatBenchmark,
  import: async () => (await import('./import/benchmark.mjs')).importBenchmark,
  retrieval: async () => (await import('./retrieval/benchmark.mjs')).retrievalBenchmark,
  search: async () => (await import('./search/benchmark.mjs')).searchBenchmark,
  startup: async () => (await import('./startup/benchmark.mjs')).startupBenchmark,
  stream: async () => (await import('./stream/benchmark.mjs')).streamBenchmark,
};

export const benchmarkNames = Object.keys(loaders);

/**
 * @param {string} name One of `benchmarkNames`.
 * @returns {Promise<import('./report.mjs').Benchmark>}
 */
export function loadBenchmark(name) {
  const load = loaders[name];
  if (load === undefined) throw new RangeError(`There is no benchmark "${name}".`);
  return load();
}
