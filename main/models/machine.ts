import { mkdir, statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import type { Machine } from '../../preload/contract/fit';
import type { MachineDevices } from '../workers/inference/protocol';

/**
 * What this computer offers a model now.
 *
 * @param seen what llama.cpp sees of it
 * @param modelsFolder where models are kept; made where it is missing
 */
export async function measureMachine(seen: MachineDevices, modelsFolder: string): Promise<Machine> {
  await mkdir(modelsFolder, { recursive: true, mode: 0o700 });
  const { bavail, bsize } = await statfs(modelsFolder);
  // In a container less than the whole computer's memory may be allowed.
  const allowedBytes = process.constrainedMemory();
  const ramTotalBytes = allowedBytes > 0 ? Math.min(totalmem(), allowedBytes) : totalmem();
  return {
    ramTotalBytes,
    ramAvailableBytes: Math.min(ramTotalBytes, process.availableMemory()),
    physicalCores: seen.physicalCores,
    devices: [...seen.devices],
    vramTotalBytes: seen.vramTotalBytes,
    vramFreeBytes: seen.vramFreeBytes,
    diskFreeBytes: bavail * bsize,
  };
}
