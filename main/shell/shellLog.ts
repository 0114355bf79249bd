import type { App } from 'electron';
import { loggedError } from '../log/logFields';
import type { LogFields, Logger } from '../log/logger';

/** What the shell has to say: refusals as warnings, bugs as errors. */
export type ShellLog = Pick<Logger, 'warn' | 'error'>;

/**
 * Writes to the core's log, which opens only after the first paint: earlier lines wait for it. Without a core they go
 * to stderr, because then nothing else would tell why.
 */
export function createShellLog(core: Promise<{ logger: Logger }>): ShellLog {
  const write = (level: 'warn' | 'error') => (event: string, fields?: LogFields) => {
    core.then(
      ({ logger }) => {
        logger.child({ component: 'shell' })[level](event, fields);
      },
      () => {
        process.stderr.write(
          `${JSON.stringify({ level, event, ...fields, error: fields?.error && loggedError(fields.error) })}\n`,
        );
      },
    );
  };
  return { warn: write('warn'), error: write('error') };
}

/** Tells the log about everything that would otherwise die unseen. An error nobody caught is a bug, not the end. */
export function logProcessFailures(log: ShellLog, app: Pick<App, 'on'>): void {
  process.on('uncaughtException', (error) => {
    log.error('uncaught exception', { error });
  });
  process.on('unhandledRejection', (error) => {
    log.error('unhandled rejection', { error });
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') log.warn('child process gone', { worker: type, status: reason, exitCode });
  });
}
