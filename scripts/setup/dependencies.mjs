import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bundledNodeIdentity, bundledNodePath } from './bundledNode.mjs';
import { folderBytes } from './folderSize.mjs';
import { matchesLock } from './lockedPackages.mjs';
import { nodeForNpm, runNpm } from './npm.mjs';
import { lastLines, runChild } from './runChild.mjs';
import { SetUpError } from './setUpError.mjs';
import { readStamp, stampPath, writeStamp } from './stamps.mjs';

const pollMs = 500;

/** @type {import('./setUp.mjs').Step} */
export const dependenciesStep = {
  name: 'Dependencies',
  isUpToDate({ root }) {
    return packagesAreInstalled(root) && bundledNodeIsKnown(root);
  },
  async run(context, progress) {
    const done = [];
    if (!packagesAreInstalled(context.root)) {
      if (npmHasInstalled(context.root))
        writeStamp(stampPath(context.root, 'packages'), packagesInputs(context.root));
      else await installPackages(context, progress);
      done.push(`${presentPackages(context.root, lockedPackages(context.root))} packages`);
    }
    if (!bundledNodeIsKnown(context.root)) {
      await installNode(context, progress);
      done.push(`Node ${wantedNodeVersion(context.root)}`);
    }
    return { detail: done.join(', '), bytes: folderBytes(path.join(context.root, 'node_modules')) };
  },
};

/** @param {string} root */
function packagesAreInstalled(root) {
  const stamp = readStamp(stampPath(root, 'packages'));
  return stamp !== undefined && JSON.stringify(stamp) === JSON.stringify(packagesInputs(root));
}

/**
 * @param {string} root
 * @returns {boolean} Whether somebody has installed by hand what `npm ci` would.
 */
function npmHasInstalled(root) {
  const record = readStamp(path.join(root, 'node_modules', '.package-lock.json'));
  if (record === undefined || !matchesLock(readLock(root).packages, record.packages, process)) return false;
  return Object.keys(record.packages).every((folder) => existsSync(path.join(root, folder, 'package.json')));
}

/**
 * Packages with native parts differ by platform, so a folder carried to another machine is installed anew.
 * @param {string} root
 */
function packagesInputs(root) {
  const lock = readFileSync(path.join(root, 'package-lock.json'));
  return {
    lockSha256: createHash('sha256').update(lock).digest('hex'),
    platform: process.platform,
    arch: process.arch,
  };
}

/** @param {string} root */
function bundledNodeIsKnown(root) {
  const identity = bundledNodeIdentity(root);
  const stamp = readStamp(stampPath(root, 'node'));
  return identity !== undefined && JSON.stringify(identity) === JSON.stringify(stamp);
}

/**
 * @param {import('./setUp.mjs').StepContext} context
 * @param {import('./progressReport.mjs').StepProgress} progress
 */
async function installPackages(context, progress) {
  refuseOnLockedExecutable(context.root);
  const inputs = packagesInputs(context.root);
  const node = await nodeForNpm(context, progress, wantedNodeVersion(context.root));
  const packages = lockedPackages(context.root);
  progress.say(`installing ${packages.length} packages by package-lock.json`);
  const timer = setInterval(() => {
    const present = presentPackages(context.root, packages);
    progress.update({ percent: (present / packages.length) * 100, note: `${present} packages` });
  }, pollMs);
  let result;
  try {
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
    result = await runNpm(context, args, node);
    // An editor or a test runner wrote into the folder while npm was emptying it.
    if (result.code !== 0 && /ENOTEMPTY|EBUSY/.test(result.output))
      result = await runNpm(context, args, node);
  } finally {
    clearInterval(timer);
  }
  if (result.code !== 0) {
    throw new SetUpError(
      `npm ci failed (exit code ${result.code}). Its last words:\n${lastLines(result.output, 12)}`,
      {
        kept: "npm's cache: packages that were already downloaded are not fetched again.",
        nextStep: 'check the network or the message above, then run the same command again.',
      },
    );
  }
  writeStamp(stampPath(context.root, 'packages'), inputs);
}

/**
 * Windows cannot delete a program that is running, and npm puts the project's own Node first on the path.
 * @param {string} root
 */
function refuseOnLockedExecutable(root) {
  const isOurNode = process.execPath.startsWith(path.join(root, 'node_modules') + path.sep);
  if (process.platform !== 'win32' || !isOurNode) return;
  throw new SetUpError(
    'The dependencies changed, and Windows cannot replace the Node that is running this.',
    {
      nextStep: 'npm ci --ignore-scripts && npm start',
    },
  );
}

/**
 * The binary comes by the package's install script, which the project's .npmrc switches off for all packages.
 * @param {import('./setUp.mjs').StepContext} context
 * @param {import('./progressReport.mjs').StepProgress} progress
 */
async function installNode(context, progress) {
  const wanted = `v${wantedNodeVersion(context.root)}`;
  let version = await versionOf(context);
  let output = '';
  for (const fetchNode of [rebuildNode, runNodeInstaller]) {
    if (version === wanted) break;
    progress.say(`fetching Node ${wanted} for the project's own use`);
    ({ output } = await fetchNode(context));
    version = await versionOf(context);
  }
  if (version !== wanted) {
    const found = version === undefined ? 'does not run' : `says ${version}`;
    throw new SetUpError(`The project's own Node ${found} instead of ${wanted}:\n${lastLines(output, 12)}`, {
      kept: 'the installed packages.',
      nextStep: 'check the network, then run the same command again.',
    });
  }
  writeStamp(stampPath(context.root, 'node'), bundledNodeIdentity(context.root));
}

/** @param {import('./setUp.mjs').StepContext} context */
function rebuildNode(context) {
  return runNpm(context, ['rebuild', 'node', '--ignore-scripts=false']);
}

/**
 * What `npm rebuild` does, for an npm that runs no package's script without having been told to.
 * @param {import('./setUp.mjs').StepContext} context
 */
function runNodeInstaller(context) {
  const folder = path.join(context.root, 'node_modules', 'node');
  const node = process.env.npm_node_execpath || process.execPath;
  return runChild(node, ['installArchSpecificPackage'], childOptions(context, folder));
}

/**
 * @param {import('./setUp.mjs').StepContext} context
 * @returns {Promise<string | undefined>} Such as `v24.21.0`; undefined when the binary is missing or does not run.
 */
async function versionOf(context) {
  if (bundledNodeIdentity(context.root) === undefined) return undefined;
  try {
    const { code, output } = await runChild(
      bundledNodePath(context.root),
      ['--version'],
      childOptions(context, context.root),
    );
    return code === 0 ? output.trim() : undefined;
  } catch (error) {
    if (error instanceof SetUpError) return undefined;
    throw error;
  }
}

/** @param {string} root */
function wantedNodeVersion(root) {
  return readLock(root).packages['node_modules/node'].version;
}

/**
 * @param {string} root
 * @returns {string[]} Folders, relative to the root, that `npm ci` fills on this platform.
 */
function lockedPackages(root) {
  return Object.entries(readLock(root).packages)
    .filter(
      ([name, entry]) => name !== '' && fits(entry.os, process.platform) && fits(entry.cpu, process.arch),
    )
    .map(([name]) => name);
}

/**
 * @param {string} root
 * @param {string[]} packages Folders, relative to the root.
 */
function presentPackages(root, packages) {
  return packages.filter((folder) => existsSync(path.join(root, folder, 'package.json'))).length;
}

/**
 * @param {string[] | undefined} allowed
 * @param {string} value
 */
function fits(allowed, value) {
  return allowed === undefined || allowed.includes(value) || allowed.some((name) => name.startsWith('!'));
}

/** @param {string} root */
function readLock(root) {
  return JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
}

/**
 * @param {import('./setUp.mjs').StepContext} context
 * @param {string} cwd
 */
function childOptions({ signal, onProcess }, cwd) {
  return { cwd, signal, onProcess };
}
