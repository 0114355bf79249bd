export function ndcg(ranking: readonly string[], gains: ReadonlyMap<string, number>, depth: number): number;
export function recall(ranking: readonly string[], gains: ReadonlyMap<string, number>, depth: number): number;
export function bootstrapInterval(
  differences: readonly number[],
  options?: { draws?: number; seed?: number },
): [low: number, high: number];
export function mean(values: readonly number[]): number;
export function mulberry32(seed: number): () => number;
