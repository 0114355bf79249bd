/**
 * Every way Loam can fail, as `domain/what-happened`. Closed: a new failure gets a code here first, so that the
 * renderer can attach the matching next step.
 */
export const errorCodes = [
  'request/invalid',
  'request/foreign-sender',
  'request/unknown',
  'internal/unexpected',
  'internal/starting-failed',
  'conversation/not-found',
  'conversation/busy',
  'message/not-found',
  'message/not-continuable',
  'assistant/not-found',
  'template/not-found',
  'import/unreadable',
  'import/unsupported-version',
  'export/failed',
  'model/none',
  'model/not-found',
  'model/file-missing',
  'model/file-invalid',
  'model/load-failed',
  'model/out-of-memory',
  'model/too-large',
  'model/quarantined',
  'model/not-loaded',
  'model/template-failed',
  'adapter/not-found',
  'adapter/file-missing',
  'adapter/file-invalid',
  'adapter/wrong-base',
  'adapter/base-missing',
  'adapter/in-use',
  'comparison/not-found',
  'catalogue/not-found',
  'download/not-found',
  'download/refused',
  'download/unreachable',
  'download/interrupted',
  'download/changed',
  'download/corrupt',
  'download/disk-full',
  'collection/not-found',
  'collection/name-taken',
  'source/not-found',
  'source/unreadable',
  'source/refused',
  'document/not-found',
  'document/unreadable',
  'document/unsupported',
  'document/binary',
  'document/too-large',
  'document/no-text',
  'document/encrypted',
  'document/malformed',
  'document/hostile',
  'document/too-slow',
  'document/changed',
  'document/index-failed',
  'embedder/not-found',
  'embedder/file-invalid',
  'embedder/load-failed',
  'embedder/in-use',
  'index/damaged',
  'index/building',
  'recall/not-found',
  'generation/cancelled',
  'generation/failed',
  'generation/prompt-too-long',
  'worker/crashed',
  'worker/start-failed',
  'worker/crash-loop',
  'worker/unresponsive',
  'worker/disposed',
  'storage/corrupt',
  'storage/full',
  'storage/busy',
  'storage/unwritable',
  'storage/newer-version',
  'storage/open-failed',
  'settings/unwritable',
  'link/refused',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What crosses a process border in place of an Error: only what people and code act on, never a stack or a path. */
export interface SerializedError {
  code: ErrorCode;
  message: string;
  retryable: boolean;
}

/** The answer to every request: nothing rejects over IPC, because Electron would keep only an error's message. */
export type Envelope<Value> = { ok: true; value: Value } | { ok: false; error: SerializedError };

/**
 * The one error type of the project.
 *
 * `message` is written for people: what happened, what was kept, and the next step. `retryable` says that the same
 * call may succeed later without any change (default false). `cause` stays inside its process.
 */
export class LoamError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, options: { retryable?: boolean; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'LoamError';
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}

/** Whether this is the user's own cancellation, which is never shown or logged as a failure. */
export function isCancellation(error: unknown): boolean {
  return error instanceof LoamError && error.code === 'generation/cancelled';
}

/** Anything thrown, as plain data for another process. What is not a LoamError is a bug and is named as one. */
export function serializeError(error: unknown): SerializedError {
  if (error instanceof LoamError) {
    return { code: error.code, message: error.message, retryable: error.retryable };
  }
  return {
    code: 'internal/unexpected',
    message: 'Something went wrong inside Loam. The log has the details; please try again.',
    retryable: true,
  };
}

/** The error another process sent, as an Error again. */
export function deserializeError(error: SerializedError): LoamError {
  return new LoamError(error.code, error.message, { retryable: error.retryable });
}
