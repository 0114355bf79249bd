/**
 * Passages of a document that stand for all of it: the first, the last, and others evenly between them.
 *
 * @param passages how many it has
 * @param most how many are wanted at most
 * @returns ordinals in order
 */
export function spreadOrdinals(passages: number, most: number): number[] {
  const count = Math.min(passages, most);
  if (count <= 1) return count === 1 ? [0] : [];
  return Array.from({ length: count }, (_, index) => Math.round((index * (passages - 1)) / (count - 1)));
}
