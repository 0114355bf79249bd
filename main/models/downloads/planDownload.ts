import { basename } from 'node:path/posix';
import type { Download, DownloadSource } from '../../../preload/contract/downloads';
import { LoamError } from '../../../preload/contract/errors';
import type { StoredDownloadFile } from '../../storage/fileFacts';
import { modelNameOf, partNames } from '../splitModel';
import { parseAddress } from './httpClient';
import { storedFileName } from './fileNames';
import type { Hub } from './hub';
import { refused } from './transferFailures';

/** What a download needs of the catalogue. */
export interface CatalogueDownload {
  name: string;
  repository: string;
  revision: string;
  files: readonly { path: string; bytes: number; sha256: string | null }[];
  /** The sizes say nothing for certain. */
  bytesAreApproximate: boolean;
  licence: string;
}

export interface CatalogueLookup {
  /** Undefined when the catalogue has no such entry (any more). */
  find(catalogueId: string): Promise<CatalogueDownload | undefined>;
}

export interface PlannedDownload {
  name: string;
  /** The first part first; sizes and hashes as far as the catalogue knows them. */
  files: StoredDownloadFile[];
}

/** Files that a model or an adapter can consist of. */
const acceptedNames: Record<Download['kind'], { pattern: RegExp; words: string }> = {
  model: { pattern: /\.gguf$/i, words: 'a .gguf file' },
  adapter: {
    pattern: /\.(?:gguf|safetensors)$|^adapter_config\.json$/i,
    words: 'a .gguf file or a PEFT folder',
  },
};

/**
 * Which files a download fetches, and from where. No server is asked.
 *
 * @throws LoamError catalogue/not-found, download/refused
 */
export async function planDownload(
  kind: Download['kind'],
  source: DownloadSource,
  { hub, catalogue }: { hub: Hub; catalogue: CatalogueLookup },
): Promise<PlannedDownload> {
  const plan = await planFiles(source, hub, catalogue);
  const { pattern, words } = acceptedNames[kind];
  const names = plan.files.map(({ name }) => name);
  const wrong = names.find((name) => !pattern.test(name));
  if (wrong !== undefined) {
    throw refused(
      `${wrong} is not ${words}, so it cannot be downloaded as ${kind === 'model' ? 'a model' : 'an adapter'}.`,
    );
  }
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length) {
    throw refused('Two files of this download have the same name. Choose one of them.');
  }
  return plan;
}

async function planFiles(
  source: DownloadSource,
  hub: Hub,
  catalogue: CatalogueLookup,
): Promise<PlannedDownload> {
  switch (source.type) {
    case 'catalogue': {
      const entry = await catalogue.find(source.catalogueId);
      if (entry === undefined) {
        throw new LoamError(
          'catalogue/not-found',
          'The catalogue has no such model any more. Choose another one.',
        );
      }
      const files = entry.files.map(({ path, bytes, sha256 }) => ({
        ...hubFile(hub, entry, path),
        bytes: entry.bytesAreApproximate ? null : bytes,
        sha256,
      }));
      return { name: entry.name, files };
    }
    case 'repository': {
      const paths = new Set(source.files.flatMap(withSiblings).toSorted());
      return named([...paths].map((path) => hubFile(hub, source, path)));
    }
    case 'url':
      return planAddress(source.url, hub);
  }
}

function planAddress(address: string, hub: Hub): PlannedDownload {
  const place = hub.parseUrl(address);
  if (place !== null && place.path !== '') {
    return named(withSiblings(place.path).map((path) => hubFile(hub, place, path)));
  }
  const url = parseAddress(address);
  const folder = url.pathname.slice(0, url.pathname.lastIndexOf('/') + 1);
  let name;
  try {
    name = decodeURIComponent(url.pathname.slice(folder.length));
  } catch {
    throw refused('The name of the file in that address cannot be read. Copy the whole address again.');
  }
  const files = partNames(storedFileName(name)).map((part) => {
    const partUrl = new URL(url);
    // A plain name: it has nothing in it that would have to be encoded.
    partUrl.pathname = `${folder}${part}`;
    partUrl.hash = '';
    return { name: part, url: partUrl.href, bytes: null, sha256: null };
  });
  return named(files);
}

function hubFile(
  hub: Hub,
  { repository, revision }: { repository: string; revision: string },
  path: string,
): StoredDownloadFile {
  return {
    name: storedFileName(path),
    url: hub.fileUrl({ repository, revision, path }),
    bytes: null,
    sha256: null,
  };
}

/** One part of a split model stands for all. */
function withSiblings(path: string): string[] {
  const fileName = basename(path);
  const folder = path.slice(0, path.length - fileName.length);
  return partNames(fileName).map((name) => `${folder}${name}`);
}

function named(files: StoredDownloadFile[]): PlannedDownload {
  return { name: modelNameOf(files[0]?.name ?? ''), files };
}

/** Where a download comes from, as people read it. */
export function sourceLabel(source: DownloadSource, entry: CatalogueDownload | undefined): string {
  switch (source.type) {
    case 'catalogue':
      return entry?.repository ?? source.catalogueId;
    case 'repository':
      return source.repository;
    case 'url': {
      const { host, pathname } = new URL(source.url);
      return `${host}${pathname}`;
    }
  }
}
