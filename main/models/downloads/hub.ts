import { z } from 'zod';
import type { Clock } from '../../clock';
import { isLoopback } from './addressRules';
import { encodePath, type HubAddress, parsePath } from './hubAddress';
import { discard, type HttpClient, parseCount } from './httpClient';
import { refusedByServer, requireFile } from './serverAnswer';
import { networkFailure, refused } from './transferFailures';

/** What the hub says about one file of a repository, or about any address. */
export interface DescribedFile {
  /** With the commit in place of a branch, where the hub tells it: so that later parts come from the same file. */
  url: string;
  bytes: number | null;
  sha256: string | null;
}

export interface HubFile {
  path: string;
  bytes: number;
  sha256: string | null;
}

export interface HubRepository {
  /** A commit, where the hub tells it. */
  revision: string;
  licence: string | null;
  /** Whether people must sign in and accept terms first. */
  isGated: boolean;
  files: HubFile[];
}

const infoSchema = z.object({
  sha: z
    .string()
    .regex(/^[0-9a-f]{40}$/)
    .optional()
    .catch(undefined),
  gated: z.union([z.boolean(), z.string()]).optional().catch(undefined),
  cardData: z
    .object({
      license: z.string().optional().catch(undefined),
      license_name: z.string().optional().catch(undefined),
    })
    .nullish()
    .catch(undefined),
});

const treeSchema = z.array(
  z.object({
    type: z.string(),
    path: z.string(),
    size: z.number().int().nonnegative(),
    lfs: z
      .object({ oid: z.string().regex(/^[0-9a-f]{64}$/), size: z.number().int().nonnegative() })
      .nullish()
      .catch(undefined),
  }),
);

const largestAnswerCharacters = 8_000_000;
/** The hub lists a thousand files a page. */
const mostPages = 10;

export const defaultHubEndpoint = 'https://huggingface.co';

/** The model hub, or another one with the same paths. Nothing is asked of it but what a method says. */
export class Hub {
  readonly #givenEndpoint: string;
  readonly #http: HttpClient;
  readonly #clock: Clock;

  /** @param endpoint https, or http on this computer; with any other every call throws download/refused */
  constructor({ endpoint, http, clock }: { endpoint: string; http: HttpClient; clock: Clock }) {
    this.#givenEndpoint = endpoint;
    this.#http = http;
    this.#clock = clock;
  }

  /** Checked when it is needed, so that a wrong one does not keep the app from starting. */
  get #endpoint(): string {
    return checkedEndpoint(this.#givenEndpoint);
  }

  /** Without a path. */
  get host(): string {
    return new URL(this.#endpoint).host;
  }

  fileUrl({ repository, revision, path }: HubAddress): string {
    return `${this.#endpoint}/${repository}/resolve/${encodeURIComponent(revision)}/${encodePath(path)}`;
  }

  /**
   * The place on this hub that an address means; null when it is elsewhere. The path is empty for a whole repository.
   */
  parseUrl(text: string): HubAddress | null {
    if (!URL.canParse(text)) return null;
    const { host, pathname, protocol } = new URL(text);
    if (!['https:', 'http:'].includes(protocol)) return null;
    const endpoint = new URL(this.#endpoint);
    const base = endpoint.pathname.replace(/\/$/, '');
    const isHere = host === endpoint.host && pathname.startsWith(`${base}/`);
    const isOfficial = /^(?:www\.)?(?:huggingface\.co|hf\.co)$/.test(host);
    if (!isHere && !isOfficial) return null;
    return parsePath(isHere ? pathname.slice(base.length) : pathname);
  }

  /**
   * Asks about one file, on the hub or elsewhere, without fetching it.
   *
   * @throws LoamError download/refused, download/unreachable
   * @throws PassingFailure
   */
  async describeFile(url: string, name: string, signal: AbortSignal): Promise<DescribedFile> {
    const {
      response,
      url: last,
      linked,
    } = await this.#http.request(url, {
      method: 'HEAD',
      signal,
      // The hub says it all before it sends on to where the bytes are.
      isEnough: (answer) => answer.linked.sha256 !== null && answer.linked.bytes !== null,
    });
    await discard(response);
    const pinned = linked.commit === null ? url : this.#pinned(url, linked.commit);
    if (linked.sha256 !== null && linked.bytes !== null) {
      return { url: pinned, bytes: linked.bytes, sha256: linked.sha256 };
    }
    // Some servers only answer to the question for the file itself.
    if ([400, 403, 405, 501].includes(response.status) && this.parseUrl(url) === null) {
      return { url, bytes: null, sha256: null };
    }
    requireFile(response, last.host, { name }, this.#clock.now());
    return { url: pinned, bytes: parseCount(response.headers.get('content-length')), sha256: linked.sha256 };
  }

  /**
   * Lists a repository.
   *
   * @throws LoamError download/refused, download/unreachable
   * @throws PassingFailure
   */
  async describeRepository(
    repository: string,
    revision: string,
    signal: AbortSignal,
  ): Promise<HubRepository> {
    const base = `${this.#endpoint}/api/models/${repository}`;
    const info = await this.#json(
      `${base}/revision/${encodeURIComponent(revision)}`,
      repository,
      infoSchema,
      signal,
    );
    const { sha = revision, gated, cardData } = info.value;
    const files: HubFile[] = [];
    let page: string | null = `${base}/tree/${encodeURIComponent(sha)}?recursive=true`;
    for (let pages = 0; page !== null && pages < mostPages; pages += 1) {
      const tree: { value: z.infer<typeof treeSchema>; next: string | null } = await this.#json(
        page,
        repository,
        treeSchema,
        signal,
      );
      for (const { type, path, size, lfs } of tree.value) {
        if (type === 'file') files.push({ path, bytes: lfs?.size ?? size, sha256: lfs?.oid ?? null });
      }
      page = tree.next;
    }
    return {
      revision: sha,
      licence: licenceOf(cardData),
      isGated: gated !== undefined && gated !== false && gated !== 'false',
      files,
    };
  }

  /** The licence that a repository names; null when it names none. Throws like `describeRepository`. */
  async licenceOf(repository: string, signal: AbortSignal): Promise<string | null> {
    const { value } = await this.#json(
      `${this.#endpoint}/api/models/${repository}`,
      repository,
      infoSchema,
      signal,
    );
    return licenceOf(value.cardData);
  }

  async #json<Schema extends z.ZodType>(
    url: string,
    name: string,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<{ value: z.output<Schema>; next: string | null }> {
    const { response, url: last } = await this.#http.request(url, { method: 'GET', signal });
    if (!response.ok) {
      await discard(response);
      if (response.status >= 400 && response.status < 429) {
        throw refusedByServer(response.status, response.headers, last.host, name);
      }
      requireFile(response, last.host, { name }, this.#clock.now());
    }
    const text = await readText(response, last.host);
    const parsed = schema.safeParse(parseJson(text));
    if (!parsed.success) {
      throw refused(
        `${last.host} did not answer like a model hub about ${name}. Check the address, or HF_ENDPOINT where it is set.`,
      );
    }
    return { value: parsed.data, next: nextPage(response.headers.get('link'), last) };
  }

  #pinned(url: string, commit: string): string {
    const address = this.parseUrl(url);
    return address === null ? url : this.fileUrl({ ...address, revision: commit });
  }
}

/** @throws LoamError download/refused */
function checkedEndpoint(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)))) {
    throw refused(
      'HF_ENDPOINT does not hold an https address, so no model hub can be asked. Correct it or unset it, and start Loam again.',
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

function licenceOf(card: z.infer<typeof infoSchema>['cardData']): string | null {
  const { license, license_name: name } = card ?? {};
  return (license === 'other' ? name : undefined) ?? license ?? null;
}

/** The following page of a list, which must be on the same server. */
function nextPage(link: string | null, from: URL): string | null {
  const target = /<([^<>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
  if (target === undefined || !URL.canParse(target, from)) return null;
  const url = new URL(target, from);
  return url.origin === from.origin ? url.href : null;
}

/** @throws LoamError download/refused for an endless answer, PassingFailure */
async function readText({ body }: Response, host: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const piece of body ?? []) {
      text += decoder.decode(piece, { stream: true });
      if (text.length > largestAnswerCharacters) break;
    }
  } catch (error) {
    throw networkFailure(error, host);
  }
  if (text.length > largestAnswerCharacters) throw refused(`${host} answers without end. Check the address.`);
  return text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No schema here accepts it.
    return undefined;
  }
}
