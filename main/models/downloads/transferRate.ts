const windowMs = 5_000;
/** Finer steps would only cost memory. */
const stepMs = 200;

/** How fast bytes arrived in the last seconds. */
export class TransferRate {
  readonly #samples: { at: number; bytes: number }[] = [];

  /** @param nowMs monotonic */
  note(receivedBytes: number, nowMs: number): void {
    const last = this.#samples.at(-1);
    // Fewer bytes than before: it started over.
    if (last !== undefined && receivedBytes < last.bytes) this.clear();
    const previous = this.#samples.at(-2);
    if (previous !== undefined && nowMs - previous.at < stepMs) this.#samples.pop();
    this.#samples.push({ at: nowMs, bytes: receivedBytes });
    this.#forgetBefore(nowMs - windowMs);
  }

  clear(): void {
    this.#samples.length = 0;
  }

  /** Null while nothing arrives. */
  bytesPerSecond(nowMs: number): number | null {
    this.#forgetBefore(nowMs - windowMs);
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.bytes === first.bytes) return null;
    return ((last.bytes - first.bytes) * 1000) / Math.max(1, nowMs - first.at);
  }

  /** Keeps one sample from before the window, where its first bytes are counted from. */
  #forgetBefore(moment: number): void {
    while ((this.#samples[1]?.at ?? Infinity) <= moment) this.#samples.shift();
  }
}
