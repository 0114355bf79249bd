/** How patient downloads are, in milliseconds. Tests are less so. */
export interface TransferTiming {
  /** Until a server has answered. */
  answerTimeoutMs: number;
  /** Between two pieces of a file. */
  silenceTimeoutMs: number;
  /** Before the second attempt; doubled for each further one. */
  retryDelayMs: number;
  longestRetryDelayMs: number;
  /** A server that asks for a longer pause is left to the user. */
  longestPauseMs: number;
  /** Between two announcements of progress. */
  announceEveryMs: number;
}

export const defaultTiming: TransferTiming = {
  answerTimeoutMs: 30_000,
  silenceTimeoutMs: 30_000,
  retryDelayMs: 1_000,
  longestRetryDelayMs: 30_000,
  longestPauseMs: 5 * 60_000,
  announceEveryMs: 250,
};

/** Aborts work that is not told to go on in time. Whoever starts it stops it. */
export class Deadline {
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  /** @param outer aborts the work too */
  constructor(outer: AbortSignal) {
    this.signal = AbortSignal.any([outer, this.#controller.signal]);
  }

  /** From now on there are `timeoutMs`; then the signal aborts with `reason`. */
  extend(timeoutMs: number, reason: Error): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(reason), timeoutMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
