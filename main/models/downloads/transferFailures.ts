import { type ErrorCode, LoamError } from '../../../preload/contract/errors';

/** A failure that time may cure: the download tries again by itself a few times before it gives up with `error`. */
export class PassingFailure extends Error {
  /** What the user is told when it does not pass. */
  readonly error: LoamError;
  /** What the server asks to wait; null where it says nothing. */
  readonly retryAfterMs: number | null;

  constructor(error: LoamError, retryAfterMs: number | null = null) {
    super(error.message, { cause: error });
    this.name = 'PassingFailure';
    this.error = error;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The failure of a server that is there but does not give what was asked for. */
export function refused(message: string): LoamError {
  return new LoamError('download/refused', message);
}

/** The connection ended, or nothing arrived any more. */
export function interrupted(host: string, what: string, cause?: unknown): PassingFailure {
  return new PassingFailure(
    new LoamError(
      'download/interrupted',
      `${what}. What arrived of the download is kept. Check the network, then resume it; or try later if ${host} has trouble.`,
      { retryable: true, cause },
    ),
  );
}

/** Names that no server has, and certificates that are not right, stay so for a while. */
const lastingCodes = /^(?:ENOTFOUND|ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_SSL_)/;

/** What `fetch` threw before or while an answer arrived. */
export function networkFailure(error: unknown, host: string): LoamError | PassingFailure {
  const code = causeCode(error);
  if (code !== null && lastingCodes.test(code)) {
    const reason =
      code === 'ENOTFOUND' ? 'its name is not known to the network' : 'its certificate cannot be trusted';
    return new LoamError(
      'download/unreachable',
      `${host} cannot be reached: ${reason}. Check the address and the network connection, then try again.`,
      { retryable: true, cause: error },
    );
  }
  if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE' || code?.startsWith('HPE_')) {
    return interrupted(host, `The connection to ${host} broke`, error);
  }
  return new PassingFailure(
    new LoamError(
      'download/unreachable',
      `${host} cannot be reached. Check the network connection, then try again.`,
      { retryable: true, cause: error },
    ),
  );
}

const fileFailures: Partial<Record<string, { code: ErrorCode; reason: string }>> = {
  ENOSPC: { code: 'download/disk-full', reason: 'the disk became full. Free some space' },
  EDQUOT: { code: 'download/disk-full', reason: 'your quota on the disk is used up. Free some space' },
  EFBIG: {
    code: 'download/disk-full',
    reason: 'its disk cannot hold a file as large as this. Set LOAM_HOME to a folder on another disk',
  },
  EACCES: {
    code: 'storage/unwritable',
    reason: 'Loam may not write there. Check the rights of its data folder',
  },
  EPERM: {
    code: 'storage/unwritable',
    reason: 'Loam may not write there. Check the rights of its data folder',
  },
  EROFS: { code: 'storage/unwritable', reason: 'its disk is read-only. Make it writable' },
  EIO: { code: 'storage/unwritable', reason: 'its disk reports an error. Check the disk' },
};

/** What the file system threw while a download was stored; anything unknown stays what it was. */
export function fileFailure(error: unknown, fileName: string): unknown {
  const failure = fileFailures[errorCode(error) ?? ''];
  if (!failure) return error;
  return new LoamError(
    failure.code,
    `${fileName} could not be stored: ${failure.reason}, then resume the download. What arrived of it is kept.`,
    { retryable: true, cause: error },
  );
}

/** The code of the first error in the chain of causes that has one: `fetch` hides it below its own TypeError. */
function causeCode(error: unknown): string | null {
  for (
    let current = error, depth = 0;
    current instanceof Error && depth < 5;
    current = current.cause, depth += 1
  ) {
    const code = errorCode(current);
    if (code !== null) return code;
  }
  return null;
}

function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
