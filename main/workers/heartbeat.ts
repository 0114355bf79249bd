import type { Timers } from './timers';

export interface HeartbeatOptions {
  timers: Timers;
  intervalMs: number;
  /** How long a process may stay silent before it counts as hung. */
  timeoutMs: number;
  ping(): void;
  onSilence(): void;
}

/**
 * Notices a process that no longer answers. It counts missed turns of its own timer rather than time passed: after the
 * machine slept, or this process was busy, the child gets its turn to answer before it is given up.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #allowedMisses: number;
  #misses = 0;
  #cancelTimer: () => void;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#allowedMisses = Math.max(1, Math.floor(options.timeoutMs / options.intervalMs));
    this.#cancelTimer = this.#schedule();
    options.ping();
  }

  /** Any message from the process is a sign of life. */
  noteLife(): void {
    this.#misses = 0;
  }

  stop(): void {
    this.#cancelTimer();
  }

  #schedule(): () => void {
    return this.#options.timers.after(this.#options.intervalMs, () => this.#tick());
  }

  #tick(): void {
    this.#misses += 1;
    if (this.#misses >= this.#allowedMisses) {
      this.#options.onSilence();
      return;
    }
    this.#options.ping();
    this.#cancelTimer = this.#schedule();
  }
}
