/**
 * @param {readonly number[]} values At least one.
 * @returns {number} The middle value; of an even count the mean of the two in the middle.
 */
export function median(values) {
  if (values.length === 0) throw new RangeError('The median of no values is not defined.');
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (upper + lower) / 2;
}

/**
 * How one peer does against the other when both ran in turns: the median of the ratios of neighbours, so that a
 * machine that slows down in the middle of a run slows both sides of a ratio.
 * @param {readonly { ours: number, theirs: number }[]} pairs
 */
export function ratioOfPairs(pairs) {
  return median(pairs.map(({ ours, theirs }) => ours / theirs));
}

/**
 * The value that a share of the values does not exceed.
 * @param {readonly number[]} values At least one.
 * @param {number} share From 0 to 1.
 */
export function quantile(values, share) {
  if (values.length === 0) throw new RangeError('A quantile of no values is not defined.');
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/**
 * @param {number} value
 * @param {number} digits After the decimal point.
 */
export function rounded(value, digits = 2) {
  return Number(value.toFixed(digits));
}
