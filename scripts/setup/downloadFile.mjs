/**
 * Downloads one file whose size and sha256 are known beforehand. What has arrived is kept in `DESTINATION.part`; the
 * destination itself appears by a rename, after size and hash were checked and the bytes are on the disk.
 */
import { open, rm, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { adoptFile, WrongFileError } from './adoptFile.mjs';
import { readStamp, writeStamp } from './stamps.mjs';
import { TimeoutGuard } from './timeoutGuard.mjs';

const maxRedirects = 8;
const maxAttemptsWithoutProgress = 3;

/**
 * @typedef {object} FileToDownload
 * @property {string} url
 * @property {string} destination Path of the finished file; its folder exists.
 * @property {number} bytes
 * @property {string} sha256
 *
 * @typedef {object} DownloadOptions
 * @property {AbortSignal} [signal]
 * @property {(bytes: number) => void} [onProgress] Told how many bytes of the file are here.
 * @property {number} [answerTimeoutMs] Until the server has answered; 30 s by default. The connection itself may take
 *   10 s, which is what Node's fetch allows.
 * @property {number} [silenceTimeoutMs] Between two pieces of the file; 30 s by default.
 * @property {number} [retryDelayMs] Before the second attempt, then growing; 1 s by default.
 * @property {(url: URL) => boolean} [isAllowed] Which addresses may be asked, redirects included; https only by default.
 *
 * @typedef {FileToDownload & Required<Omit<DownloadOptions, 'signal'>> & { signal?: AbortSignal }} Download
 */

/**
 * Fetches the file, going on where an earlier attempt stopped when the server can.
 * @param {FileToDownload} file
 * @param {DownloadOptions} [options]
 * @returns {Promise<{ transferredBytes: number }>} Bytes that came over the network in this call.
 * @throws {WrongFileError} When the server has another file, or none. What an earlier attempt left stays, unless its hash
 *   turned out wrong.
 * @throws When the connection fails and keeps failing; what arrived is kept for the next call.
 */
export async function downloadFile(file, options = {}) {
  const download = {
    onProgress: () => {},
    answerTimeoutMs: 30_000,
    silenceTimeoutMs: 30_000,
    retryDelayMs: 1_000,
    isAllowed: (/** @type {URL} */ url) => url.protocol === 'https:',
    ...file,
    ...options,
  };
  let transferredBytes = 0;
  for (let failures = 0; ;) {
    const before = await partBytes(download);
    try {
      transferredBytes += await fetchRest(download, before);
      await finish(download);
      return { transferredBytes };
    } catch (error) {
      download.signal?.throwIfAborted();
      const after = await partBytes(download);
      transferredBytes += Math.max(0, after - before);
      failures = after > before ? 0 : failures + 1;
      // A wrong hash after a resumed download may be the earlier part's fault: that part is gone now.
      const isStalePart = error instanceof WrongFileError && before > 0 && after === 0;
      if (error instanceof WrongFileError && !isStalePart) throw error;
      if (isFinal(error) || failures >= maxAttemptsWithoutProgress) throw error;
      await sleep(download.retryDelayMs * (failures + 1), undefined, { signal: download.signal });
    }
  }
}

/**
 * @param {string} destination
 * @returns {{ part: string, meta: string }} The files that a download keeps beside its destination until it is done.
 */
export function partFiles(destination) {
  return { part: `${destination}.part`, meta: `${destination}.part.json` };
}

/**
 * @param {Download} download
 * @returns {Promise<number>} Bytes that an earlier attempt at the same file left.
 */
async function partBytes({ destination, bytes, sha256 }) {
  const { part, meta } = partFiles(destination);
  const size = (await stat(part).catch(() => undefined))?.size;
  if (size === undefined) return 0;
  if (readStamp(meta)?.sha256 === sha256 && size <= bytes) return size;
  await removePart(destination);
  return 0;
}

/** @param {string} destination */
export async function removePart(destination) {
  const { part, meta } = partFiles(destination);
  await rm(part, { force: true });
  await rm(meta, { force: true });
}

/**
 * @param {Download} download
 * @param {number} offset Bytes that are here already.
 * @returns {Promise<number>} Bytes transferred.
 */
async function fetchRest(download, offset) {
  if (offset === download.bytes) return 0;
  const guard = new TimeoutGuard(download.signal);
  try {
    guard.start(download.answerTimeoutMs, 'the server did not answer');
    const response = await requestFrom(download, offset, guard.signal);
    const start = await checkAnswer(download, response, offset);
    writeStamp(partFiles(download.destination).meta, {
      sha256: download.sha256,
      etag: strongEtag(response.headers.get('etag')),
    });
    return await writeBody(download, response, start, guard);
  } catch (error) {
    throw guard.expired ?? error;
  } finally {
    guard.stop();
  }
}

/**
 * @param {Download} download
 * @param {number} offset
 * @param {AbortSignal} signal
 */
async function requestFrom(download, offset, signal) {
  /** @type {Record<string, string>} */
  const headers = { 'accept-encoding': 'identity', 'user-agent': 'loam-setup' };
  if (offset > 0) {
    headers.range = `bytes=${offset}-`;
    const etag = readStamp(partFiles(download.destination).meta)?.etag;
    if (etag) headers['if-range'] = etag;
  }
  let url = new URL(download.url);
  for (let hops = 0; hops <= maxRedirects; hops += 1) {
    if (!download.isAllowed(url))
      throw new WrongFileError(`${url.origin} is not an address that may be asked (https only).`);
    const response = await fetch(url, { headers, redirect: 'manual', signal });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    url = new URL(location, url);
  }
  throw new WrongFileError(`${new URL(download.url).origin} redirected more than ${maxRedirects} times.`);
}

/**
 * @param {Download} download
 * @param {Response} response
 * @param {number} offset
 * @returns {Promise<number>} Where in the file the answer's body begins.
 * @throws {WrongFileError}
 */
async function checkAnswer(download, response, offset) {
  const where = new URL(response.url || download.url).host;
  const refuse = async (/** @type {string} */ reason) => {
    await response.body?.cancel();
    return new WrongFileError(`${where} ${reason}.`);
  };
  if (response.status === 416) {
    await response.body?.cancel();
    await removePart(download.destination);
    throw new Error(`${where} could not go on at byte ${offset}; starting over`);
  }
  if (response.status === 429 || response.status >= 500) {
    await response.body?.cancel();
    throw new Error(`${where} answered ${response.status}`);
  }
  if (response.status !== 200 && response.status !== 206) throw await refuse(`answered ${response.status}`);
  const type = response.headers.get('content-type') ?? '';
  if (/^text\/html\b/i.test(type)) throw await refuse('sent a web page instead of the file');

  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  const isPart = response.status === 206;
  const start = isPart ? Number(range?.[1]) : 0;
  if (start !== (isPart ? offset : 0)) throw await refuse('sent another part of the file than was asked for');
  const announced = isPart ? range?.[2] : response.headers.get('content-length');
  if (announced && announced !== '*' && Number(announced) !== download.bytes) {
    throw await refuse(`has a file of ${announced} bytes, not of ${download.bytes}`);
  }
  return start;
}

/**
 * @param {Download} download
 * @param {Response} response
 * @param {number} start
 * @param {TimeoutGuard} guard
 * @returns {Promise<number>} Bytes written.
 */
async function writeBody(download, response, start, guard) {
  const file = await open(partFiles(download.destination).part, start === 0 ? 'w' : 'r+');
  let position = start;
  try {
    guard.start(download.silenceTimeoutMs, 'no more bytes arrived');
    for await (const piece of response.body ?? []) {
      if (position + piece.length > download.bytes) {
        throw new WrongFileError(`The server sent more than the file's ${download.bytes} bytes.`);
      }
      let written = 0;
      while (written < piece.length) {
        const { bytesWritten } = await file.write(piece, written, piece.length - written, position + written);
        written += bytesWritten;
      }
      position += piece.length;
      download.onProgress(position);
      guard.start(download.silenceTimeoutMs, 'no more bytes arrived');
    }
  } catch (error) {
    if (error instanceof WrongFileError) await removePart(download.destination);
    throw error;
  } finally {
    await file.close();
  }
  if (position < download.bytes)
    throw new Error(`the connection ended after ${position} of ${download.bytes} bytes`);
  return position - start;
}

/**
 * @param {Download} download
 */
async function finish({ destination, bytes, sha256, signal }) {
  const { part, meta } = partFiles(destination);
  await adoptFile(part, destination, { bytes, sha256, signal });
  await rm(meta, { force: true });
}

/** @param {string | null} etag A weak one does not promise the same bytes. */
function strongEtag(etag) {
  return etag !== null && etag.startsWith('"') ? etag : undefined;
}

/**
 * @param {any} error
 * @returns {boolean} Whether asking again is pointless: the name does not exist, or this disk or user cannot store it.
 */
function isFinal(error) {
  const code = error?.cause?.code ?? error?.code;
  return ['ENOTFOUND', 'ENOSPC', 'EACCES', 'EPERM', 'EROFS'].includes(code);
}
