import { LoamError } from '../../../../preload/contract/errors';

/**
 * What LanceDB threw, as an error with a next step. Its errors have no codes, so their text decides; what is not the
 * disk's or the system's fault is taken for damage: the index can always be made again. Mistakes of our own stay as
 * they are.
 */
export function explainStoreError(error: unknown): unknown {
  if (error instanceof LoamError || error instanceof TypeError || error instanceof RangeError) return error;
  const text = error instanceof Error ? error.message : String(error);
  if (/no space left|disk quota|not enough space|os error (?:28|112|122)\b/i.test(text)) {
    return new LoamError(
      'storage/full',
      'The disk is full, so the search index could not be written. Free some space; indexing then goes on by itself.',
      { retryable: true, cause: error },
    );
  }
  if (/permission denied|read-only file system|too many open files|os error (?:13|24|30)\b/i.test(text)) {
    return new LoamError(
      'storage/unwritable',
      'The search index could not be read or written. Check that you may write to the data folder, then try again.',
      { retryable: true, cause: error },
    );
  }
  if (/commit conflict|concurrent/i.test(text)) {
    return new LoamError(
      'storage/busy',
      'Another Loam is writing to the search index right now. Try again in a moment.',
      { retryable: true, cause: error },
    );
  }
  return indexDamaged(error);
}

export function isIndexDamaged(error: unknown): boolean {
  return error instanceof LoamError && error.code === 'index/damaged';
}

export function indexDamaged(cause: unknown): LoamError {
  return new LoamError(
    'index/damaged',
    'The search index is damaged. It is made again from the stored texts; please search again in a moment.',
    { retryable: true, cause },
  );
}
