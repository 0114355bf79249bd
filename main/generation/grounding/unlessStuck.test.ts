import { expect, it } from 'vitest';
import { LoamError } from '../../../preload/contract/errors';
import type { IndexingProgress } from '../../../preload/contract/knowledge';
import { unlessStuck } from './unlessStuck';

type Activity = Pick<IndexingProgress, 'activity' | 'problem'>;
const indexing: Activity = { activity: 'indexing', problem: null };
const missing: Activity = {
  activity: 'idle',
  problem: { code: 'embedder/not-found', message: 'The embedder is missing.', retryable: false },
};

function never(signal: AbortSignal): Promise<void> {
  return new Promise((_, reject) => {
    const cancel = (): void => reject(new LoamError('generation/cancelled', 'It was stopped.'));
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel);
  });
}

it('waits for what goes on', async () => {
  await unlessStuck(
    () => Promise.resolve(),
    () => indexing,
    new AbortController().signal,
  );
});

it('is stopped by the user', async () => {
  const user = new AbortController();
  const waiting = unlessStuck(never, () => indexing, user.signal);
  user.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'generation/cancelled' });
});

it('gives up with the reason when indexing cannot go on, also when that turns out later', async () => {
  const { signal } = new AbortController();
  await expect(unlessStuck(never, () => missing, signal)).rejects.toMatchObject({
    code: 'embedder/not-found',
  });
  let looks = 0;
  const later = (): Activity => ((looks += 1) > 1 ? missing : indexing);
  await expect(unlessStuck(never, later, signal)).rejects.toMatchObject({ code: 'embedder/not-found' });
});

it('does not wait for what the user paused', async () => {
  const paused: Activity = { activity: 'paused', problem: null };
  const waiting = unlessStuck(never, () => paused, new AbortController().signal);
  await expect(waiting).rejects.toThrow(/Resume it/);
});
