/** Aborts a request that is silent for too long, and passes on the caller's own abort. */
export class TimeoutGuard {
  /** @param {AbortSignal | undefined} outer */
  constructor(outer) {
    this.controller = new AbortController();
    this.outer = outer;
    /** @type {Error | undefined} */
    this.expired = undefined;
    this.passOn = () => this.controller.abort(outer?.reason);
    if (outer?.aborted) this.passOn();
    else outer?.addEventListener('abort', this.passOn, { once: true });
  }

  get signal() {
    return this.controller.signal;
  }

  /**
   * Starts the clock, again when it runs already.
   * @param {number} limitMs
   * @param {string} what
   */
  start(limitMs, what) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.expired = new Error(`${what} for ${limitMs / 1000} s`);
      this.controller.abort(this.expired);
    }, limitMs);
  }

  stop() {
    clearTimeout(this.timer);
    this.outer?.removeEventListener('abort', this.passOn);
  }
}
