/** How fast a model wrote one answer here. */
export interface MeasuredSpeed {
  modelId: string;
  tokensPerSecond: number;
}

/**
 * Bytes of weights that this computer reads in a second while a model writes: for each token all of them are read once,
 * so a model's speed and size tell the speed of another size. The median of what was measured; null without any.
 *
 * @param bytesOf sizes of the models by id
 */
export function measuredBytesPerSecond(
  speeds: readonly MeasuredSpeed[],
  bytesOf: ReadonlyMap<string, number>,
): number | null {
  const rates = speeds
    .flatMap(({ modelId, tokensPerSecond }) => {
      const bytes = bytesOf.get(modelId);
      return bytes === undefined ? [] : [bytes * tokensPerSecond];
    })
    .toSorted((one, other) => one - other);
  return rates[Math.floor(rates.length / 2)] ?? null;
}
