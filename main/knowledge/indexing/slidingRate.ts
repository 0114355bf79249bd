const windowMs = 10_000;
/** Less says nothing yet. */
const shortestMs = 500;

/** How many things a second were done in the last seconds. Times are monotonic milliseconds. */
export class SlidingRate {
  #samples: { atMs: number; total: number }[] = [];
  #total = 0;

  /** Begins to measure, or goes on after a break, which does not count. */
  start(nowMs: number): void {
    this.#samples = [{ atMs: nowMs, total: this.#total }];
  }

  note(count: number, nowMs: number): void {
    if (this.#samples.length === 0) this.start(nowMs);
    this.#total += count;
    this.#samples.push({ atMs: nowMs, total: this.#total });
    this.#forgetBefore(nowMs - windowMs);
  }

  /** Null while there is too little to tell. */
  perSecond(nowMs: number): number | null {
    this.#forgetBefore(nowMs - windowMs);
    const first = this.#samples[0];
    if (first === undefined || nowMs - first.atMs < shortestMs || this.#total === first.total) return null;
    return ((this.#total - first.total) * 1000) / (nowMs - first.atMs);
  }

  /** Keeps one sample from before the window, where its first things are counted from. */
  #forgetBefore(moment: number): void {
    while ((this.#samples[1]?.atMs ?? Infinity) <= moment) this.#samples.shift();
  }
}
