import { type ErrorCode, LoamError } from '../../preload/contract/errors';

interface StorageFailure {
  code: ErrorCode;
  message: string;
  retryable: boolean;
}

const corrupt: StorageFailure = {
  code: 'storage/corrupt',
  message:
    'The database is damaged. Start Loam again: the damaged file is kept aside and the newest backup is opened.',
  retryable: false,
};
const unwritable: StorageFailure = {
  code: 'storage/unwritable',
  message:
    'The database could not be written. Check that the disk is connected and that you may write to the data folder, then try again.',
  retryable: true,
};
const full: StorageFailure = {
  code: 'storage/full',
  message:
    'The disk is full, so this was not saved. Free some space and try again; everything before it is kept.',
  retryable: true,
};
const busy: StorageFailure = {
  code: 'storage/busy',
  message: 'Another Loam is writing to the database right now. Try again in a moment.',
  retryable: true,
};

/** SQLite's primary result codes (an extended code starts with one of these names), and those of the file system. */
const failuresByResultCode: readonly (readonly [resultCode: string, failure: StorageFailure])[] = [
  ['SQLITE_IOERR_CORRUPTFS', corrupt],
  ['SQLITE_CORRUPT', corrupt],
  ['SQLITE_NOTADB', corrupt],
  ['SQLITE_FULL', full],
  ['SQLITE_BUSY', busy],
  ['SQLITE_LOCKED', busy],
  ['SQLITE_READONLY', unwritable],
  ['SQLITE_PERM', unwritable],
  ['SQLITE_CANTOPEN', unwritable],
  ['SQLITE_IOERR', unwritable],
  ['ENOSPC', full],
  ['EDQUOT', full],
  ['EACCES', unwritable],
  ['EPERM', unwritable],
  ['EROFS', unwritable],
  ['ENOTDIR', unwritable],
  ['EIO', unwritable],
];

/** The result code of an error or of what caused it: Drizzle wraps the driver's error in its own. */
function findResultCode(error: unknown): string | undefined {
  for (
    let current = error, depth = 0;
    current instanceof Error && depth < 8;
    current = current.cause, depth += 1
  ) {
    if ('code' in current && typeof current.code === 'string' && /^(?:SQLITE_|E[A-Z]+$)/.test(current.code)) {
      return current.code;
    }
  }
  return undefined;
}

/**
 * The one place that tells storage failures apart, by SQLite's result code. What is not the disk's or the file's
 * fault (a bug in a statement, a LoamError already) comes back as it is.
 */
export function classifyStorageError(error: unknown): unknown {
  if (error instanceof LoamError) return error;
  const resultCode = findResultCode(error);
  if (resultCode === undefined) return error;
  const failure = failuresByResultCode.find(
    ([name]) => resultCode === name || resultCode.startsWith(`${name}_`),
  )?.[1];
  if (failure === undefined) return error;
  return new LoamError(failure.code, failure.message, { retryable: failure.retryable, cause: error });
}

/** Whether SQLite could not run the statement at all: a bug of ours, or a damaged schema. */
export function isPlainSqlError(error: unknown): boolean {
  return findResultCode(error) === 'SQLITE_ERROR';
}

/** What is thrown for content of the file that this version of Loam can not have written. */
export function corruptContent(cause: unknown): LoamError {
  return new LoamError(corrupt.code, corrupt.message, { cause });
}
