/**
 * Normalised discounted cumulative gain.
 * @param {readonly string[]} ranking Best first.
 * @param {ReadonlyMap<string, number>} gains Of the relevant ones.
 * @param {number} depth
 */
export function ndcg(ranking, gains, depth) {
  const discounted = (/** @type {readonly number[]} */ values) =>
    values.slice(0, depth).reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0);
  const ideal = discounted([...gains.values()].sort((a, b) => b - a));
  return ideal === 0 ? 0 : discounted(ranking.map((id) => gains.get(id) ?? 0)) / ideal;
}

/**
 * Share of the relevant ones that are among the first.
 * @param {readonly string[]} ranking Best first.
 * @param {ReadonlyMap<string, number>} gains
 * @param {number} depth
 */
export function recall(ranking, gains, depth) {
  return ranking.slice(0, depth).filter((id) => gains.has(id)).length / gains.size;
}

/**
 * The interval that 95 % of the mean differences lie in when the queries are drawn again and again.
 * @param {readonly number[]} differences One a query.
 * @param {{ draws?: number, seed?: number }} [options]
 * @returns {[low: number, high: number]}
 */
export function bootstrapInterval(differences, { draws = 10_000, seed = 1 } = {}) {
  const random = mulberry32(seed);
  const means = Array.from({ length: draws }, () => {
    let sum = 0;
    for (let index = 0; index < differences.length; index += 1) {
      sum += differences[Math.floor(random() * differences.length)] ?? 0;
    }
    return sum / differences.length;
  }).sort((a, b) => a - b);
  return [means[Math.floor(draws * 0.025)] ?? NaN, means[Math.ceil(draws * 0.975) - 1] ?? NaN];
}

/** @param {readonly number[]} values */
export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The same numbers for the same seed.
 * @param {number} seed
 */
export function mulberry32(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
