import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CatalogueService } from '../../../main/models/catalogue/catalogueService';
import { systemClock } from '../../../main/clock';
import { createCoreEvents } from '../../../main/events';
import { silentLogger } from '../../../main/log/logger';
import { composeDownloads, type DownloadComposition } from '../../../main/models/composeDownloads';
import type { DownloadService } from '../../../main/models/downloads/downloadService';
import type { FinishedDownload } from '../../../main/models/downloads/installer';
import { corePaths } from '../../../main/paths';
import { openDatabase } from '../../../main/storage/openDatabase';
import type { Download } from '../../../preload/contract/downloads';
import type { Machine } from '../../../preload/contract/fit';
import { LoopbackHub } from '../../helpers/loopbackHub';
import { temporaryFolder } from '../../helpers/temporaryFolder';

export const laptop: Machine = {
  ramTotalBytes: 16e9,
  ramAvailableBytes: 10e9,
  physicalCores: 8,
  devices: [],
  vramTotalBytes: 0,
  vramFreeBytes: 0,
  diskFreeBytes: 100e9,
};

/** Patient enough for a busy test machine, and no more. */
export const quickTiming = {
  retryDelayMs: 5,
  longestRetryDelayMs: 20,
  answerTimeoutMs: 5_000,
  silenceTimeoutMs: 5_000,
  announceEveryMs: 20,
};

export interface OpenDownloads {
  home: string;
  downloads: DownloadService;
  catalogue: CatalogueService;
  /** What the installers were given, with the bytes of the first file. */
  installed: (FinishedDownload & { content: Buffer; folderContent: string[] })[];
  /** All announcements so far. */
  announced: Download[];
  removed: string[];
  downloadsFolder: string;
}

/** Services on a real database and folder, with an installer that records. Disposed when the test ends. */
export async function openDownloads(
  hub: LoopbackHub,
  options: Partial<DownloadComposition> & { home?: string } = {},
): Promise<OpenDownloads> {
  const { home = temporaryFolder(), ...composition } = options;
  const paths = { ...corePaths(home, home), starterModelsFolder: join(home, 'own') };
  mkdirSync(paths.starterModelsFolder, { recursive: true });
  mkdirSync(join(home, 'installed'), { recursive: true });
  if (!readdirSync(paths.starterModelsFolder).includes('catalog.json')) {
    writeFileSync(join(paths.starterModelsFolder, 'catalog.json'), '{"models": []}');
  }
  const database = await openDatabase({
    file: paths.databaseFile,
    backupFolder: paths.backupFolder,
    clock: systemClock,
  });
  const events = createCoreEvents();
  const opened: Pick<OpenDownloads, 'installed' | 'announced' | 'removed'> = {
    installed: [],
    announced: [],
    removed: [],
  };
  events.on('downloads.changed', (download) => opened.announced.push(download));
  events.on('downloads.removed', ({ id }) => opened.removed.push(id));
  const install = (finished: FinishedDownload): Promise<string> => {
    const folderContent = readdirSync(finished.folder);
    const content = readFileSync(join(finished.folder, finished.files[0]?.name ?? ''));
    opened.installed.push({ ...finished, content, folderContent });
    renameSync(finished.folder, join(home, 'installed', finished.downloadId));
    return Promise.resolve(`installed-${finished.downloadId}`);
  };
  const services = composeDownloads({
    paths,
    database,
    events,
    clock: systemClock,
    logger: silentLogger,
    installers: { model: install, adapter: install },
    hubEndpoint: hub.endpoint,
    machine: () => Promise.resolve(laptop),
    installed: () => Promise.resolve([]),
    contextSize: () => 4096,
    measuredBytesPerSecond: () => Promise.resolve(null),
    spareBytes: 0,
    ...composition,
    timing: { ...quickTiming, ...composition.timing },
  });
  onTestFinished(async () => {
    await services.downloads.dispose();
    database.close();
  });
  return { home, ...services, ...opened, downloadsFolder: paths.downloadsFolder };
}

export async function startHub(): Promise<LoopbackHub> {
  const hub = await LoopbackHub.start();
  onTestFinished(() => hub.stop());
  return hub;
}

/** Random bytes that begin like a GGUF file. */
export function ggufLike(bytes: number): Buffer {
  return Buffer.concat([Buffer.from('GGUF'), randomBytes(bytes - 4)]);
}

export const repositoryName = 'maker/model-GGUF';
export const fileName = 'Model-1B-Q4_K_M.gguf';

/** A hub with one model of that size, and the source to download it by. */
export async function hubWithModel(bytes = 1_000_000) {
  const hub = await startHub();
  const content = ggufLike(bytes);
  hub.addRepository(repositoryName, { [fileName]: content, 'README.md': Buffer.from('# Model') });
  return {
    hub,
    content,
    source: { type: 'repository' as const, repository: repositoryName, revision: 'main', files: [fileName] },
    plainSource: { type: 'url' as const, url: hub.plainUrl(repositoryName, fileName) },
  };
}

/** Resolves as soon as an announcement is as wanted; also one that was made already. */
export async function whenAnnounced(
  { announced }: Pick<OpenDownloads, 'announced'>,
  isWanted: (download: Download) => boolean,
): Promise<Download> {
  for (;;) {
    const found = announced.find(isWanted);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
