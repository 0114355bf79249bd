import { LoamError } from '../../../preload/contract/errors';
import { type HttpAnswer, parseCount } from './httpClient';
import { PassingFailure, refused } from './transferFailures';

/** What is known of a file before it is asked for. */
export interface AskedFile {
  name: string;
  /** Null until a server said it. */
  bytes: number | null;
  /** Null where nobody vouches for the bytes. */
  sha256: string | null;
}

/** How much of the file is here, and what tells whether the server still has the same one. */
export interface KnownPart {
  length: number;
  validator: string | null;
}

/** What an answer to the question for the rest of a file means. */
export type FileAnswer =
  | {
      type: 'body';
      /** Where in the file its body begins. */
      start: number;
      totalBytes: number | null;
      validator: string | null;
      /** Why it does not begin where the part ends. */
      restartReason: string | null;
    }
  | { type: 'complete' }
  | { type: 'start-over'; reason: string };

const waitableStatuses = [408, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529];

/**
 * Reads status and headers of an answer.
 *
 * @throws LoamError download/refused, download/changed
 * @throws PassingFailure
 */
export function readFileAnswer(
  { response, url, linked }: HttpAnswer,
  file: AskedFile,
  part: KnownPart,
  now: number,
): FileAnswer {
  const { status, headers } = response;
  if (file.sha256 !== null && linked.sha256 !== null && linked.sha256 !== file.sha256) {
    throw changedFile(url.host, file.name);
  }
  if (status === 416) return readOutOfRange(headers, url.host, file, part);
  requireFile(response, url.host, file, now);
  const encoding = headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity') {
    throw refused(
      `${url.host} sends ${file.name} in packed form (${encoding}), which cannot be checked. Use another source.`,
    );
  }
  // With the hub's word that the bytes are the same, another tag only means another of its servers.
  const isSameFile = file.sha256 !== null && linked.sha256 === file.sha256;
  const known = isSameFile ? { ...part, validator: null } : part;
  return status === 206
    ? readPartialAnswer(headers, url.host, file, known)
    : readWholeAnswer(headers, url.host, file, known);
}

/**
 * @throws LoamError download/refused unless it is a file
 * @throws PassingFailure
 */
export function requireFile(
  { status, headers }: Response,
  host: string,
  { name }: Pick<AskedFile, 'name'>,
  now: number,
): void {
  if (waitableStatuses.includes(status)) {
    throw new PassingFailure(
      new LoamError(
        'download/interrupted',
        status === 429
          ? `${host} has been asked too often from here and wants a pause. What arrived of ${name} is kept; resume it later.`
          : `${host} has trouble right now (it answered ${status}). What arrived of ${name} is kept; resume it later.`,
        { retryable: true },
      ),
      retryAfterMs(headers.get('retry-after'), now),
    );
  }
  if (status !== 200 && status !== 206) throw refusedByServer(status, headers, host, name);
  if (/^(?:text\/html|application\/xhtml)/i.test(headers.get('content-type') ?? '')) {
    throw refused(
      `${host} sent a web page instead of ${name}. Open the address in a browser: it may ask to sign in or to accept terms. Then use the address of the file itself.`,
    );
  }
}

/** A refusal in words with a next step, by what the hub's own header says and else by the status. */
export function refusedByServer(status: number, headers: Headers, host: string, name: string): LoamError {
  const errorCode = headers.get('x-error-code');
  if (errorCode === 'GatedRepo' || (errorCode === null && (status === 401 || status === 403))) {
    return refused(
      `${host} gives ${name} only to people who signed in or accepted its terms. Open its page in a browser, do that there, download the file and add it in Loam; or choose a copy that is free to download.`,
    );
  }
  if (errorCode !== null || status === 401 || status === 404 || status === 410) {
    return refused(`${host} has no ${name}, at least not for everyone. Check the name and the address.`);
  }
  return refused(
    `${host} did not give ${name} (it answered ${status}). Check the address, or use another source.`,
  );
}

/** How long a `Retry-After` header asks to wait, which is either seconds or a date. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  const seconds = parseCount(header.trim());
  if (seconds !== null) return seconds * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** An entity tag that promises the same bytes, or else the time of the last change. */
function validatorOf(headers: Headers): string | null {
  const etag = headers.get('etag');
  return etag?.startsWith('"') === true ? etag : headers.get('last-modified');
}

function readPartialAnswer(headers: Headers, host: string, file: AskedFile, part: KnownPart): FileAnswer {
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
  const validator = validatorOf(headers);
  if (part.validator !== null && validator !== null && validator !== part.validator && part.length > 0) {
    return { type: 'start-over', reason: changedReason(host, file.name) };
  }
  if (parseCount(range?.[1] ?? null) !== part.length) {
    return {
      type: 'start-over',
      reason: `${host} sent another part of ${file.name} than was asked for, so it starts over.`,
    };
  }
  const totalBytes = checkedTotal(parseCount(range?.[2] ?? null), host, file);
  return { type: 'body', start: part.length, totalBytes, validator, restartReason: null };
}

function readWholeAnswer(headers: Headers, host: string, file: AskedFile, part: KnownPart): FileAnswer {
  const validator = validatorOf(headers);
  const isChanged = part.validator !== null && validator !== null && validator !== part.validator;
  const restartReason = isChanged
    ? changedReason(host, file.name)
    : `${host} cannot go on in the middle of ${file.name}, so it starts over.`;
  return {
    type: 'body',
    start: 0,
    totalBytes: checkedTotal(parseCount(headers.get('content-length')), host, file),
    validator,
    restartReason: part.length > 0 ? restartReason : null,
  };
}

function readOutOfRange(headers: Headers, host: string, file: AskedFile, part: KnownPart): FileAnswer {
  const totalBytes = parseCount(/^bytes \*\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1] ?? null);
  const isSame =
    file.sha256 !== null || validatorOf(headers) === null || validatorOf(headers) === part.validator;
  if (totalBytes !== null && totalBytes === part.length && isSame) return { type: 'complete' };
  return { type: 'start-over', reason: changedReason(host, file.name) };
}

/** @throws LoamError download/changed when a file that somebody vouches for has another size here */
function checkedTotal(totalBytes: number | null, host: string, file: AskedFile): number | null {
  const isVouchedFor = file.sha256 !== null && file.bytes !== null;
  if (isVouchedFor && totalBytes !== null && totalBytes !== file.bytes) throw changedFile(host, file.name);
  return isVouchedFor ? file.bytes : totalBytes;
}

function changedReason(host: string, name: string): string {
  return `${name} has changed on ${host} since its download began, so it starts over.`;
}

export function changedFile(host: string, name: string): LoamError {
  return new LoamError(
    'download/changed',
    `${host} now has another file under the name ${name} than the one that was to be downloaded. Remove this download; then look at what the server offers now and start anew.`,
  );
}
