import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bundledNodePath } from './bundledNode.mjs';
import { folderBytes } from './folderSize.mjs';
import { lastLines, runChild } from './runChild.mjs';
import { SetUpError } from './setUpError.mjs';

const firstByteLimitMs = 30_000;
const silenceLimitMs = 90_000;
const pollMs = 500;

const unreachable =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|UND_ERR|fetch failed|Response code/;

/** Ends the installer when its download stands still. */
class Stalled extends Error {}

/**
 * Runs the `electron` package's own installer, which checks the download against its checksums.
 * @param {import('./setUp.mjs').StepContext} context
 * @param {import('./progressReport.mjs').StepProgress} progress
 * @returns {Promise<{ executable: string, bytes: number, reason?: undefined } | { executable?: undefined, reason: string }>}
 *   `reason` when the download's host cannot be reached from here.
 * @throws {SetUpError} For every other failure, such as a wrong checksum.
 */
export async function installOfficialElectron(context, progress) {
  const electronFolder = path.join(context.root, 'node_modules', 'electron');
  const temporary = path.join(context.root, 'node_modules', '.loam', 'electron-download');
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  progress.say("downloading by Electron's own installer");
  let result;
  try {
    result = await runInstaller(context, progress, electronFolder, temporary);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  const executable = installedExecutable(electronFolder);
  if (result.code === 0 && executable !== undefined) {
    return { executable, bytes: folderBytes(path.join(electronFolder, 'dist')) };
  }
  if (result.stalled || unreachable.test(result.output)) return { reason: shortReason(result) };
  throw new SetUpError(
    `Electron's installer failed (exit code ${result.code}):\n${lastLines(result.output, 12)}`,
    {
      kept: 'the installed packages.',
      nextStep:
        'run the same command again; if it fails in the same way, delete node_modules/electron/dist first.',
    },
  );
}

/**
 * @param {import('./setUp.mjs').StepContext} context
 * @param {import('./progressReport.mjs').StepProgress} progress
 * @param {string} electronFolder
 * @param {string} temporary Where the installer's download is made to grow, so that its size can be seen.
 */
async function runInstaller(context, progress, electronFolder, temporary) {
  const stopper = new AbortController();
  const stop = () => stopper.abort(context.signal.reason);
  context.signal.addEventListener('abort', stop, { once: true });
  const watch = watchDownload(temporary, progress, () => stopper.abort(new Stalled()));
  try {
    return await runChild(bundledNodePath(context.root), [path.join(electronFolder, 'install.js')], {
      cwd: context.root,
      env: { ...context.environment, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
      signal: stopper.signal,
      onProcess: context.onProcess,
    });
  } catch (error) {
    if (error instanceof Stalled) return { code: null, output: '', stalled: true };
    throw error;
  } finally {
    clearInterval(watch);
    context.signal.removeEventListener('abort', stop);
  }
}

/**
 * @param {string} folder
 * @param {import('./progressReport.mjs').StepProgress} progress
 * @param {() => void} onStalled
 */
function watchDownload(folder, progress, onStalled) {
  let bytes = 0;
  let lastGrowthMs = Date.now();
  let isUnpacking = false;
  return setInterval(() => {
    const now = folderBytes(folder);
    if (now > bytes) lastGrowthMs = Date.now();
    // The finished download is moved out of the folder and unpacked, which takes a while without growth here.
    if (now < bytes) isUnpacking = true;
    bytes = now;
    progress.update(isUnpacking ? { note: 'unpacking' } : { bytes });
    const limitMs = bytes === 0 ? firstByteLimitMs : silenceLimitMs;
    if (!isUnpacking && Date.now() - lastGrowthMs > limitMs) onStalled();
  }, pollMs);
}

/**
 * @param {string} electronFolder
 * @returns {string | undefined} The installer writes path.txt last, so what it names is complete.
 */
function installedExecutable(electronFolder) {
  const pathFile = path.join(electronFolder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const executable = path.join(electronFolder, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(executable) ? executable : undefined;
}

/** @param {{ output: string, stalled?: boolean }} result */
function shortReason({ output, stalled }) {
  if (stalled) return '    no bytes arrived within the time limit';
  const line = output
    .split('\n')
    .find((text) => /ENOTFOUND|EAI_AGAIN|E[A-Z]+(REFUSED|RESET|UNREACH|OUT)|UND_ERR/.test(text));
  return line === undefined ? lastLines(output, 3) : `    ${line.trim()}`;
}
