/**
 * @typedef {object} Mark A moment at which text arrived.
 * @property {number} atMs Since the question was asked.
 * @property {number} tokens How many had arrived by then.
 *
 * @typedef {object} StreamTimes
 * @property {number} timeToFirstTokenMs
 * @property {number} tokensPerSecond Between the first and the last token to arrive, so without the reading.
 * @property {number} wholeTokensPerSecond From the question to the end, so with the reading.
 * @property {number} tokens
 */

/**
 * @param {readonly Mark[]} marks In order of arrival. The first may hold several tokens: they count as there from the
 *   start, and only what came after them counts for the speed.
 * @param {number} endedMs When the end was known, since the question was asked.
 * @returns {StreamTimes}
 */
export function streamTimes(marks, endedMs) {
  const first = marks[0];
  const last = marks.at(-1);
  if (first === undefined || last === undefined || last.tokens === first.tokens) {
    throw new RangeError('An answer of a single piece has no speed.');
  }
  return {
    timeToFirstTokenMs: first.atMs,
    tokensPerSecond: ((last.tokens - first.tokens) / (last.atMs - first.atMs)) * 1000,
    wholeTokensPerSecond: (last.tokens / endedMs) * 1000,
    tokens: last.tokens,
  };
}
