import type { Clock } from '../../main/clock';

/** A clock that stands still until it is moved. */
export interface MovableClock extends Clock {
  /** Moves the wall clock; a negative number sets it back. The monotonic one never goes back. */
  advance(milliseconds: number): void;
}

export function movableClock(start = Date.UTC(2026, 0, 15, 12)): MovableClock {
  let wall = start;
  let monotonic = 0;
  return {
    now: () => wall,
    monotonicMs: () => monotonic,
    advance: (milliseconds) => {
      wall += milliseconds;
      monotonic += Math.max(0, milliseconds);
    },
  };
}
