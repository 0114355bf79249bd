import { workerInitFailed, workerStartFailed } from './workerFailures';
import type { MessageFromWorker, MessageToWorker } from './messages';
import type { ChildProcessHandle } from './processHost';
import type { Timers } from './timers';

export interface HandshakeOptions {
  subject: string;
  protocolVersion: number;
  init: unknown;
  timeoutMs: number;
  timers: Timers;
  /** Aborting rejects with the signal's reason. */
  signal: AbortSignal;
}

/**
 * Waits for a new worker to say `ready`, checks that it speaks the same version, and hands it its init data.
 *
 * @throws LoamError worker/start-failed, or what the worker's own start reported. Killing the child is the caller's job.
 */
export function shakeHands(child: ChildProcessHandle, options: HandshakeOptions): Promise<undefined> {
  const { subject, protocolVersion, init, timeoutMs, timers, signal } = options;
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const failStart = (reason: string): void =>
    reject(workerStartFailed(subject, `${reason} Please try again.`));
  const cancelDeadline = timers.after(timeoutMs, () => failStart('it did not get ready in time.'));
  const abandon = (): void => reject(signal.reason);
  signal.addEventListener('abort', abandon, { once: true });

  child.onExit((code) => failStart(`it ended at once (exit code ${code ?? 'unknown'}).`));
  child.onMessage((message) => {
    // Only our own worker holds the other end of this channel.
    const received = message as MessageFromWorker;
    if (received.type === 'ready') {
      if (received.protocolVersion === protocolVersion) {
        child.postMessage({ type: 'init', init } satisfies MessageToWorker);
      } else {
        failStart(
          `it has version ${received.protocolVersion} where ${protocolVersion} is needed; reinstall Loam.`,
        );
      }
    } else if (received.type === 'initialized') {
      resolve(undefined);
    } else if (received.type === 'init-failed') {
      reject(workerInitFailed(received.error));
    }
  });
  return promise.finally(() => {
    cancelDeadline();
    signal.removeEventListener('abort', abandon);
  });
}
