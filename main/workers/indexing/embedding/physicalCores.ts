import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/**
 * How many cores of their own the process may use: the two threads of one core share the part that multiplies, so a
 * second one there gains nothing.
 */
export async function countPhysicalCores(): Promise<number> {
  const threads = availableParallelism();
  const cores = process.platform === 'linux' ? await countLinuxCores('/sys/devices/system/cpu') : null;
  if (cores !== null) return Math.min(cores, threads);
  // Node does not tell elsewhere; ARM processors have one thread a core, most others two.
  return process.arch === 'arm64' ? threads : Math.ceil(threads / 2);
}

/** Null where the folder does not tell. */
export async function countLinuxCores(folder: string): Promise<number | null> {
  try {
    const names = (await readdir(folder)).filter((name) => /^cpu\d+$/.test(name));
    const cores = await Promise.all(names.map((name) => coreOf(join(folder, name, 'topology'))));
    const distinct = new Set(cores);
    return distinct.size > 0 ? distinct.size : null;
  } catch {
    // Some containers hide it; the caller has an estimate.
    return null;
  }
}

async function coreOf(topologyFolder: string): Promise<string> {
  const [processor, core] = await Promise.all(
    ['physical_package_id', 'core_id'].map((name) => readFile(join(topologyFolder, name), 'utf8')),
  );
  return `${processor?.trim() ?? ''}/${core?.trim() ?? ''}`;
}
