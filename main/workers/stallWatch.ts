import type { Timers } from './timers';

/**
 * Calls back once when no progress was noted for `timeoutMs`. Counts from the first progress on: what waits for its turn
 * does not stand still.
 */
export class StallWatch {
  readonly #timers: Timers;
  readonly #timeoutMs: number;
  readonly #onStall: () => void;
  #cancelTimer: () => void = () => undefined;

  constructor(timers: Timers, timeoutMs: number, onStall: () => void) {
    this.#timers = timers;
    this.#timeoutMs = timeoutMs;
    this.#onStall = onStall;
  }

  noteProgress(): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#timers.after(this.#timeoutMs, this.#onStall);
  }

  end(): void {
    this.#cancelTimer();
  }
}
