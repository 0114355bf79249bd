import { setTimeout as sleep } from 'node:timers/promises';
import type { KnowledgeDocument } from '../../../preload/contract/knowledge';
import { deserializeError, LoamError, type SerializedError } from '../../../preload/contract/errors';

/** Another process may be the one that reads them, and does not tell. */
const lookEveryMs = 300;

/**
 * Resolves when all documents are ready. One that is gone, failed or cancelled does not become it, and is not waited for.
 *
 * @throws LoamError generation/cancelled when aborted; what keeps indexing from going on
 */
export async function whenDocuments(
  options: {
    look: () => KnowledgeDocument[];
    isReady: (document: KnowledgeDocument) => boolean;
    /** Why nothing goes on. */
    problem: () => SerializedError | null;
    /** Tells each change of a document. */
    onChanged: (listener: () => void) => () => void;
  },
  signal: AbortSignal,
): Promise<void> {
  const isSettled = (document: KnowledgeDocument): boolean =>
    document.state === 'failed' || document.state === 'cancelled' || options.isReady(document);
  await whenSettled(
    () => {
      if (options.look().every(isSettled)) return true;
      const problem = options.problem();
      if (problem !== null) throw deserializeError(problem);
      return false;
    },
    options.onChanged,
    signal,
  );
}

/**
 * Resolves when it is settled: looked at after each change, and every now and then.
 *
 * @throws LoamError generation/cancelled when aborted; what `isSettled` throws
 */
export async function whenSettled(
  isSettled: () => boolean,
  onChanged: (listener: () => void) => () => void,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    if (signal.aborted) throw new LoamError('generation/cancelled', 'It was stopped.');
    const changed = Promise.withResolvers<undefined>();
    const unlisten = onChanged(() => changed.resolve(undefined));
    const stopped = new AbortController();
    const stop = (): void => stopped.abort();
    signal.addEventListener('abort', stop, { once: true });
    try {
      if (isSettled()) return;
      const pause = sleep(lookEveryMs, undefined, { signal: stopped.signal }).catch(() => undefined);
      await Promise.race([changed.promise, pause]);
    } finally {
      unlisten();
      stopped.abort();
      signal.removeEventListener('abort', stop);
    }
  }
}
