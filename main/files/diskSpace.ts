import { statfs } from 'node:fs/promises';
import { LoamError } from '../../preload/contract/errors';
import { formatBytes } from './formatBytes';

/** Bytes that this user can still write into a folder; null where the system does not tell. */
export async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    // Some network disks cannot say it. A disk that becomes full is noticed then anyway.
    return null;
  }
}

export interface SpaceQuestion {
  folder: string;
  name: string;
  /** What is still to come of this download. */
  neededBytes: number;
  /** What is still to come of others. */
  reservedBytes: number;
  /** What is left to the rest of the computer. */
  spareBytes: number;
}

/** @throws LoamError download/disk-full with the numbers */
export async function requireSpace({
  folder,
  name,
  neededBytes,
  reservedBytes,
  spareBytes,
}: SpaceQuestion): Promise<void> {
  const free = await freeBytes(folder);
  if (free === null || neededBytes === 0 || free >= neededBytes + reservedBytes + spareBytes) return;
  const others = reservedBytes > 0 ? ` Other downloads still take ${formatBytes(reservedBytes)} of it.` : '';
  throw new LoamError(
    'download/disk-full',
    `${name} needs ${formatBytes(neededBytes)} more, and ${formatBytes(free)} are free on the disk, of which ${formatBytes(spareBytes)} stay free for everything else.${others} Free some space, then resume the download.`,
    { retryable: true },
  );
}
