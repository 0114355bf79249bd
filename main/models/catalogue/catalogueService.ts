import type { CatalogueModel, OfferedFile } from '../../../preload/contract/catalogue';
import type { Download, DownloadSource } from '../../../preload/contract/downloads';
import type { Fit, Machine } from '../../../preload/contract/fit';
import { LoamError } from '../../../preload/contract/errors';
import { formatParameters } from '../formatParameters';
import type { Clock } from '../../clock';
import type { HttpClient } from '../downloads/httpClient';
import type { Hub } from '../downloads/hub';
import type { CatalogueLookup } from '../downloads/planDownload';
import { PassingFailure } from '../downloads/transferFailures';
import {
  calculateMemory,
  calculateMemoryBySize,
  type MemoryParts,
  placeMemory,
} from '../fit/calculateMemory';
import { judgeFit } from '../fit/judgeFit';
import { type CatalogueEntry, mergeCatalogues, readOwnCatalogue, readUserCatalogue } from './catalogueFile';
import { addressOutsideHub, lookUp, type LookedUp } from './lookUp';
import { bytesOf, recommend } from './recommend';

/** What the catalogue needs to know of a model on this computer. */
export interface InstalledFile {
  id: string;
  /** Of its first part; null where it is not known. */
  sha256: string | null;
  /** The entry it was downloaded from. */
  catalogueId: string | null;
}

export interface CatalogueServiceOptions {
  /** Loam's own catalog.json. */
  ownFile: string;
  /** The user's; need not exist. */
  userFile: string;
  hub: Hub;
  http: HttpClient;
  clock: Clock;
  machine(): Promise<Machine>;
  installed(): Promise<readonly InstalledFile[]>;
  downloads(): readonly Download[];
  /** Tokens that a model's context will have, by the settings. */
  contextSize(): number;
  measuredBytesPerSecond(): Promise<number | null>;
}

export interface CatalogueList {
  models: CatalogueModel[];
  problems: string[];
  userFile: string;
  hub: string | null;
}

/** Longest time a server has to say what it offers. */
const lookTimeoutMs = 30_000;

/** The models that can be fetched. Only `look` asks a server. */
export class CatalogueService implements CatalogueLookup {
  readonly #options: CatalogueServiceOptions;

  constructor(options: CatalogueServiceOptions) {
    this.#options = options;
  }

  async list(): Promise<CatalogueList> {
    const { machine, installed, downloads, userFile } = this.#options;
    const [{ merged, problems }, here, judge, files] = await Promise.all([
      this.#read(),
      machine(),
      this.#judge(),
      installed(),
    ]);
    const recommended = recommend(
      merged.map(({ entry }) => entry),
      here,
    );
    const running = downloads().filter(({ state }) => state !== 'done');
    const models = merged.map(({ entry, isUserDefined }) => ({
      ...describeEntry(entry),
      isUserDefined,
      fit: judge(bytesOf(entry), memoryOf(entry), entry.contextLength),
      isRecommended: recommended.includes(entry.id),
      installedModelId: files.find((file) => isSameModel(file, entry))?.id ?? null,
      downloadId: running.find(({ source }) => isDownloadOf(source, entry))?.id ?? null,
    }));
    return { models, problems, userFile, hub: this.#hubHost() };
  }

  /**
   * What a pasted text offers. Goes out to the server that it names.
   *
   * @throws LoamError download/refused, download/unreachable, download/interrupted
   */
  async look(
    kind: Download['kind'],
    text: string,
  ): Promise<Omit<LookedUp, 'offers'> & { offers: OfferedFile[] }> {
    const { hub, http, clock } = this.#options;
    const signal = AbortSignal.timeout(lookTimeoutMs);
    const { offers, ...found } = await lookUp(kind, text, { hub, http, now: clock.now(), signal }).catch(
      (error: unknown) => {
        throw finalFailure(error);
      },
    );
    const judge = await this.#judge();
    const judged = offers.map((offer) => ({
      ...offer,
      fit: offer.bytes === null ? null : judge(offer.bytes, memoryBySize(offer.bytes), Infinity),
    }));
    return { ...found, offers: judged };
  }

  /** The address that a pasted text leads to outside the hub; null for a place on the hub, and for what is no address. */
  addressOutsideHub(text: string): string | null {
    return addressOutsideHub(text, this.#options.hub);
  }

  async find(catalogueId: string): Promise<CatalogueEntry | undefined> {
    const { merged } = await this.#read();
    return merged.find(({ entry }) => entry.id === catalogueId)?.entry;
  }

  /** Who or what an entry is good for; null when there is no such entry (any more). */
  async goodForOf(catalogueId: string): Promise<string | null> {
    return (await this.find(catalogueId))?.goodFor ?? null;
  }

  /** Null for a hub that may not be asked: the list is of use all the same, and asking says what is wrong. */
  #hubHost(): string | null {
    try {
      return this.#options.hub.host;
    } catch {
      return null;
    }
  }

  async #read(): Promise<{ merged: ReturnType<typeof mergeCatalogues>; problems: string[] }> {
    const { ownFile, userFile } = this.#options;
    const [own, users] = await Promise.all([readOwnCatalogue(ownFile), readUserCatalogue(userFile)]);
    return { merged: mergeCatalogues(own, users.entries), problems: users.problems };
  }

  /** Judges sizes on this computer as it is now. */
  async #judge(): Promise<
    (fileBytes: number, memory: (contextSize: number) => MemoryParts, longestContext: number) => Fit
  > {
    const { machine, measuredBytesPerSecond, contextSize } = this.#options;
    const [here, measured] = await Promise.all([machine(), measuredBytesPerSecond()]);
    return (fileBytes, memory, longestContext) => {
      const tokens = Math.min(contextSize(), longestContext);
      return judgeFit({
        needs: placeMemory(memory(tokens), tokens, here),
        basis: 'calculated',
        machine: here,
        fileBytes,
        measuredBytesPerSecond: measured,
      });
    };
  }
}

function memoryOf(entry: CatalogueEntry): (contextSize: number) => MemoryParts {
  const fileBytes = bytesOf(entry);
  const { architecture } = entry;
  if (architecture === null) return memoryBySize(fileBytes);
  return (contextSize) => calculateMemory({ fileBytes, architecture }, contextSize);
}

function memoryBySize(fileBytes: number): (contextSize: number) => MemoryParts {
  return (contextSize) => calculateMemoryBySize(fileBytes, contextSize);
}

function describeEntry(entry: CatalogueEntry) {
  const { id, name, family, repository, revision, licence, quantization, contextLength } = entry;
  return {
    id,
    name,
    family,
    repository,
    revision,
    files: entry.files.map(({ path }) => path),
    bytes: bytesOf(entry),
    licence,
    parameters: formatParameters(entry.parameters),
    quantization,
    contextLength,
    goodFor: entry.goodFor,
    smallestMemoryBytes: entry.smallestMemoryBytes,
  };
}

/** 134515008 reads "135M", 8190735360 reads "8.2B". */
function isSameModel({ sha256, catalogueId }: InstalledFile, entry: CatalogueEntry): boolean {
  return catalogueId === entry.id || (sha256 !== null && sha256 === entry.files[0]?.sha256);
}

function isDownloadOf(source: DownloadSource, entry: CatalogueEntry): boolean {
  if (source.type === 'catalogue') return source.catalogueId === entry.id;
  if (source.type !== 'repository' || source.repository !== entry.repository) return false;
  return entry.files.some(({ path }) => source.files.includes(path));
}

/** Nobody tries again here: the user does. */
function finalFailure(error: unknown): unknown {
  if (error instanceof PassingFailure) return error.error;
  if (!(error instanceof DOMException) || error.name !== 'TimeoutError') return error;
  return new LoamError(
    'download/unreachable',
    'The server did not answer in time. Check the address and the network connection, then try again.',
    { retryable: true, cause: error },
  );
}
