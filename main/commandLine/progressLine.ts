import type { Writable } from 'node:stream';

/** A file or a pipe gets a line only so often. */
const lineEveryMs = 5_000;

/** One line that is written over itself in a terminal, and now and then a new one elsewhere. */
export class ProgressLine {
  readonly #output: Writable;
  readonly #isTerminal: boolean;
  #shown = '';
  #shownMs = 0;

  constructor(output: Writable) {
    this.#output = output;
    this.#isTerminal = 'isTTY' in output && output.isTTY === true;
  }

  show(text: string): void {
    if (text === this.#shown) return;
    if (this.#isTerminal) {
      this.#output.write(`\r\u001B[K${text}`);
      this.#shown = text;
      return;
    }
    if (this.#shown !== '' && performance.now() - this.#shownMs < lineEveryMs) return;
    this.#output.write(`${text}\n`);
    this.#shown = text;
    this.#shownMs = performance.now();
  }

  /** What is written from now on begins on a line of its own. */
  end(): void {
    if (this.#isTerminal && this.#shown !== '') this.#output.write('\r\u001B[K');
    this.#shown = '';
  }
}
