/** Calls back at once, and then again no more often than every `everyMs` while there is something new. */
export class Throttle {
  readonly #everyMs: number;
  readonly #callback: () => void;
  #timer: NodeJS.Timeout | undefined;
  #hasNews = false;

  constructor(everyMs: number, callback: () => void) {
    this.#everyMs = everyMs;
    this.#callback = callback;
  }

  /** There is something new, which may wait. */
  note(): void {
    if (this.#timer === undefined) this.flush();
    else this.#hasNews = true;
  }

  /** There is something new, which may not wait. */
  flush(): void {
    this.stop();
    this.#timer = setTimeout(() => this.#onTime(), this.#everyMs);
    this.#callback();
  }

  /** Nothing is called back any more until there is something new. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#hasNews = false;
  }

  #onTime(): void {
    this.#timer = undefined;
    if (this.#hasNews) this.flush();
  }
}
