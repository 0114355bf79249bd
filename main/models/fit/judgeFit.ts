import type { Fit, Machine } from '../../../preload/contract/fit';
import { formatBytes } from '../../files/formatBytes';
import type { MemoryNeeds } from './calculateMemory';

export interface FitQuestion {
  needs: MemoryNeeds;
  basis: Fit['basis'];
  machine: Machine;
  /** All files of the model together. */
  fileBytes: number;
  /** Bytes of weights that were read in a second when models wrote here; null before the first answer. */
  measuredBytesPerSecond: number | null;
}

/** Slower than this, people read faster than the model writes. */
const comfortableTokensPerSecond = 5;
/** What the system itself keeps: a fifth of a small computer's memory, two gigabytes of a large one's. */
const systemShare = 0.2;
const systemBytes = 2_000_000_000;

/** Whether a model runs well on this computer, with one sentence that holds the numbers that decided. */
export function judgeFit({ needs, basis, machine, fileBytes, measuredBytesPerSecond }: FitQuestion): Fit {
  // For each token all weights are read once, so this is how fast they can be written.
  const tokensPerSecond =
    measuredBytesPerSecond === null || fileBytes <= 0 ? null : measuredBytesPerSecond / fileBytes;
  const impossible = whyImpossible(needs, machine);
  const slow = impossible ?? whySlow(needs, machine, tokensPerSecond);
  return {
    verdict: impossible !== null ? 'too-large' : slow !== null ? 'slow' : 'fits',
    reason: slow ?? whyFitting(needs, machine, tokensPerSecond),
    ...needs,
    tokensPerSecond,
    basis,
  };
}

/** Why it cannot be held even with every other program closed; null when it can. */
function whyImpossible({ ramBytes, vramBytes }: MemoryNeeds, machine: Machine): string | null {
  const { ramTotalBytes, vramTotalBytes } = machine;
  if (vramBytes > vramTotalBytes) {
    return `It needs ${formatBytes(vramBytes)} of the graphics card's memory, and the card has ${formatBytes(vramTotalBytes)}.`;
  }
  const usableBytes = ramTotalBytes - Math.min(systemBytes, ramTotalBytes * systemShare);
  if (ramBytes <= usableBytes) return null;
  return `It needs ${formatBytes(ramBytes)} of memory, and of this computer's ${formatBytes(ramTotalBytes)} a model can have ${formatBytes(usableBytes)}.`;
}

function whySlow(
  { ramBytes, vramBytes }: MemoryNeeds,
  { ramAvailableBytes, vramFreeBytes }: Machine,
  tokensPerSecond: number | null,
): string | null {
  if (vramBytes > vramFreeBytes) {
    return `It needs ${formatBytes(vramBytes)} of the graphics card's memory, and only ${formatBytes(vramFreeBytes)} are free now: close what else uses the card.`;
  }
  if (ramBytes > ramAvailableBytes) {
    return `It needs ${formatBytes(ramBytes)} of memory, and only ${formatBytes(ramAvailableBytes)} are free now: close other programs first.`;
  }
  if (tokensPerSecond === null || tokensPerSecond >= comfortableTokensPerSecond) return null;
  return `It would write about ${formatSpeed(tokensPerSecond)} here, which is slower than most people read.`;
}

function whyFitting(
  { ramBytes, vramBytes }: MemoryNeeds,
  { ramAvailableBytes, vramFreeBytes }: Machine,
  tokensPerSecond: number | null,
): string {
  const speed = tokensPerSecond === null ? '' : `, and should write about ${formatSpeed(tokensPerSecond)}`;
  if (vramBytes > 0) {
    return `It takes ${formatBytes(vramBytes)} of the ${formatBytes(vramFreeBytes)} that are free on the graphics card and ${formatBytes(ramBytes)} of memory${speed}.`;
  }
  return `It takes ${formatBytes(ramBytes)} of the ${formatBytes(ramAvailableBytes)} of memory that are free now${speed}.`;
}

/** A token is a word or a piece of one: in English about three quarters of a word. */
const wordsPerToken = 0.75;

function formatSpeed(tokensPerSecond: number): string {
  const words = tokensPerSecond * wordsPerToken;
  return words < 10 ? `${words.toFixed(1)} words a second` : `${Math.round(words)} words a second`;
}
