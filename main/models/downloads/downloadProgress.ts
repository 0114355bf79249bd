import type { Download } from '../../../preload/contract/downloads';
import { type LoamError, serializeError } from '../../../preload/contract/errors';
import type { Clock } from '../../clock';
import type { StoredDownloadFile } from '../../storage/fileFacts';
import type { StoredDownload } from './downloadRepository';
import { TransferRate } from './transferRate';

/** What is known about a download that runs, beside its row. */
export class DownloadProgress {
  readonly #clock: Clock;
  readonly #onChange: (isUrgent: boolean) => void;
  readonly #rate = new TransferRate();
  readonly #receivedBytes: number[];
  #waitReason: LoamError | null = null;
  #restartReason: LoamError | null = null;

  /**
   * @param receivedBytes of each file, from earlier
   * @param onChange urgent when it is a word to the user, which may be gone a moment later
   */
  constructor(receivedBytes: readonly number[], clock: Clock, onChange: (isUrgent: boolean) => void) {
    this.#receivedBytes = [...receivedBytes];
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get receivedBytes(): readonly number[] {
    return this.#receivedBytes;
  }

  note(fileIndex: number, receivedBytes: number): void {
    this.#receivedBytes[fileIndex] = receivedBytes;
    this.#rate.note(sum(this.#receivedBytes), this.#clock.monotonicMs());
    this.#onChange(false);
  }

  /** Why nothing arrives for a while; null when that is over. */
  noteWait(reason: LoamError | null): void {
    if (this.#waitReason === reason) return;
    this.#waitReason = reason;
    if (reason !== null) this.#rate.clear();
    this.#onChange(reason !== null);
  }

  /** Why a file starts over: shown until it is complete, or another one does. */
  noteRestart(reason: LoamError | null): void {
    if (this.#restartReason === reason) return;
    this.#restartReason = reason;
    this.#rate.clear();
    this.#onChange(reason !== null);
  }

  /** The row with what is known beside it. */
  describe(row: StoredDownload): Download {
    const description = describeDownload(row, this.#receivedBytes);
    if (row.state !== 'downloading') return description;
    const { receivedBytes, totalBytes } = description;
    const bytesPerSecond = this.#rate.bytesPerSecond(this.#clock.monotonicMs());
    const reason = this.#waitReason ?? this.#restartReason;
    return {
      ...description,
      bytesPerSecond,
      secondsLeft:
        bytesPerSecond === null || totalBytes === null
          ? null
          : Math.max(0, totalBytes - receivedBytes) / bytesPerSecond,
      error: reason === null ? null : serializeError(reason),
    };
  }
}

/** A download that does not run. */
export function describeDownload(
  { files, ...row }: StoredDownload,
  receivedBytes: readonly number[],
): Download {
  const sizes = files.map(({ bytes }) => bytes);
  const totalBytes = sizes.includes(null) ? null : sum(sizes.map((bytes) => bytes ?? 0));
  return {
    ...row,
    fileNames: files.map(({ name }) => name),
    // The files of a finished download are elsewhere now.
    receivedBytes: row.state === 'done' ? (totalBytes ?? 0) : sum(receivedBytes),
    totalBytes,
    bytesPerSecond: null,
    secondsLeft: null,
    isVouchedFor: isVouchedFor(files),
  };
}

/** Null while a file is neither vouched for nor described by a server yet. */
function isVouchedFor(files: readonly StoredDownloadFile[]): boolean | null {
  if (files.every(({ sha256 }) => sha256 !== null)) return true;
  return files.some(({ sha256, bytes }) => sha256 === null && bytes === null) ? null : false;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
