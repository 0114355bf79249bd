/**
 * The shared libraries that Electron needs on Linux, and the virtual display and graphics device that the tests need where
 * there are none.
 * Debian-like systems get them by apt; elsewhere the missing ones are named.
 */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { hasDisplay, isOnPath } from './display.mjs';
import { isSwitchedOn } from './environmentFlag.mjs';
import { knownRuntime } from './electronRuntime.mjs';
import { lastLines, runChild } from './runChild.mjs';
import { SetUpError } from './setUpError.mjs';
import { readStamp, stampPath, writeStamp } from './stamps.mjs';

/** Newer releases renamed some packages; the first name that the system's lists know is taken. */
const electronPackages = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libasound2t64', 'libasound2'],
  ['libgbm1'],
];
const fontPackages = [['fonts-dejavu-core', 'fonts-liberation']];
const virtualDisplayPackages = [['xvfb'], ['xauth']];
/** Vulkan's loader and a device made of software: layers of a model can be offloaded where there is no graphics card. */
const softwareGraphicsPackages = [['libvulkan1'], ['mesa-vulkan-drivers']];

/** @type {import('./setUp.mjs').Step} */
export const systemLibrariesStep = {
  name: 'System libraries',
  isNeeded({ purpose, environment }) {
    if (process.platform !== 'linux') return false;
    return purpose === 'tests' || (purpose === 'app' && hasDisplay(environment));
  },
  async isUpToDate(context) {
    const known = readStamp(stampPath(context.root, 'systemLibraries'));
    if (needsVirtualDisplay(context) && !hasVirtualDisplay()) return false;
    if (needsSoftwareGraphics(context) && !hasSoftwareGraphics()) return false;
    return known !== undefined && JSON.stringify(known) === JSON.stringify(libraryInputs(context));
  },
  async run(context, progress) {
    const wanted = await missingThings(context);
    let bytes = 0;
    if (wanted.packages.length > 0) {
      bytes = await installPackages(context, progress, wanted);
      const still = await missingThings(context);
      if (still.packages.length > 0) {
        throw new SetUpError(`Still missing after the installation: ${still.names.join(', ')}.`, {
          nextStep: 'install the packages that hold them, then run the same command again.',
        });
      }
    }
    writeStamp(stampPath(context.root, 'systemLibraries'), libraryInputs(context));
    const detail =
      wanted.packages.length > 0 ? `installed ${wanted.packages.length} packages by apt-get` : 'all present';
    return { detail, bytes: bytes || undefined };
  },
};

/** @param {import('./setUp.mjs').StepContext} context */
function needsVirtualDisplay({ purpose, environment }) {
  return purpose === 'tests' && !hasDisplay(environment);
}

/**
 * Where nobody looks, a skipped test is a failed one; elsewhere the test of offloading is skipped without it.
 *
 * @param {import('./setUp.mjs').StepContext} context
 */
function needsSoftwareGraphics({ purpose, environment }) {
  return purpose === 'tests' && isSwitchedOn(environment.CI);
}

function hasSoftwareGraphics() {
  return (
    filesIn('/usr/share/vulkan/icd.d').some((name) => name.startsWith('lvp_icd')) &&
    filesIn('/usr/lib').some((name) => filesIn(path.join('/usr/lib', name)).includes('libvulkan.so.1'))
  );
}

/** @param {string} folder */
function filesIn(folder) {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder) : [];
}

function hasVirtualDisplay() {
  return ['xvfb-run', 'Xvfb', 'xauth'].every(isOnPath);
}

/** @param {import('./setUp.mjs').StepContext} context */
function libraryInputs({ root, environment }) {
  const executable = knownRuntime(root, environment)?.executable;
  const stat = executable === undefined ? undefined : statSync(executable, { throwIfNoEntry: false });
  return { executable, bytes: stat?.size, modifiedMs: stat?.mtimeMs };
}

/**
 * @param {import('./setUp.mjs').StepContext} context
 * @returns {Promise<{ names: string[], packages: string[][] }>} What is missing, and the packages that bring it.
 */
async function missingThings(context) {
  const names = [];
  const packages = [];
  const libraries = await missingLibraries(context);
  if (libraries.length > 0) {
    names.push(shortList(libraries));
    packages.push(...electronPackages);
  }
  if (!hasFont()) {
    names.push('a font');
    packages.push(...fontPackages);
  }
  if (needsVirtualDisplay(context) && !hasVirtualDisplay()) {
    names.push('a virtual display (Xvfb)');
    packages.push(...virtualDisplayPackages);
  }
  if (needsSoftwareGraphics(context) && !hasSoftwareGraphics()) {
    names.push('a graphics device made of software');
    packages.push(...softwareGraphicsPackages);
  }
  return { names, packages };
}

/** @param {string[]} libraries */
function shortList(libraries) {
  const shown = libraries.slice(0, 3).join(', ');
  return libraries.length > 3 ? `${shown} and ${libraries.length - 3} more libraries` : shown;
}

/**
 * @param {import('./setUp.mjs').StepContext} context
 * @returns {Promise<string[]>} Such as `libgtk-3.so.0`.
 */
async function missingLibraries({ root, environment, signal, onProcess }) {
  const runtime = knownRuntime(root, environment);
  if (runtime === undefined) return [];
  const { output } = await runChild('ldd', [runtime.executable], {
    env: { ...process.env, LC_ALL: 'C' },
    signal,
    onProcess,
  });
  return parseMissingLibraries(output);
}

/**
 * @param {string} lddOutput
 * @returns {string[]}
 */
export function parseMissingLibraries(lddOutput) {
  return [...lddOutput.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]);
}

function hasFont() {
  return ['/usr/share/fonts', '/usr/local/share/fonts', path.join(process.env.HOME ?? '/', '.fonts')].some(
    (folder) => existsSync(folder) && holdsFont(folder, 4),
  );
}

/**
 * @param {string} folder
 * @param {number} depth
 * @returns {boolean}
 */
function holdsFont(folder, depth) {
  return readdirSync(folder, { withFileTypes: true }).some((entry) =>
    entry.isDirectory()
      ? depth > 0 && holdsFont(path.join(folder, entry.name), depth - 1)
      : /\.(ttf|otf|ttc|pfb)$/i.test(entry.name),
  );
}

/**
 * @param {import('./setUp.mjs').StepContext} context
 * @param {import('./progressReport.mjs').StepProgress} progress
 * @param {{ names: string[], packages: string[][] }} wanted
 * @returns {Promise<number>} Bytes downloaded.
 */
async function installPackages(context, progress, { names, packages }) {
  const missing = names.join(', ');
  if (!isOnPath('apt-get')) {
    throw new SetUpError(`The system lacks ${missing}, and there is no apt-get to install it with.`, {
      nextStep:
        "install them with the system's package manager (on Debian they are in " +
        `${packages.map((choices) => choices.at(-1)).join(', ')}), then run the same command again.`,
    });
  }
  if (process.getuid?.() !== 0) {
    const install = `sudo apt-get update && sudo apt-get install -y ${(await chooseNames(context, packages)).join(' ')}`;
    throw new SetUpError(`The system lacks ${missing}, and only root may install it.`, {
      nextStep: `${install}\n      then run the same command again. The terminal chat needs none of it: npm start -- chat`,
    });
  }
  progress.say(`installing what is missing by apt-get: ${missing}`);
  // An installation that was killed half-way must be completed before apt-get does anything else.
  await apt(context, progress, 'dpkg', ['--configure', '-a']);
  await apt(context, progress, 'apt-get', ['update']);
  const chosen = await chooseNames(context, packages);
  const output = await apt(context, progress, 'apt-get', [
    'install',
    '-y',
    '--no-install-recommends',
    '-o',
    'DPkg::Lock::Timeout=300',
    ...chosen,
  ]);
  return parseDownloadBytes(output);
}

/**
 * @param {import('./setUp.mjs').StepContext} context
 * @param {import('./progressReport.mjs').StepProgress} progress
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<string>} What it wrote.
 */
async function apt({ signal, onProcess }, progress, command, args) {
  const { code, output } = await runChild(command, args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
    signal,
    onProcess,
    onLine: (line) => progress.update({ note: `${command} ${args[0]}: ${line.trim()}` }),
  });
  if (code !== 0) {
    const shown = [command, ...args].join(' ');
    throw new SetUpError(`${shown} failed (exit code ${code}):\n${lastLines(output, 8)}`, {
      nextStep: 'check the message above, then run the same command again.',
    });
  }
  return output;
}

/**
 * @param {import('./setUp.mjs').StepContext} context
 * @param {string[][]} packages
 */
async function chooseNames({ signal }, packages) {
  const { output } = await runChild('apt-cache', ['policy', ...packages.flat()], {
    env: { ...process.env, LC_ALL: 'C' },
    signal,
  });
  return choosePackageNames(packages, output, hasRenamedPackages(readOsRelease()));
}

/**
 * @param {string[][]} packages Names to choose from, the newest name first.
 * @param {string} policyOutput What `apt-cache policy` says about all of them.
 * @param {boolean} isRenamed Which name to take when the system's lists are empty and know none.
 * @returns {string[]}
 */
export function choosePackageNames(packages, policyOutput, isRenamed) {
  const installable = new Set();
  for (const block of policyOutput.split(/^(?=\S)/m)) {
    const [name] = block.split(':', 1);
    const candidate = /^\s+Candidate: (\S+)/m.exec(block)?.[1];
    if (name !== undefined && candidate !== undefined && candidate !== '(none)') installable.add(name);
  }
  return packages.map((choices) => {
    const known = choices.find((name) => installable.has(name));
    return known ?? (isRenamed ? choices[0] : (choices.find((name) => !name.endsWith('t64')) ?? choices[0]));
  });
}

function readOsRelease() {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    // A system without the file is taken for a new one.
    return '';
  }
}

/**
 * @param {string} osRelease Text of /etc/os-release.
 * @returns {boolean} Whether the release renamed packages for 64-bit time (…t64).
 */
export function hasRenamedPackages(osRelease) {
  const value = (key) => new RegExp(`^${key}="?([^"\n]*)`, 'm').exec(osRelease)?.[1] ?? '';
  const version = Number.parseFloat(value('VERSION_ID'));
  if (Number.isNaN(version)) return true;
  return version >= (value('ID') === 'debian' ? 13 : 24.04);
}

/**
 * @param {string} aptOutput
 * @returns {number} Bytes that apt-get said it would download; 0 when it did not say.
 */
export function parseDownloadBytes(aptOutput) {
  const match = /^Need to get ([\d.,]+) (B|kB|MB|GB)/m.exec(aptOutput);
  if (match === null) return 0;
  const factor = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 }[match[2]];
  return Math.round(Number(match[1].replaceAll(',', '')) * factor);
}
