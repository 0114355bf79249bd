import { setTimeout as sleep } from 'node:timers/promises';
import pRetry from 'p-retry';
import { LoamError } from '../../../preload/contract/errors';
import { PassingFailure } from './transferFailures';
import type { TransferTiming } from './transferTiming';

/** After so many vain attempts in a row: with the usual delays a minute. */
const mostRetries = 6;

export interface RetryOptions {
  timing: TransferTiming;
  signal: AbortSignal;
  /** Told why the next attempt waits, and null when it begins. */
  onWait: (reason: LoamError | null) => void;
}

/**
 * Tries again what failed for a reason that may pass, later and later, or when the server wants it.
 *
 * @throws LoamError of the last failure, when none of the attempts succeeded
 */
export async function withRetries<Result>(
  attempt: () => Promise<Result>,
  { timing, signal, onWait }: RetryOptions,
): Promise<Result> {
  try {
    return await pRetry(attempt, {
      retries: mostRetries,
      minTimeout: timing.retryDelayMs,
      maxTimeout: timing.longestRetryDelayMs,
      signal,
      shouldRetry: ({ error }) => error instanceof PassingFailure && !wantsTooMuch(error, timing),
      onFailedAttempt: async ({ error, retriesLeft, retryDelay }) => {
        if (!(error instanceof PassingFailure) || retriesLeft === 0 || wantsTooMuch(error, timing)) return;
        const pauseMs = Math.max(0, (error.retryAfterMs ?? 0) - retryDelay);
        onWait(waiting(error.error, pauseMs + retryDelay));
        if (pauseMs > 0) await sleep(pauseMs, undefined, { signal });
      },
    });
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof PassingFailure ? finalFailure(error, timing) : error;
  } finally {
    onWait(null);
  }
}

function wantsTooMuch({ retryAfterMs }: PassingFailure, { longestPauseMs }: TransferTiming): boolean {
  return retryAfterMs !== null && retryAfterMs > longestPauseMs;
}

function finalFailure(failure: PassingFailure, timing: TransferTiming): LoamError {
  if (!wantsTooMuch(failure, timing)) return failure.error;
  const minutes = Math.ceil((failure.retryAfterMs ?? 0) / 60_000);
  return new LoamError(failure.error.code, `${failure.error.message} It asks to wait ${minutes} minutes.`, {
    retryable: true,
    cause: failure.error,
  });
}

function waiting({ code, message, cause }: LoamError, delayMs: number): LoamError {
  const seconds = Math.max(1, Math.round(delayMs / 1000));
  const [whatHappened = message] = message.split(/(?<=\.) /);
  return new LoamError(
    code,
    `${whatHappened} Loam tries again by itself in ${seconds === 1 ? 'a second' : `${seconds} seconds`}.`,
    { retryable: true, cause },
  );
}
