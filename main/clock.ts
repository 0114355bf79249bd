/** Time as the core sees it, so that tests can move it. */
export interface Clock {
  /** Wall clock in epoch milliseconds: for what people read, never for measuring or ordering. */
  now(): number;
  /** Monotonic milliseconds: for durations and deadlines, unaffected by clock changes. */
  monotonicMs(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
};
