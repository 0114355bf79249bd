import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { electronRuntime } from '../../setup/electronRuntime.mjs';
import { electronSwitches } from '../../setup/electronSwitches.mjs';
import { appEnvironment } from '../openApp.mjs';
import { projectRoot } from '../report.mjs';

const probeFolder = fileURLToPath(new URL('./paintProbe', import.meta.url));
const patienceMs = 30_000;
const pollMs = 20;

/**
 * @typedef {object} Start Milliseconds since the process was asked for.
 * @property {number} mainStartedMs The app's main module begins.
 * @property {number} firstPaintMs The window is visible and its page is painted.
 * @property {number} textMs The awaited text is drawn.
 * @property {{ file: string, atMs: number }[]} nativeLoads Native modules that the main process loaded.
 */

/**
 * Starts an app once, under the probe, and ends it.
 * @param {{ appFolder: string, userDataFolder: string, text: string }} options `text` is awaited in the page.
 * @returns {Promise<Start>}
 */
export async function measureStart({ appFolder, userDataFolder, text }) {
  const resultFile = path.join(userDataFolder, 'start.json');
  rmSync(resultFile, { force: true });
  const environment = appEnvironment({
    LOAM_HOME: userDataFolder,
    LOAM_BENCH_APP: appFolder,
    LOAM_BENCH_RESULT: resultFile,
    LOAM_BENCH_TEXT: text,
  });
  const args = [
    ...electronSwitches(),
    `--user-data-dir=${path.join(userDataFolder, 'browser')}`,
    probeFolder,
  ];
  const startedMs = performance.timeOrigin + performance.now();
  const child = spawn(electronRuntime().executable, args, {
    cwd: projectRoot,
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (chunk) => (errors = (errors + chunk).slice(-4000)));
  const exited = once(child, 'exit');
  try {
    const result = await resultOf(resultFile, child);
    const since = (/** @type {number} */ atMs) => atMs - startedMs;
    return {
      mainStartedMs: since(result.mainStartedMs),
      // A page can be painted in a window that is not on the screen yet.
      firstPaintMs: since(Math.max(result.firstPaintMs, result.shownMs)),
      textMs: since(result.textMs),
      nativeLoads: result.nativeLoads.map((/** @type {{ file: string, atMs: number }} */ load) => ({
        file: load.file,
        atMs: since(load.atMs),
      })),
    };
  } catch (error) {
    throw new Error(`${appFolder} did not start: ${error.message}\n${errors}`, { cause: error });
  } finally {
    await end(child, exited);
  }
}

/**
 * @param {string} file
 * @param {import('node:child_process').ChildProcess} child
 */
async function resultOf(file, child) {
  const deadlineMs = performance.now() + patienceMs;
  while (!existsSync(file)) {
    if (child.exitCode !== null) throw new Error(`it ended with code ${child.exitCode}`);
    if (performance.now() > deadlineMs) throw new Error(`it painted nothing within ${patienceMs} ms`);
    await sleep(pollMs);
  }
  const result = JSON.parse(readFileSync(file, 'utf8'));
  if (result.error) throw new Error(result.error);
  return result;
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {Promise<unknown>} exited
 */
async function end(child, exited) {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await exited;
  clearTimeout(timer);
}
