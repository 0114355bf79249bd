import { setImmediate } from 'node:timers/promises';

/** Runs a statement for a few values at a time, so that the window is never kept waiting. */
export async function inPieces<Value>(
  values: readonly Value[],
  size: number,
  run: (piece: Value[]) => void,
): Promise<void> {
  for (let from = 0; from < values.length; from += size) {
    run(values.slice(from, from + size));
    await setImmediate();
  }
}
