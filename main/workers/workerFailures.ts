import { LoamError, type ErrorCode, type SerializedError } from '../../preload/contract/errors';

/** The ways a worker fails, in words for people. `subject` names the process: "The model process". */
export function workerCrashed(subject: string): LoamError {
  return new LoamError(
    'worker/crashed',
    `${subject} stopped unexpectedly. What was done so far is kept; try again and it starts anew.`,
    { retryable: true },
  );
}

export function workerUnresponsive(subject: string): LoamError {
  return new LoamError(
    'worker/unresponsive',
    `${subject} stopped answering and was ended. What was done so far is kept; try again and it starts anew.`,
    { retryable: true },
  );
}

export function workerStartFailed(subject: string, reason: string, cause?: unknown): LoamError {
  return new LoamError('worker/start-failed', `${subject} could not be started: ${reason}`, {
    retryable: true,
    cause,
  });
}

export function workerCrashLoop(subject: string): LoamError {
  return new LoamError(
    'worker/crash-loop',
    `${subject} failed several times within a minute and is left alone now. Try again to give it another chance; if a model or a document is to blame, take another one.`,
  );
}

export function workerDisposed(subject: string): LoamError {
  return new LoamError('worker/disposed', `${subject} was closed.`);
}

/** A failure the worker itself reported while it started. */
export function workerInitFailed(error: SerializedError): LoamError {
  const code: ErrorCode = error.code === 'internal/unexpected' ? 'worker/start-failed' : error.code;
  return new LoamError(code, error.message, { retryable: error.retryable });
}
