import type { Download } from '../../../preload/contract/downloads';
import { LoamError } from '../../../preload/contract/errors';
import type { DataFolderLease } from '../../storage/dataFolderLease';
import { formatBytes } from '../../files/formatBytes';
import type { DownloadProgress } from './downloadProgress';
import type { StoredDownload } from './downloadRepository';
import type { Throttle } from './throttle';

/** A download that waits or runs in this process. */
export interface ActiveDownload {
  row: StoredDownload;
  readonly controller: AbortController;
  readonly lease: DataFolderLease;
  readonly progress: DownloadProgress;
  readonly announcement: Throttle;
  /** Resolves when nothing is done for it any more. */
  finished: Promise<void>;
}

/** States in which somebody is at work on a download, or was when the process ended. */
export const runningStates: readonly Download['state'][] = ['queued', 'downloading', 'checking'];

/** What is still to come of those that are under way, as far as their sizes are known. */
export function remainingBytes(downloads: readonly ActiveDownload[]): number {
  return downloads
    .filter(({ row }) => row.state === 'downloading')
    .map(({ row, progress }) => progress.describe(row))
    .reduce((sum, { totalBytes, receivedBytes }) => sum + Math.max(0, (totalBytes ?? 0) - receivedBytes), 0);
}

/** Why a download is paused that nobody paused. */
export function interruption(receivedBytes: number): LoamError {
  const kept = receivedBytes > 0 ? ` ${formatBytes(receivedBytes)} of it are kept.` : '';
  return new LoamError(
    'download/interrupted',
    `Loam was closed before this download was complete.${kept} Resume it to go on.`,
    { retryable: true },
  );
}
