import { LoamError } from '../../preload/contract/errors';

/**
 * Waits for work that cannot be stopped, but not after the user stopped the answer: a model that is being loaded then
 * goes on loading, for the next question; only nobody waits for it.
 *
 * @throws LoamError generation/cancelled
 */
export function unlessCancelled<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise: cancelled, reject } = Promise.withResolvers<never>();
  const cancel = (): void => reject(new LoamError('generation/cancelled', 'The answer was stopped.'));
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel, { once: true });
  return Promise.race([work, cancelled]).finally(() => signal.removeEventListener('abort', cancel));
}
