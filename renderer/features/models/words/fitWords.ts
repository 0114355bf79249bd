import type { Fit, Machine } from '../../../../preload/contract/fit';
import { formatBytes, formatCount } from '../../../components/formatting';

/** The verdict as the badge says it. */
export const fitVerdictWords = {
  fits: 'Fits',
  slow: 'May be slow',
  'too-large': 'Won’t fit',
} as const satisfies Record<Fit['verdict'], string>;

/** Where the numbers come from, as a sentence. */
export const fitBasisWords = {
  measured: 'Estimated by llama.cpp from the file itself, with the settings of now.',
  calculated: 'Calculated from what is known of the file before it is here.',
} as const satisfies Record<Fit['basis'], string>;

/** What this computer has, in one line. */
export function machineWords(machine: Machine): string {
  const { ramTotalBytes, ramAvailableBytes, physicalCores, devices, vramTotalBytes, diskFreeBytes } = machine;
  const cores = physicalCores === 1 ? '1 core' : `${formatCount(physicalCores)} cores`;
  const graphics =
    devices.length === 0
      ? 'no graphics device that models can use'
      : `${devices.join(', ')} with ${formatBytes(vramTotalBytes)}`;
  return [
    `${formatBytes(ramTotalBytes)} of memory, ${formatBytes(ramAvailableBytes)} free`,
    cores,
    graphics,
    `${formatBytes(diskFreeBytes)} free on the disk`,
  ].join(' · ');
}
