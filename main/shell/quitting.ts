import type { App } from 'electron';

export interface QuitOptions {
  /** Closes what must be closed in order. Called at most once. */
  dispose: () => Promise<void>;
  /** After so long the app quits all the same: everything acknowledged is on disk already. */
  timeoutMs: number;
  onFailure: (error: unknown) => void;
}

/** Holds a quit back until the core is closed, but not for ever. */
export function disposeBeforeQuit(app: Pick<App, 'on' | 'quit'>, options: QuitOptions): void {
  let state: 'running' | 'closing' | 'closed' = 'running';
  app.on('will-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    void settleWithin(options.dispose(), options.timeoutMs)
      .catch(options.onFailure)
      .finally(() => {
        state = 'closed';
        // Electron ignores a quit that is asked for while it is still telling about the last one.
        setImmediate(() => {
          app.quit();
        });
      });
  });
}

async function settleWithin(work: Promise<void>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`Closing took longer than ${timeoutMs} ms.`));
    }, timeoutMs);
  });
  try {
    await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
