import { spawn } from 'node:child_process';
import { SetUpError, SetUpInterrupted } from './setUpError.mjs';

const keptOutputCharacters = 64 * 1024;
const graceBeforeKillMs = 5_000;
// Colours would be meaningless, or worse, in a file. The build tool writes them whatever the environment says.
const escapeSequences = /\x1b\[[0-9;]*[A-Za-z]/g;

/**
 * @typedef {object} ChildOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {AbortSignal} [signal] Ends the child and all it started.
 * @property {(line: string) => void} [onLine] Each line of stdout and stderr.
 * @property {(pid: number | undefined) => void} [onProcess] Told the pid when the child starts, undefined when it ended.
 * @property {boolean} [shell]
 */

/**
 * Runs a program to its end, in a process group of its own so that ending it ends what it started too.
 * @param {string} command
 * @param {string[]} args
 * @param {ChildOptions} [options]
 * @returns {Promise<{ code: number | null, output: string }>} Exit code (null: ended by a signal) and the end of
 *   what it wrote.
 * @throws {SetUpInterrupted | unknown} The signal's reason, once the child has ended.
 * @throws {SetUpError} When the program cannot be started.
 */
export function runChild(command, args, { cwd, env, signal, onLine, onProcess, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const detached = process.platform !== 'win32';
    const child = spawn(command, args, {
      cwd,
      env,
      shell,
      detached,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const output = collectOutput(child, onLine);
    let killTimer;
    const stop = () => {
      endTree(child.pid, 'SIGTERM');
      killTimer = setTimeout(() => endTree(child.pid, 'SIGKILL'), graceBeforeKillMs);
    };
    let isSettled = false;
    const settle = () => {
      // One that could not be started is reported twice, the second time when its caller may have finished.
      if (isSettled) return;
      isSettled = true;
      clearTimeout(killTimer);
      signal?.removeEventListener('abort', stop);
      onProcess?.(undefined);
    };
    signal?.addEventListener('abort', stop, { once: true });
    child.once('spawn', () => onProcess?.(child.pid));
    child.once('error', (cause) => {
      settle();
      reject(new SetUpError(`${command} could not be started (${cause.message}).`, { cause }));
    });
    child.once('close', (code) => {
      settle();
      if (signal?.aborted) reject(signal.reason ?? new SetUpInterrupted('SIGTERM'));
      else resolve({ code, output: output() });
    });
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {((line: string) => void) | undefined} onLine
 * @returns {() => string} The end of the output so far.
 */
function collectOutput(child, onLine) {
  let kept = '';
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8');
    stream?.on('data', (text) => {
      kept = (kept + text).slice(-keptOutputCharacters);
      const lines = (rest + text).split(/\r\n|\n|\r/);
      rest = lines.pop() ?? '';
      for (const line of lines) onLine?.(line);
    });
    stream?.on('end', () => {
      if (rest !== '') onLine?.(rest);
    });
  }
  return () => kept;
}

/**
 * Ends a process and, where process groups exist, everything in the group it leads.
 * @param {number | undefined} pid
 * @param {NodeJS.Signals} signalName
 */
export function endTree(pid, signalName) {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, signalName);
  } catch {
    // It ended by itself meanwhile.
  }
}

/**
 * @param {string} output
 * @param {number} count
 * @returns {string} The last lines that say something, indented.
 */
export function lastLines(output, count) {
  return output
    .replace(escapeSequences, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(-count)
    .map((line) => `    ${line}`)
    .join('\n');
}
