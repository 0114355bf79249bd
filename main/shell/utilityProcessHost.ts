import { utilityProcess, type UtilityProcess } from 'electron';
import type { ProcessHost } from '../workers/processHost';
import { workerEnvironment } from '../workers/workerEnvironment';
import { drainOutput, type OnWorkerOutput } from '../workers/workerOutput';

/** Workers as Electron's utility processes. */
export function createUtilityProcessHost(onOutput?: OnWorkerOutput): ProcessHost {
  return {
    fork(entryPath, { serviceName, environment }) {
      const child = utilityProcess.fork(entryPath, [], {
        serviceName,
        env: workerEnvironment(process.env, environment),
        stdio: 'pipe',
      });
      // A fatal error of the worker's own V8; the exit that follows says all we need. Unheard, it would be thrown here.
      child.on('error', () => undefined);
      drainOutput(child.stdout, serviceName, onOutput);
      drainOutput(child.stderr, serviceName, onOutput);
      return {
        get pid() {
          return child.pid;
        },
        postMessage: (message) => child.postMessage(message),
        onMessage: (listener) => void child.on('message', listener),
        onExit: (listener) => void child.once('exit', listener),
        kill: () => killAtOnce(child),
      };
    },
  };
}

function killAtOnce(child: UtilityProcess): void {
  const { pid } = child;
  // Electron's own kill only asks (SIGTERM), which a stopped or hung process never hears.
  child.kill();
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!isGone) throw error;
  }
}
