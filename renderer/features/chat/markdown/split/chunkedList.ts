/**
 * How many entries share a chunk. React compares one chunk instead of its entries, so a frame costs a sixteenth of the
 * list, and appending never copies more than this.
 */
export const CHUNK_SIZE = 16;

/** An immutable list that only grows at its end. Every chunk but the last is full and keeps its identity for good. */
export interface ChunkedList<T> {
  readonly chunks: readonly (readonly T[])[];
  readonly length: number;
}

export const emptyList: ChunkedList<never> = { chunks: [], length: 0 };

/** A new list with the entries at its end; the given list stays as it is. */
export function append<T>(list: ChunkedList<T>, entries: readonly T[]): ChunkedList<T> {
  if (entries.length === 0) return list;
  const chunks = list.chunks.slice();
  const last = chunks[chunks.length - 1];
  let rest = entries;
  if (last && last.length < CHUNK_SIZE) {
    const room = CHUNK_SIZE - last.length;
    chunks[chunks.length - 1] = [...last, ...entries.slice(0, room)];
    rest = entries.slice(room);
  }
  for (let start = 0; start < rest.length; start += CHUNK_SIZE) {
    chunks.push(rest.slice(start, start + CHUNK_SIZE));
  }
  return { chunks, length: list.length + entries.length };
}

/** All entries in order, as one array. */
export function toArray<T>(list: ChunkedList<T>): T[] {
  return list.chunks.flat();
}
