import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { endTree } from '../setup/runChild.mjs';

const graceBeforeKillMs = 10_000;

/**
 * Runs a program whose output goes straight to ours, in a process group of its own so that ending it ends what it
 * started: browsers, virtual displays, workers.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, timeLimitMs: number, signal: AbortSignal }} options
 * @returns {Promise<number>} Its exit code, 128 + the signal's number when a signal ended it, 127 when it could not be
 *   started.
 */
export function runInGroup(command, args, { cwd, env, timeLimitMs, signal }) {
  return new Promise((resolve) => {
    const detached = process.platform !== 'win32';
    const child = spawn(command, args, { cwd, env, detached, stdio: ['ignore', 'inherit', 'inherit'] });
    /** @type {NodeJS.Timeout | undefined} */
    let killTimer;
    const stop = () => {
      endTree(child.pid, 'SIGTERM');
      killTimer ??= setTimeout(() => endTree(child.pid, 'SIGKILL'), graceBeforeKillMs);
    };
    const limit = setTimeout(() => {
      process.stderr.write(`\nEnded after its time limit of ${timeLimitMs / 60_000} minutes.\n`);
      stop();
    }, timeLimitMs);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    const settle = (/** @type {number} */ code) => {
      clearTimeout(limit);
      clearTimeout(killTimer);
      signal.removeEventListener('abort', stop);
      // What outlived the program, such as a worker that hung, must not run beside the next stage.
      endTree(child.pid, 'SIGKILL');
      resolve(code);
    };
    child.once('error', (error) => {
      process.stderr.write(`${command} could not be started (${error.message}).\n`);
      settle(127);
    });
    child.once('exit', (code, signalName) => {
      settle(code ?? 128 + (signalName === null ? 0 : constants.signals[signalName]));
    });
  });
}
