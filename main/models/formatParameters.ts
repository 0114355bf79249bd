/** How many numbers a model has learned, as people say it: 134515008 reads "135M", 8030261248 reads "8.0B". */
export function formatParameters(parameters: number): string {
  if (parameters >= 1e9) return `${(parameters / 1e9).toFixed(1)}B`;
  return `${Math.round(parameters / 1e6)}M`;
}
