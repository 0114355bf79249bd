import { constants, type Dirent } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LoamError } from '../../../preload/contract/errors';
import { freeBytes } from '../../files/diskSpace';
import { formatBytes } from '../../files/formatBytes';
import { syncFolder } from '../../files/syncFolder';
import { isAbsent } from '../../models/modelFile';

/** Models of this kind have a dozen files in three folders; whoever chose the home folder by mistake is told at once. */
const mostFiles = 200;
const mostDepth = 3;
const spareBytes = 256 * 1024 * 1024;
const arrivingPrefix = '.arriving-';

/** Copies a model's folder, every byte of it on the disk, under another name than its own until `place`. */
export async function copyModelFolder(from: string, embeddersFolder: string, id: string): Promise<string> {
  const to = join(embeddersFolder, `${arrivingPrefix}${id}`);
  const files = await listFiles(from, '', 0);
  await requireRoom(embeddersFolder, files);
  for (const { path } of files) {
    await mkdir(dirname(join(to, path)), { recursive: true, mode: 0o700 });
    await copyFile(join(from, path), join(to, path), constants.COPYFILE_EXCL);
    await syncFile(join(to, path));
  }
  for (const folder of new Set(files.map(({ path }) => dirname(join(to, path))))) await syncFolder(folder);
  return to;
}

/** Gives a copied folder its own name. */
export async function placeModelFolder(
  arrived: string,
  embeddersFolder: string,
  name: string,
): Promise<void> {
  await rm(join(embeddersFolder, name), { recursive: true, force: true });
  await rename(arrived, join(embeddersFolder, name));
  await syncFolder(embeddersFolder);
}

/** Deletes what copying left behind, and the folders of models that are not listed. Returns how many. */
export async function tidyModelFolders(
  embeddersFolder: string,
  isListed: (name: string) => boolean,
  isArriving: (folder: string) => boolean,
): Promise<number> {
  const leftOver = (await entriesOf(embeddersFolder))
    .map(({ name }) => name)
    .filter((name) => !isListed(name) && !isArriving(join(embeddersFolder, name)))
    .filter((name) => name.startsWith(arrivingPrefix) || /^[0-9a-f]{32}$/.test(name));
  for (const name of leftOver) await rm(join(embeddersFolder, name), { recursive: true, force: true });
  return leftOver.length;
}

export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

interface FileToCopy {
  /** Inside the folder. */
  path: string;
  bytes: number;
}

/** What model files are called: beside them, folders hold pictures, other formats and version control. */
const modelFile = /\.(?:json|onnx|txt|model)$|\.onnx[._]data[^/]*$/;

/** Links to files are followed, because the hub's own cache consists of them; links to folders are not. */
async function listFiles(root: string, inside: string, depth: number): Promise<FileToCopy[]> {
  const files: FileToCopy[] = [];
  for (const entry of await readdir(join(root, inside), { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = join(inside, entry.name);
    if (entry.isDirectory() && depth < mostDepth) files.push(...(await listFiles(root, path, depth + 1)));
    else if (modelFile.test(entry.name)) {
      const { size } = await requireFile(join(root, path));
      files.push({ path, bytes: size });
    }
    if (files.length > mostFiles) throw notAModelFolder();
  }
  return files;
}

async function requireFile(path: string): Promise<{ size: number }> {
  const found = await stat(path);
  if (found.isFile()) return found;
  throw new LoamError(
    'embedder/file-invalid',
    `${basename(path)} is not a file. Choose a folder with a whole model in it.`,
  );
}

async function requireRoom(folder: string, files: readonly FileToCopy[]): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const needed = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const free = await freeBytes(folder);
  if (free === null || free >= needed + spareBytes) return;
  throw new LoamError(
    'storage/full',
    `This model takes ${formatBytes(needed)}, and ${formatBytes(free)} are free on the disk. Free some space and add it again.`,
    { retryable: true },
  );
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

function notAModelFolder(): LoamError {
  return new LoamError(
    'embedder/file-invalid',
    'This folder holds much more than one model. Choose the folder that has the config.json of the model in it.',
  );
}
