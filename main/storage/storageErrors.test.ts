import { describe, expect, test } from 'vitest';
import { LoamError } from '../../preload/contract/errors';
import { classifyStorageError } from './storageErrors';

function failure(code: string): Error {
  return Object.assign(new Error('text that must not matter'), { code });
}

describe('a failure is told by its code', () => {
  test.each([
    ['SQLITE_CORRUPT', 'storage/corrupt', false],
    ['SQLITE_CORRUPT_VTAB', 'storage/corrupt', false],
    ['SQLITE_NOTADB', 'storage/corrupt', false],
    ['SQLITE_IOERR_CORRUPTFS', 'storage/corrupt', false],
    ['SQLITE_FULL', 'storage/full', true],
    ['ENOSPC', 'storage/full', true],
    ['SQLITE_BUSY', 'storage/busy', true],
    ['SQLITE_BUSY_SNAPSHOT', 'storage/busy', true],
    ['SQLITE_LOCKED', 'storage/busy', true],
    ['SQLITE_READONLY_DBMOVED', 'storage/unwritable', true],
    ['SQLITE_CANTOPEN', 'storage/unwritable', true],
    ['SQLITE_IOERR_FSYNC', 'storage/unwritable', true],
    ['EROFS', 'storage/unwritable', true],
  ])('%s is %s', (resultCode, code, retryable) => {
    const cause = failure(resultCode);
    expect(classifyStorageError(cause)).toMatchObject({ code, retryable, cause });
    expect(classifyStorageError(new Error('wrapped', { cause }))).toMatchObject({ code });
  });

  test.each(['SQLITE_ERROR', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_MISMATCH', 'SQLITE_FULLY', 'ENOENT'])(
    '%s is a bug and stays what it is',
    (resultCode) => {
      const error = failure(resultCode);
      expect(classifyStorageError(error)).toBe(error);
    },
  );

  test('an error of Loam and a thrown text stay what they are', () => {
    const error = new LoamError('conversation/not-found', 'Gone.', { cause: failure('SQLITE_FULL') });
    expect(classifyStorageError(error)).toBe(error);
    expect(classifyStorageError('SQLITE_FULL')).toBe('SQLITE_FULL');
  });
});
