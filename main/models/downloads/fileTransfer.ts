import { setTimeout as sleep } from 'node:timers/promises';
import { LoamError } from '../../../preload/contract/errors';
import type { Clock } from '../../clock';
import type { StoredDownloadFile } from '../../storage/fileFacts';
import { ArrivingPieces } from './arrivingPieces';
import { refusalOfContent } from './fileBeginning';
import { discard, type HttpAnswer, type HttpClient } from './httpClient';
import { PartFile } from './partFile';
import { type FileAnswer, readFileAnswer } from './serverAnswer';
import { interrupted, PassingFailure, refused } from './transferFailures';
import { Deadline, type TransferTiming } from './transferTiming';
import { withRetries } from './withRetries';

export interface TransferOptions {
  http: HttpClient;
  clock: Clock;
  timing: TransferTiming;
  signal: AbortSignal;
  onProgress: (receivedBytes: number) => void;
  /** Told why it waits or starts over; null when that is over. */
  onWait: (reason: LoamError | null) => void;
  onRestart: (reason: LoamError) => void;
  /** Told the size as soon as a server said it; what it throws ends the transfer. */
  onTotal: (totalBytes: number) => Promise<void>;
}

/** A connection that brought less than this counts as a vain attempt. */
const worthwhileBytes = 64 * 1024;
const mostRestarts = 3;
const checkedBeginningBytes = 512;

/**
 * Fetches one file into `path`, going on where an earlier attempt stopped. The name appears only when size and sha256
 * are right and the bytes are on the disk.
 *
 * @returns size and sha256
 * @throws LoamError download/*, storage/unwritable; what arrived is kept, unless its sha256 was wrong
 */
export async function transferFile(
  file: StoredDownloadFile,
  path: string,
  options: TransferOptions,
): Promise<{ bytes: number; sha256: string }> {
  const part = await PartFile.open(path, file.name, file, options.signal);
  try {
    options.onProgress(part.length);
    const transfer = new FileTransfer(file, part, options);
    do {
      await transfer.fetchAll();
    } while (!(await transfer.isRight()));
    const finished = { bytes: part.length, sha256: part.sha256() };
    await part.adopt();
    return finished;
  } finally {
    await part.close();
  }
}

class FileTransfer {
  readonly #file: StoredDownloadFile;
  readonly #part: PartFile;
  readonly #options: TransferOptions;
  #restarts = 0;
  /** The most that was here at any time: a server that always starts over makes no progress. */
  #highWaterBytes: number;

  constructor(file: StoredDownloadFile, part: PartFile, options: TransferOptions) {
    this.#file = file;
    this.#part = part;
    this.#options = options;
    this.#highWaterBytes = part.length;
  }

  async fetchAll(): Promise<void> {
    // Each round may fail a number of times in a row; one that brought something is followed by a fresh one.
    while (!(await withRetries(() => this.#attempt(), this.#options)));
  }

  /**
   * Compares what arrived with what was promised. False: it was an earlier process's bytes that may be wrong, so some
   * of it has to be fetched again.
   *
   * @throws LoamError download/corrupt; the file is deleted then
   */
  async isRight(): Promise<boolean> {
    const { sha256, name } = this.#file;
    if (sha256 === null || this.#part.sha256() === sha256) return true;
    if (await this.#part.rewind(this.#options.signal)) {
      this.#options.onProgress(this.#part.length);
      this.#options.onRestart(
        new LoamError(
          'download/changed',
          `What an earlier download left of ${name} was damaged, so it is fetched again.`,
          { retryable: true },
        ),
      );
      return false;
    }
    await this.#part.discard();
    throw new LoamError(
      'download/corrupt',
      `${name} arrived with wrong bytes (its sha256 is not the one it should have), so it was deleted. Resume the download to fetch it again; if that fails too, the server has a damaged file.`,
      { retryable: true },
    );
  }

  /** Whether everything is here now. */
  async #attempt(): Promise<boolean> {
    if (this.#isComplete()) return true;
    const { signal, timing } = this.#options;
    const before = this.#highWaterBytes;
    const deadline = new Deadline(signal);
    try {
      return await this.#askAndReceive(deadline);
    } catch (error) {
      signal.throwIfAborted();
      const isWorthwhile = this.#highWaterBytes - before >= worthwhileBytes;
      if (!(error instanceof PassingFailure) || error.retryAfterMs !== null || !isWorthwhile) throw error;
      this.#options.onWait(error.error);
      await sleep(timing.retryDelayMs, undefined, { signal });
      return false;
    } finally {
      deadline.stop();
    }
  }

  #isComplete(): boolean {
    const total = this.#file.sha256 === null ? this.#part.totalBytes : this.#file.bytes;
    return total !== null && this.#part.length === total;
  }

  async #askAndReceive(deadline: Deadline): Promise<boolean> {
    const part = this.#part;
    const isTooLong = this.#file.sha256 !== null && part.length > (this.#file.bytes ?? Infinity);
    if (part.length > 0 && (isTooLong || !part.canGoOn)) await part.restart();
    const { answer, meaning } = await this.#ask(deadline);
    if (meaning.type !== 'body') await discard(answer.response);
    if (meaning.type === 'complete') return true;
    if (meaning.type === 'start-over') {
      await this.#startOver(meaning.reason, answer.url.host);
      return false;
    }
    const pieces = new ArrivingPieces(answer.response, answer.url);
    try {
      if (meaning.restartReason !== null) await this.#startOver(meaning.restartReason, answer.url.host);
      await part.describe(meaning);
      if (meaning.totalBytes !== null) await this.#options.onTotal(meaning.totalBytes);
      await this.#receive(pieces, answer.url, meaning.totalBytes, deadline);
    } finally {
      await pieces.stop();
    }
    return true;
  }

  async #ask(deadline: Deadline): Promise<{ answer: HttpAnswer; meaning: FileAnswer }> {
    const { http, clock, timing } = this.#options;
    const { length, validator } = this.#part;
    const { host } = new URL(this.#file.url);
    deadline.extend(timing.answerTimeoutMs, interrupted(host, `${host} did not answer in time`));
    const answer = await http.request(this.#file.url, {
      method: 'GET',
      headers: length === 0 ? {} : rangeHeaders(length, validator),
      signal: deadline.signal,
    });
    try {
      return { answer, meaning: readFileAnswer(answer, this.#file, { length, validator }, clock.now()) };
    } catch (error) {
      await discard(answer.response);
      throw error;
    }
  }

  async #startOver(reason: string, host: string): Promise<void> {
    await this.#part.restart();
    this.#options.onProgress(0);
    this.#restarts += 1;
    if (this.#restarts > mostRestarts) {
      throw new LoamError(
        'download/changed',
        `${this.#file.name} on ${host} changes again and again while it is downloaded. Try later, or use another source.`,
        { retryable: true },
      );
    }
    this.#options.onRestart(new LoamError('download/changed', reason, { retryable: true }));
  }

  /** @throws PassingFailure when the connection ends before the file does */
  async #receive(
    pieces: AsyncIterable<Uint8Array>,
    url: URL,
    totalBytes: number | null,
    deadline: Deadline,
  ): Promise<void> {
    const { timing, signal, onProgress, onWait } = this.#options;
    const part = this.#part;
    const silence = interrupted(url.host, `${url.host} sent nothing for too long`);
    let beginning = Buffer.alloc(0);
    const needsBeginning = part.length === 0;
    try {
      deadline.extend(timing.silenceTimeoutMs, silence);
      for await (const piece of pieces) {
        // A slow disk is not the server's silence.
        deadline.stop();
        if (totalBytes !== null && part.length + piece.length > totalBytes)
          throw this.#tooLong(url, totalBytes);
        if (needsBeginning && beginning.length < checkedBeginningBytes) {
          beginning = Buffer.concat([beginning, piece]).subarray(0, checkedBeginningBytes);
          this.#checkBeginning(beginning, url);
        }
        await part.append(piece);
        this.#highWaterBytes = Math.max(this.#highWaterBytes, part.length);
        onProgress(part.length);
        onWait(null);
        deadline.extend(timing.silenceTimeoutMs, silence);
      }
    } catch (error) {
      signal.throwIfAborted();
      throw deadline.signal.aborted ? silence : error;
    }
    if (totalBytes === null) await part.describe({ validator: part.validator, totalBytes: part.length });
    else if (part.length < totalBytes)
      throw interrupted(url.host, `The connection to ${url.host} ended early`);
  }

  #tooLong(url: URL, totalBytes: number): LoamError {
    return refused(
      `${url.host} sent more of ${this.#file.name} than its ${totalBytes} bytes. Use another source.`,
    );
  }

  #checkBeginning(beginning: Buffer, url: URL): void {
    const refusal = refusalOfContent(this.#file.name, beginning);
    if (refusal !== null) throw refused(`${url.host} sent ${refusal}`);
  }
}

function rangeHeaders(length: number, validator: string | null): Record<string, string> {
  return { range: `bytes=${length}-`, ...(validator !== null && { 'if-range': validator }) };
}
