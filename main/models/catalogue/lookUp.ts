import { basename } from 'node:path/posix';
import type { Download } from '../../../preload/contract/downloads';
import { partNames } from '../splitModel';
import { refusalOfContent } from '../downloads/fileBeginning';
import { storedFileName } from '../downloads/fileNames';
import { discard, type HttpClient, parseAddress, parseCount } from '../downloads/httpClient';
import type { Hub, HubFile } from '../downloads/hub';
import { type HubAddress, isRepositoryName } from '../downloads/hubAddress';
import { requireFile } from '../downloads/serverAnswer';
import { networkFailure, refused } from '../downloads/transferFailures';
import { quantizationOf } from './quantizationOf';

type Kind = Download['kind'];

/** A model or adapter that can be fetched: the parts of a split one, or the two files of a PEFT adapter, together. */
export interface Offer {
  files: string[];
  bytes: number | null;
  quantization: string | null;
}

export interface LookedUp {
  source: { type: 'repository'; repository: string; revision: string } | { type: 'url'; url: string };
  licence: string | null;
  offers: Offer[];
}

export interface LookUpTools {
  hub: Hub;
  http: HttpClient;
  /** Wall clock in epoch milliseconds. */
  now: number;
  signal: AbortSignal;
}

/**
 * What a pasted text offers: `owner/name` or an address of the hub, or any https address of a GGUF file. Goes out to
 * that server.
 *
 * @throws LoamError download/refused, download/unreachable
 * @throws PassingFailure
 */
export async function lookUp(kind: Kind, text: string, tools: LookUpTools): Promise<LookedUp> {
  const place = placeOf(text, tools.hub);
  if (place !== null) return lookUpOnHub(kind, place, tools);
  if (/^https?:\/\//i.test(text)) return lookUpAddress(text, tools);
  throw refused(
    'That is neither a model of the hub nor a web address. Paste owner/name as the hub shows it, or the https address of a .gguf file.',
  );
}

/** The address that a pasted text leads to outside the hub; null for a place on the hub, and for what is no address. */
export function addressOutsideHub(text: string, hub: Hub): string | null {
  return placeOf(text, hub) === null && URL.canParse(text) ? new URL(text).href : null;
}

function placeOf(text: string, hub: Hub): HubAddress | null {
  if (isRepositoryName(text)) return { repository: text, revision: 'main', path: '' };
  // Copied without its beginning.
  return hub.parseUrl(/^(?:www\.)?(?:huggingface\.co|hf\.co)\//i.test(text) ? `https://${text}` : text);
}

async function lookUpOnHub(
  kind: Kind,
  { repository, revision, path }: HubAddress,
  { hub, signal }: LookUpTools,
): Promise<LookedUp> {
  const found = await hub.describeRepository(repository, revision, signal);
  if (found.isGated) {
    throw refused(
      `${repository} is given only to people who accepted its terms on ${hub.host}. Open its page in a browser, accept them there, download the file and add it in Loam; or choose a copy that is free to download.`,
    );
  }
  const offers = offersOf(kind, found.files).filter(({ files }) => path === '' || files.includes(path));
  if (offers.length === 0) {
    throw refused(
      `${repository} has no ${path === '' ? formatsInWords[kind] : `${basename(path)} that Loam can use`}. Look for a repository of the same ${kind} with GGUF in its name.`,
    );
  }
  return {
    source: { type: 'repository', repository, revision: found.revision },
    licence: found.licence,
    offers,
  };
}

const formatsInWords: Record<Kind, string> = {
  model: 'model in the GGUF format',
  adapter: 'adapter in the GGUF or the PEFT format',
};

/** Smallest first. Parts of which some are missing, and names that cannot be stored, are left out. */
function offersOf(kind: Kind, files: readonly HubFile[]): Offer[] {
  const offers = [...ggufOffers(files), ...(kind === 'adapter' ? peftOffers(files) : [])];
  return offers.toSorted((one, other) => (one.bytes ?? 0) - (other.bytes ?? 0));
}

/** What PEFT stores: the configuration and the weights beside it. */
function peftOffers(files: readonly HubFile[]): Offer[] {
  return files.flatMap((weights) => {
    if (basename(weights.path) !== 'adapter_model.safetensors') return [];
    const folder = weights.path.slice(0, weights.path.length - basename(weights.path).length);
    const configuration = files.find(({ path }) => path === `${folder}adapter_config.json`);
    if (!configuration) return [];
    const bytes = configuration.bytes + weights.bytes;
    return [{ files: [configuration.path, weights.path], bytes, quantization: null }];
  });
}

function ggufOffers(files: readonly HubFile[]): Offer[] {
  const bytesByPath = new Map(files.map(({ path, bytes }) => [path, bytes]));
  const offers = new Map<string, Offer>();
  for (const { path } of files) {
    if (!isModelPath(path)) continue;
    const fileName = basename(path);
    const folder = path.slice(0, path.length - fileName.length);
    const parts = partNames(fileName).map((part) => `${folder}${part}`);
    const sizes = parts.map((part) => bytesByPath.get(part));
    if (sizes.includes(undefined)) continue;
    offers.set(parts[0] ?? path, {
      files: parts,
      bytes: sizes.reduce<number>((total, bytes = 0) => total + bytes, 0),
      quantization: quantizationOf(fileName),
    });
  }
  return [...offers.values()];
}

/** GGUF files that are whole models: not the eyes of one (`mmproj`) and not the statistics of its making (`imatrix`). */
function isModelPath(path: string): boolean {
  if (!/\.gguf$/i.test(path) || /mmproj|imatrix/i.test(path)) return false;
  try {
    storedFileName(path);
    return true;
  } catch {
    // Said when somebody wants it; a list is not the place.
    return false;
  }
}

/** Reads the first bytes of what an address leads to, and no more. */
async function lookUpAddress(address: string, { http, now, signal }: LookUpTools): Promise<LookedUp> {
  const { pathname } = parseAddress(address);
  const name = storedFileName(decodedName(pathname));
  if (!/\.gguf$/i.test(name)) {
    throw refused(
      'That address does not end in .gguf. Copy the address of the file itself, not that of a page about it.',
    );
  }
  const { response, url } = await http.request(address, {
    method: 'GET',
    headers: { range: 'bytes=0-511' },
    signal,
  });
  let beginning;
  try {
    requireFile(response, url.host, { name }, now);
    beginning = await firstPiece(response, url.host);
  } finally {
    await discard(response);
  }
  const refusal = refusalOfContent(name, beginning);
  if (refusal !== null) throw refused(`${url.host} sent ${refusal}`);
  const isSplit = partNames(name).length > 1;
  const range = /^bytes 0-\d+\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1];
  const bytes = parseCount(
    response.status === 206 ? (range ?? null) : response.headers.get('content-length'),
  );
  return {
    source: { type: 'url', url: address },
    licence: null,
    offers: [{ files: partNames(name), bytes: isSplit ? null : bytes, quantization: quantizationOf(name) }],
  };
}

async function firstPiece({ body }: Response, host: string): Promise<Buffer> {
  const reader = body?.getReader();
  try {
    const { value } = (await reader?.read()) ?? {};
    if (value !== undefined && value.length > 0) return Buffer.from(value);
  } catch (error) {
    throw networkFailure(error, host);
  } finally {
    reader?.releaseLock();
  }
  throw refused(`${host} sent an empty file. Check the address.`);
}

function decodedName(pathname: string): string {
  const name = pathname.slice(pathname.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    // A stray % sign, which no name may have.
    return name;
  }
}
