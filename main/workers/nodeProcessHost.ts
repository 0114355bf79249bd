import { fork } from 'node:child_process';
import type { ProcessHost } from './processHost';
import { workerEnvironment } from './workerEnvironment';
import { drainOutput, type OnWorkerOutput } from './workerOutput';

/** Workers as forked Node processes: for the terminal, and for tests. The app uses Electron's utility processes. */
export function createNodeProcessHost(onOutput?: OnWorkerOutput): ProcessHost {
  return {
    fork(entryPath, { serviceName, environment }) {
      const child = fork(entryPath, [], {
        serialization: 'advanced',
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        // Not the parent's own flags: a debugger's port, for one, cannot be used twice.
        execArgv: [],
        env: workerEnvironment(process.env, environment),
      });
      drainOutput(child.stdout, serviceName, onOutput);
      drainOutput(child.stderr, serviceName, onOutput);
      return {
        pid: child.pid,
        postMessage(message) {
          // The exit event that follows a closed channel rejects the call this message belongs to.
          if (child.connected) child.send(message as object, () => undefined);
        },
        onMessage: (listener) => void child.on('message', listener),
        onExit(listener) {
          let isOver = false;
          const end = (code: number | null): void => {
            if (isOver) return;
            isOver = true;
            listener(code);
          };
          child.once('exit', end);
          child.once('error', () => end(null));
        },
        kill: () => void child.kill('SIGKILL'),
      };
    },
  };
}
