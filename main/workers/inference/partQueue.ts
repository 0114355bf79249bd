/** Turns pushed parts into an async iterable for one reader. Parts pushed before a failure are still delivered. */
export class PartQueue<Part> implements AsyncIterable<Part> {
  readonly #parts: Part[] = [];
  #end: { error?: unknown } | undefined;
  #wake: () => void = () => undefined;

  push(part: Part): void {
    this.#parts.push(part);
    this.#wake();
  }

  /** Ends the stream after a last part. */
  close(last: Part): void {
    this.#parts.push(last);
    this.#end = {};
    this.#wake();
  }

  fail(error: unknown): void {
    this.#end = { error };
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Part> {
    for (;;) {
      const part = this.#parts.shift();
      if (part !== undefined) {
        yield part;
        continue;
      }
      if (this.#end) {
        if ('error' in this.#end) throw this.#end.error;
        return;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
