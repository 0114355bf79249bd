import { refusalOfAddress, refusalOfRedirect } from './addressRules';
import { LoamError } from '../../../preload/contract/errors';
import { networkFailure, refused } from './transferFailures';

export interface HttpRequest {
  method: 'GET' | 'HEAD';
  headers?: Record<string, string>;
  signal: AbortSignal;
  /** Stops before a redirect is followed when this answer has all that is needed; default: never. */
  isEnough?: (answer: HttpAnswer) => boolean;
}

/** What the hub says about a file on the way to it. */
export interface LinkedFile {
  /** Of a large file; small ones have none. */
  sha256: string | null;
  bytes: number | null;
  /** The commit that a branch stands for now. */
  commit: string | null;
}

export interface HttpAnswer {
  /** Whoever gets it reads its body or cancels it. */
  response: Response;
  /** Where it came from in the end. */
  url: URL;
  linked: LinkedFile;
}

const mostRedirects = 8;

/**
 * Asks servers for files: by https (by http on this computer only), with no cookie, key or name, and following only
 * redirects that are allowed.
 */
export class HttpClient {
  readonly #fetch: typeof fetch;

  constructor(fetchFromServer: typeof fetch = fetch) {
    this.#fetch = fetchFromServer;
  }

  /**
   * Any status but an allowed redirect is an answer.
   *
   * @throws LoamError download/refused for an address that may not be asked, download/unreachable
   * @throws PassingFailure
   */
  async request(address: string, request: HttpRequest): Promise<HttpAnswer> {
    const original = parseAddress(address);
    const linked: LinkedFile = { sha256: null, bytes: null, commit: null };
    let url = original;
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      const response = await this.#ask(url, request);
      noteLinkedFile(linked, response.headers);
      const answer = { response, url, linked };
      const location = response.headers.get('location');
      const isRedirect = response.status >= 300 && response.status < 400 && location !== null;
      if (!isRedirect || request.isEnough?.(answer) === true) return answer;
      await discard(response);
      url = nextAddress(original, url, location);
    }
    throw refused(
      `${original.host} sends from one address to the next without end, so nothing was downloaded.`,
    );
  }

  async #ask(url: URL, { method, headers, signal }: HttpRequest): Promise<Response> {
    try {
      return await this.#fetch(url, {
        method,
        headers: { 'accept-encoding': 'identity', 'user-agent': 'Loam', ...headers },
        redirect: 'manual',
        credentials: 'omit',
        cache: 'no-store',
        signal,
      });
    } catch (error) {
      signal.throwIfAborted();
      throw networkFailure(error, url.host);
    }
  }
}

/** Frees the connection of an answer that nobody reads. */
export async function discard({ body }: Response): Promise<void> {
  // A body that fails while it is thrown away has no meaning to anyone.
  await body?.cancel().catch(() => undefined);
}

/** @throws LoamError download/refused */
export function parseAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null) throw refused('That is not a web address. Copy the whole address, from https:// on.');
  const refusal = refusalOfAddress(url);
  if (refusal !== null) {
    throw refused(
      `The address on ${url.host || 'that server'} cannot be used: ${refusal}. Only https addresses are downloaded from.`,
    );
  }
  return url;
}

function nextAddress(original: URL, from: URL, location: string): URL {
  const next = URL.canParse(location, from) ? new URL(location, from) : null;
  const refusal = next === null ? 'it is not a web address' : refusalOfRedirect(original, next);
  if (next === null || refusal !== null) {
    throw new LoamError(
      'download/refused',
      `${from.host} sends to another address that Loam does not follow: ${refusal ?? ''}. Use another source for this file.`,
    );
  }
  return next;
}

/** The first server that says something about the file is the one that was asked for it. */
function noteLinkedFile(linked: LinkedFile, headers: Headers): void {
  linked.sha256 ??= /^"?([0-9a-f]{64})"?$/.exec(headers.get('x-linked-etag') ?? '')?.[1] ?? null;
  linked.bytes ??= parseCount(headers.get('x-linked-size'));
  linked.commit ??= /^[0-9a-f]{40}$/.exec(headers.get('x-repo-commit') ?? '')?.[0] ?? null;
}

/** A number of bytes in a header; null when there is none, or none that makes sense. */
export function parseCount(text: string | null): number | null {
  if (text === null || !/^\d{1,16}$/.test(text)) return null;
  const count = Number(text);
  return Number.isSafeInteger(count) ? count : null;
}
