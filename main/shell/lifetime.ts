import type { App } from 'electron';
import { disposeBeforeQuit } from './quitting';
import type { ShellLog } from './shellLog';

/** Everything acknowledged is on disk already; closing longer than this only keeps the user waiting. */
const closingTimeoutMs = 5000;

export interface LifetimeOptions {
  /** Opens the window or brings it to the front. Called only once the app is ready. */
  showWindow: () => void;
  dispose: () => Promise<void>;
  log: ShellLog;
}

/** When the window is shown again, when the app ends, and what happens before it does. */
export function installLifetime(
  app: Pick<App, 'on' | 'quit' | 'whenReady'>,
  { showWindow, dispose, log }: LifetimeOptions,
): void {
  const showWhenReady = () => {
    void app.whenReady().then(showWindow);
  };
  app.on('second-instance', showWhenReady);
  app.on('activate', showWhenReady);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  disposeBeforeQuit(app, {
    dispose,
    timeoutMs: closingTimeoutMs,
    onFailure: (error) => {
      log.error('closing failed', { error });
    },
  });
}
