import { deserializeError, LoamError } from '../../../preload/contract/errors';
import type { IndexingProgress } from '../../../preload/contract/knowledge';

const lookEveryMs = 300;

/**
 * Waits for documents that are being read, but not for ever: not when indexing is paused, or cannot go on.
 *
 * @param wait rejects with generation/cancelled when aborted
 * @throws LoamError the reason why indexing does not go on, document/unreadable while it is paused, generation/cancelled
 */
export async function unlessStuck(
  wait: (signal: AbortSignal) => Promise<void>,
  progress: () => Pick<IndexingProgress, 'activity' | 'problem'>,
  signal: AbortSignal,
): Promise<void> {
  const giveUp = new AbortController();
  let reason = reasonOf(progress());
  const look = setInterval(() => {
    reason = reasonOf(progress());
    if (reason) giveUp.abort();
  }, lookEveryMs);
  if (reason) giveUp.abort();
  try {
    await wait(AbortSignal.any([signal, giveUp.signal]));
  } catch (error) {
    throw giveUp.signal.aborted && reason ? reason : error;
  } finally {
    clearInterval(look);
  }
}

function reasonOf({ activity, problem }: Pick<IndexingProgress, 'activity' | 'problem'>): LoamError | null {
  if (problem) return deserializeError(problem);
  if (activity !== 'paused') return null;
  return new LoamError(
    'document/unreadable',
    'Files of this chat have not been read yet, and indexing is paused. Resume it in Knowledge, then ask again.',
    { retryable: true },
  );
}
