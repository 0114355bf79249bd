import type { Timers } from '../timers';

/** One message carries what was said within about one frame. */
export const deltaIntervalMs = 20;

/**
 * Gathers the pieces of an answer into fewer messages: the first piece is sent at once, later ones together every
 * `deltaIntervalMs`. `flush` sends what is left.
 */
export class DeltaCoalescer {
  readonly #send: (text: string, completionTokens: number) => void;
  readonly #timers: Timers;
  #text = '';
  #completionTokens = 0;
  #isFirst = true;
  #cancelTimer: (() => void) | undefined;

  constructor(timers: Timers, send: (text: string, completionTokens: number) => void) {
    this.#timers = timers;
    this.#send = send;
  }

  /** `completionTokens` counts all tokens of the answer so far. */
  add(text: string, completionTokens: number): void {
    this.#text += text;
    this.#completionTokens = completionTokens;
    if (this.#text === '') return;
    if (this.#isFirst) {
      this.#isFirst = false;
      this.flush();
    }
    this.#cancelTimer ??= this.#timers.after(deltaIntervalMs, () => this.flush());
  }

  flush(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.#text === '') return;
    const text = this.#text;
    this.#text = '';
    this.#send(text, this.#completionTokens);
  }
}
