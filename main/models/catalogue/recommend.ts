import type { Machine } from '../../../preload/contract/fit';
import type { CatalogueEntry } from './catalogueFile';

/** A computer that is sold with 8 GB tells a little less of it. */
const toldShare = 0.9;
/** What one core of a current processor reads of a model in a second, and all of them together. */
const bytesPerCoreAndSecond = 6_000_000_000;
const mostProcessorBytesPerSecond = 30_000_000_000;
const cardBytesPerSecond = 150_000_000_000;
/** A model that writes less than this many tokens a second makes no good first impression. */
const pleasantTokensPerSecond = 8;
/** The second choice is clearly quicker than the first. */
const quickShare = 0.6;

/**
 * The ids of the one or two models to begin with on such a computer: the largest one that has room and writes pleasantly,
 * and a clearly smaller, quicker one. What is free at the moment does not matter: it changes, the computer stays.
 */
export function recommend(
  entries: readonly CatalogueEntry[],
  machine: Pick<Machine, 'ramTotalBytes' | 'vramTotalBytes' | 'physicalCores'>,
): string[] {
  const suitable = entries
    .filter((entry) => isSuitable(entry, machine))
    .toSorted((one, other) => other.parameters - one.parameters);
  const [best] = suitable;
  if (!best) return [];
  const quick = suitable.find(({ parameters }) => parameters <= best.parameters * quickShare);
  return quick === undefined ? [best.id] : [best.id, quick.id];
}

function isSuitable(
  entry: CatalogueEntry,
  {
    ramTotalBytes,
    vramTotalBytes,
    physicalCores,
  }: Pick<Machine, 'ramTotalBytes' | 'vramTotalBytes' | 'physicalCores'>,
): boolean {
  if (ramTotalBytes < entry.smallestMemoryBytes * toldShare) return false;
  const bytes = bytesOf(entry);
  const isOnCard = vramTotalBytes * toldShare >= bytes * 1.3;
  const bytesPerSecond = isOnCard
    ? cardBytesPerSecond
    : Math.min(mostProcessorBytesPerSecond, physicalCores * bytesPerCoreAndSecond);
  return bytesPerSecond / bytes >= pleasantTokensPerSecond;
}

/** All files together. */
export function bytesOf({ files }: CatalogueEntry): number {
  return files.reduce((total, { bytes }) => total + bytes, 0);
}
