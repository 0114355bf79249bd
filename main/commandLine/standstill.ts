/** Looking at the signs costs more than the rest of a look. */
const askEveryMs = 2_000;

/** Notices that something has been as it is for too long. */
export class Standstill {
  readonly #mostStillMs: number;
  #signs: string | undefined;
  #sinceMs = 0;
  #askedMs = -Infinity;

  constructor(mostStillMs: number) {
    this.#mostStillMs = mostStillMs;
  }

  /** Whether the signs need not be looked at again yet. @param nowMs monotonic */
  wasJustAsked(nowMs: number): boolean {
    return nowMs - this.#askedMs < askEveryMs;
  }

  /**
   * @param signs what is another string whenever something has gone on
   * @param nowMs monotonic
   */
  isReached(signs: string, nowMs: number): boolean {
    this.#askedMs = nowMs;
    if (signs !== this.#signs) {
      this.#signs = signs;
      this.#sinceMs = nowMs;
    }
    return nowMs - this.#sinceMs >= this.#mostStillMs;
  }
}
