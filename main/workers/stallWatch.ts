import type { Timers } from './timers';

/** Calls back once when no progress was noted for `timeoutMs`. */
export class StallWatch {
  readonly #timers: Timers;
  readonly #timeoutMs: number;
  readonly #onStall: () => void;
  #cancelTimer: () => void;

  constructor(timers: Timers, timeoutMs: number, onStall: () => void) {
    this.#timers = timers;
    this.#timeoutMs = timeoutMs;
    this.#onStall = onStall;
    this.#cancelTimer = timers.after(timeoutMs, onStall);
  }

  noteProgress(): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#timers.after(this.#timeoutMs, this.#onStall);
  }

  end(): void {
    this.#cancelTimer();
  }
}
