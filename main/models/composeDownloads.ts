import { join } from 'node:path';
import type { Download } from '../../preload/contract/downloads';
import type { CorePaths } from '../paths';
import { CatalogueService, type CatalogueServiceOptions } from './catalogue/catalogueService';
import { DownloadService, type DownloadServiceOptions } from './downloads/downloadService';
import { HttpClient } from './downloads/httpClient';
import { defaultHubEndpoint, Hub } from './downloads/hub';

type FromDownloads = Pick<
  DownloadServiceOptions,
  'database' | 'clock' | 'events' | 'logger' | 'installers' | 'concurrency' | 'spareBytes' | 'timing'
>;
type FromCatalogue = Pick<
  CatalogueServiceOptions,
  'machine' | 'installed' | 'contextSize' | 'measuredBytesPerSecond'
>;

export interface DownloadComposition extends FromDownloads, FromCatalogue {
  paths: Pick<CorePaths, 'downloadsFolder' | 'starterModelsFolder' | 'userCatalogueFile'>;
  /** Another hub with the same paths; default HF_ENDPOINT, else the model hub itself. */
  hubEndpoint?: string;
  /** Asks servers; default Node's own, which knows nothing of the window's closed network. */
  fetch?: typeof fetch;
}

/** The catalogue and the downloads, put together. */
export function composeDownloads(composition: DownloadComposition): {
  catalogue: CatalogueService;
  downloads: DownloadService;
} {
  const { paths, clock } = composition;
  const endpoint = composition.hubEndpoint ?? process.env['HF_ENDPOINT'];
  const http = new HttpClient(composition.fetch);
  const hub = new Hub({
    endpoint: endpoint === undefined || endpoint === '' ? defaultHubEndpoint : endpoint,
    http,
    clock,
  });
  const catalogue = new CatalogueService({
    ...composition,
    ownFile: join(paths.starterModelsFolder, 'catalog.json'),
    userFile: paths.userCatalogueFile,
    hub,
    http,
    downloads: (): Download[] => downloads.list(),
  });
  const downloads = new DownloadService({ ...composition, http, hub, catalogue });
  return { catalogue, downloads };
}
