import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { bundledNodePath } from './bundledNode.mjs';
import { knownRuntime } from './electronRuntime.mjs';
import { folderBytes } from './folderSize.mjs';
import { lastLines, runChild } from './runChild.mjs';
import { SetUpError } from './setUpError.mjs';
import { readStamp, removeStamp, writeStamp } from './stamps.mjs';

const sourceFolders = ['main', 'preload', 'renderer'];
const sourceFiles = ['electron.vite.config.ts', 'package-lock.json', 'package.json'];
const products = ['main/index.js', 'main/cli.js', 'preload/index.cjs', 'renderer/index.html'];

/** @type {import('./setUp.mjs').Step} */
export const buildStep = {
  name: 'Build',
  isUpToDate: ({ root, environment }) => {
    const inputs = buildInputs(root, environment);
    return (
      JSON.stringify(readStamp(stampFile(root))) === JSON.stringify(inputs) &&
      products.every((product) => existsSync(path.join(root, 'out', product)))
    );
  },
  async run(context, progress) {
    const { root, environment, signal, onProcess } = context;
    const inputs = buildInputs(root, environment);
    removeStamp(stampFile(root));
    progress.say('building the app');
    const electronVite = path.join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
    const { code, output } = await runChild(bundledNodePath(root), [electronVite, 'build'], {
      cwd: root,
      env: { ...environment, NO_COLOR: '1', ELECTRON_MAJOR_VER: inputs.electronMajor },
      signal,
      onProcess,
      onLine: (line) => progress.update({ note: line.trim() }),
    });
    if (code !== 0) {
      throw new SetUpError(`The build failed (exit code ${code}):\n${lastLines(output, 20)}`, {
        nextStep: 'correct the source that the message names, then run the same command again.',
      });
    }
    writeStamp(stampFile(root), inputs);
    return { detail: 'built into out/', bytes: folderBytes(path.join(root, 'out')) };
  },
};

/** @param {string} root */
function stampFile(root) {
  return path.join(root, 'out', '.build.json');
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} environment
 * @returns {{ sourcesSha256: string, electronMajor: string }} What the build is made from; the same inputs give the
 *   same build. Electron's major version decides which JavaScript the bundler may write.
 */
function buildInputs(root, environment) {
  const version = knownRuntime(root, environment)?.version;
  const major = /^\d+/.exec(version ?? '')?.[0] ?? /\d+/.exec(pinnedElectron(root))?.[0] ?? '';
  return { sourcesSha256: sourcesFingerprint(root), electronMajor: major };
}

/** @param {string} root */
function pinnedElectron(root) {
  return JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).devDependencies.electron;
}

/**
 * A hash over path, size and time of change of each source, quick enough to be taken at every start.
 * @param {string} root
 * @returns {string} sha256, lower-case hexadecimal.
 */
export function sourcesFingerprint(root) {
  const hash = createHash('sha256');
  for (const file of sourceFiles) addFile(hash, root, file);
  for (const folder of sourceFolders) addFolder(hash, root, folder);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} root
 * @param {string} folder Relative to the root.
 */
function addFolder(hash, root, folder) {
  const absolute = path.join(root, folder);
  if (!existsSync(absolute)) return;
  const entries = readdirSync(absolute, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const relative = `${folder}/${entry.name}`;
    if (entry.isDirectory()) addFolder(hash, root, relative);
    else if (!isTest(entry.name)) addFile(hash, root, relative);
  }
}

/** @param {string} name Tests stand beside the sources and are not built. */
function isTest(name) {
  return /\.test\.(ts|tsx|mjs)$/.test(name);
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} root
 * @param {string} file Relative to the root.
 */
function addFile(hash, root, file) {
  const stat = statSync(path.join(root, file), { throwIfNoEntry: false });
  hash.update(`${file}\0${stat?.size ?? '-'}\0${stat?.mtimeMs ?? '-'}\n`);
}
