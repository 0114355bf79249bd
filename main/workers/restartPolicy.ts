const windowMs = 60_000;
const maxRestartsPerWindow = 3;
const firstBackoffMs = 200;

/** `delayMs` before the next start, or null when the process has failed too often to be started again by itself. */
export type NextStart = { delayMs: number } | null;

/**
 * How soon, and how often, a process that ended unasked may be started again: after 0.2, 0.4 and 0.8 s, three times in
 * any minute. A fourth time is a crash loop, which lasts until `reset`. Times are monotonic milliseconds.
 */
export class RestartPolicy {
  #failures: number[] = [];
  #isLooping = false;

  recordFailure(nowMs: number): void {
    this.#failures = [...this.#failures.filter((failedMs) => nowMs - failedMs < windowMs), nowMs];
    if (this.#failures.length > maxRestartsPerWindow) this.#isLooping = true;
  }

  nextStart(nowMs: number): NextStart {
    if (this.#isLooping) return null;
    const recent = this.#failures.filter((failedMs) => nowMs - failedMs < windowMs);
    const lastMs = recent.at(-1);
    if (lastMs === undefined) return { delayMs: 0 };
    const backoffMs = firstBackoffMs * 2 ** (recent.length - 1);
    return { delayMs: Math.max(0, lastMs + backoffMs - nowMs) };
  }

  /** Ends a crash loop, because the user asked for another try. Without one, failures go on being counted. */
  reset(): void {
    if (!this.#isLooping) return;
    this.#failures = [];
    this.#isLooping = false;
  }
}
