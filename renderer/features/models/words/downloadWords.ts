import type { Download } from '../../../../preload/contract/downloads';
import { formatBytes, formatProgress, formatRate, formatTimeLeft } from '../../../components/formatting';

/** The state of a download in words. */
export function downloadStateWords({
  state,
  error,
  isVouchedFor,
}: Pick<Download, 'state' | 'error' | 'isVouchedFor'>): string {
  switch (state) {
    case 'queued':
      return error === null ? 'Waiting for its turn' : 'Waiting to try again';
    case 'downloading':
      return error === null ? 'Downloading' : 'Trying again';
    case 'paused':
      return 'Paused';
    case 'checking':
      return 'Checking that every byte is right';
    case 'done':
      return isVouchedFor === false ? 'Done, but nobody vouched for its content' : 'Done';
    case 'failed':
      return 'Failed';
  }
}

/** How far a download is, how fast, and how long it takes: 1.2 of 4.4 GB · 12 MB/s · 3 min left. */
export function downloadProgressWords(download: Download): string {
  const { state, receivedBytes, totalBytes, bytesPerSecond, secondsLeft } = download;
  if (state === 'done') return formatBytes(totalBytes ?? receivedBytes);
  const isMoving = state === 'downloading';
  return [
    formatProgress(receivedBytes, totalBytes),
    isMoving && bytesPerSecond !== null ? formatRate(bytesPerSecond) : null,
    isMoving && secondsLeft !== null ? formatTimeLeft(secondsLeft) : null,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** From 0 to 100; null while the size is not known. */
export function downloadPercent({ receivedBytes, totalBytes }: Download): number | null {
  if (totalBytes === null || totalBytes === 0) return null;
  return Math.min(100, (receivedBytes / totalBytes) * 100);
}

/** Whether it still wants to be finished without a hand of the user. */
export function isActiveDownload({ state }: Pick<Download, 'state'>): boolean {
  return state === 'queued' || state === 'downloading' || state === 'checking';
}
