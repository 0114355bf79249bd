import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { appEnvironment } from '../openApp.mjs';
import { projectRoot } from '../report.mjs';

const patienceMs = 60_000;
const pollMs = 20;

/**
 * Types `npm start` in a folder that is set up, and ends the app once its window is painted.
 * @param {string} home Data folder.
 * @returns {Promise<number>} Milliseconds from the command to the line in the log that tells of the first paint: a
 *   little more than the paint itself, because the log is opened after it.
 */
export async function measureNpmStart(home) {
  const startedMs = Date.now();
  const child = spawn('npm', ['start'], {
    cwd: projectRoot,
    env: appEnvironment({ LOAM_HOME: home }),
    stdio: 'ignore',
    // A group of its own, so that npm, the script and the app end together.
    detached: true,
  });
  try {
    while (Date.now() - startedMs < patienceMs) {
      const paintedMs = paintLoggedAtMs(home, startedMs);
      if (paintedMs !== undefined) return paintedMs - startedMs;
      await sleep(pollMs);
    }
    throw new Error('npm start painted no window within a minute.');
  } finally {
    await endGroup(child);
  }
}

/**
 * @param {string} home
 * @param {number} sinceMs
 * @returns {number | undefined}
 */
function paintLoggedAtMs(home, sinceMs) {
  const times = readLines(path.join(home, 'logs', 'loam.log'))
    .filter((line) => line.includes('"event":"window painted"'))
    .map((line) => Date.parse(JSON.parse(line).time));
  return times.find((atMs) => atMs >= sinceMs);
}

/** @param {string} file */
function readLines(file) {
  try {
    // The last piece is empty, or a line that is still being written.
    return readFileSync(file, 'utf8').split('\n').slice(0, -1);
  } catch {
    // There is no log before the first paint.
    return [];
  }
}

/** @param {import('node:child_process').ChildProcess} child */
async function endGroup(child) {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGKILL'])) {
    try {
      process.kill(-(child.pid ?? 0), signal);
    } catch {
      // The group has ended already.
      return;
    }
    await Promise.race([ended, sleep(4_000)]);
  }
}
