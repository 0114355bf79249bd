/** Timers as the supervisor sees them, so that tests can move time instead of waiting. */
export interface Timers {
  /** Calls back once after `delayMs`; the returned function cancels it and is safe to call at any time. */
  after(delayMs: number, callback: () => void): () => void;
}

export const systemTimers: Timers = {
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Waits; rejects with the signal's reason when it is aborted. Zero does not wait at all. */
export function pause(timers: Timers, delayMs: number, signal: AbortSignal): Promise<undefined> {
  if (delayMs <= 0) return Promise.resolve(undefined);
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const cancelTimer = timers.after(delayMs, () => resolve(undefined));
  const abandon = (): void => {
    cancelTimer();
    reject(signal.reason);
  };
  signal.addEventListener('abort', abandon, { once: true });
  return promise.finally(() => signal.removeEventListener('abort', abandon));
}
