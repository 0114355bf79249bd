import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { invalidAdapterFile } from './adapterErrors';
import type { PeftFiles } from './conversion/peftAdapter';

/** What the user named: a GGUF file, or a PEFT adapter of two files. `name` is that of the file or folder. */
export type AdapterSource =
  { type: 'gguf'; name: string; path: string } | { type: 'peft'; name: string; files: PeftFiles };

const configName = 'adapter_config.json';
const weightsName = 'adapter_model.safetensors';
const pickleExtensions = ['.bin', '.pt', '.pth', '.ckpt', '.pkl', '.pickle'];
const pickleReason = 'it is stored as a pickle, a kind of file that may run code when it is opened';
const pickleNextStep = 'Ask its maker for the same adapter as safetensors or GGUF.';

/**
 * Finds out what kind of adapter lies at a path, by names alone: a GGUF file, a PEFT folder or one of its two files, or a
 * folder with a single GGUF file.
 *
 * @throws LoamError adapter/file-invalid; what the file system throws when there is nothing
 */
export async function findAdapterSource(path: string): Promise<AdapterSource> {
  const found = await stat(path);
  const name = basename(path);
  if (found.isDirectory()) return findInFolder(path);
  if (!found.isFile()) throw invalidAdapterFile(name, 'it is a device or a pipe, not a file');
  const extension = extname(path).toLowerCase();
  if (pickleExtensions.includes(extension)) throw invalidAdapterFile(name, pickleReason, pickleNextStep);
  if (name === configName) return findInFolder(dirname(path));
  if (extension !== '.safetensors') return { type: 'gguf', name, path };
  const folder = dirname(path);
  if (!(await readdir(folder)).includes(configName)) {
    throw invalidAdapterFile(name, `beside it there is no ${configName}, which says how it is meant`);
  }
  return peftSource(folder, path);
}

async function findInFolder(folder: string): Promise<AdapterSource> {
  const names = await readdir(folder);
  const name = basename(folder);
  if (names.includes(configName)) {
    if (names.includes(weightsName)) return peftSource(folder, join(folder, weightsName));
    const hasPickle = names.some((file) => pickleExtensions.includes(extname(file).toLowerCase()));
    if (hasPickle) throw invalidAdapterFile(name, pickleReason, pickleNextStep);
    throw invalidAdapterFile(name, `there is no ${weightsName} in it`);
  }
  const ggufNames = names.filter((file) => extname(file).toLowerCase() === '.gguf');
  const [only, another] = ggufNames;
  if (only === undefined) throw invalidAdapterFile(name, 'there is no adapter in this folder');
  if (another !== undefined) {
    throw invalidAdapterFile(name, 'there are several GGUF files in this folder', 'Choose one of them.');
  }
  return { type: 'gguf', name: only, path: join(folder, only) };
}

async function peftSource(folder: string, weightsPath: string): Promise<AdapterSource> {
  const configPath = join(folder, configName);
  for (const path of [configPath, weightsPath]) {
    // To open a pipe would wait for somebody to write into it.
    if (!(await stat(path)).isFile()) throw invalidAdapterFile(basename(path), 'it is not a file');
  }
  return { type: 'peft', name: basename(folder), files: { configPath, weightsPath } };
}
