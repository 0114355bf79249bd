import { rm } from 'node:fs/promises';
import type { Download } from '../../../preload/contract/downloads';
import type { Clock } from '../../clock';
import type { StoredDownloadFile } from '../../storage/fileFacts';
import { requireSpace } from '../../files/diskSpace';
import type { DownloadProgress } from './downloadProgress';
import type { StoredDownload } from './downloadRepository';
import { sizeOf } from './downloadFolder';
import { pathInFolder } from './fileNames';
import { transferFile } from './fileTransfer';
import { hashFile } from '../../files/hashFile';
import type { HttpClient } from './httpClient';
import type { Hub } from './hub';
import type { FinishedDownload, Installer } from './installer';
import { type CatalogueLookup, sourceLabel } from './planDownload';
import { changedFile } from './serverAnswer';
import { interrupted } from './transferFailures';
import { Deadline, type TransferTiming } from './transferTiming';
import { withRetries } from './withRetries';

export interface DownloadRun {
  row: StoredDownload;
  /** Exists; holds what arrived earlier. */
  folder: string;
  progress: DownloadProgress;
  signal: AbortSignal;
  http: HttpClient;
  hub: Hub;
  catalogue: CatalogueLookup;
  clock: Clock;
  timing: TransferTiming;
  spareBytes: number;
  /** What is still to come of other downloads. */
  reservedBytes: () => number;
  install: Installer;
  /** Stores what was found out about the files. */
  onFiles: (files: StoredDownloadFile[]) => void;
  onState: (state: Download['state']) => void;
}

interface FinishedFile {
  name: string;
  bytes: number;
  sha256: string;
}

/**
 * Fetches what is missing of a download, checks it and installs it. Returns the id of what it became.
 *
 * @throws LoamError download/*, storage/unwritable; whatever the installer throws
 */
export async function runDownload(run: DownloadRun): Promise<string> {
  run.onState('downloading');
  const files = await describeFiles(run);
  const finished: FinishedFile[] = [];
  for (const index of files.keys()) finished.push(await fetchFile(run, files, index));
  const description = await describeFinished(run, finished);
  run.onState('checking');
  return run.install(description);
}

/** Asks the server about files that nobody has described yet, and pins branches to the commit they stand for now. */
async function describeFiles(run: DownloadRun): Promise<StoredDownloadFile[]> {
  const files = [...run.row.files];
  for (const [index, file] of files.entries()) {
    if (sizeOf(pathInFolder(run.folder, file.name)) !== null) continue;
    if (file.bytes !== null && file.sha256 !== null && isPinned(file.url)) continue;
    files[index] = await describeFile(run, file);
  }
  run.onFiles(files);
  if (files.every(({ bytes }) => bytes !== null)) await requireRoom(run, files);
  return files;
}

/** Whether the address names a commit, so that nothing can change behind it. */
function isPinned(url: string): boolean {
  return /\/resolve\/[0-9a-f]{40}\//.test(url);
}

async function describeFile(run: DownloadRun, file: StoredDownloadFile): Promise<StoredDownloadFile> {
  const { hub, timing, signal, progress } = run;
  const described = await withRetries(
    async () => {
      const deadline = new Deadline(signal);
      const { host } = new URL(file.url);
      try {
        deadline.extend(timing.answerTimeoutMs, interrupted(host, `${host} did not answer in time`));
        return await hub.describeFile(file.url, file.name, deadline.signal);
      } finally {
        deadline.stop();
      }
    },
    { timing, signal, onWait: (reason) => progress.noteWait(reason) },
  );
  if (file.sha256 !== null && described.sha256 !== null && file.sha256 !== described.sha256) {
    throw changedFile(new URL(file.url).host, file.name);
  }
  return {
    ...file,
    url: described.url,
    bytes: described.bytes ?? file.bytes,
    sha256: file.sha256 ?? described.sha256,
  };
}

async function fetchFile(
  run: DownloadRun,
  files: StoredDownloadFile[],
  index: number,
): Promise<FinishedFile> {
  const file = files[index];
  if (!file) throw new Error('A download has no such file.');
  const path = pathInFolder(run.folder, file.name);
  const finished = (await earlierFile(file, path, run.signal)) ?? (await transfer(run, files, index, path));
  run.progress.note(index, finished.bytes);
  run.progress.noteRestart(null);
  if (files[index]?.bytes !== finished.bytes) setBytes(run, files, index, finished.bytes);
  return { name: file.name, ...finished };
}

async function transfer(
  run: DownloadRun,
  files: StoredDownloadFile[],
  index: number,
  path: string,
): Promise<{ bytes: number; sha256: string }> {
  const { progress, http, clock, timing, signal } = run;
  const file = files[index];
  if (!file) throw new Error('A download has no such file.');
  return transferFile(file, path, {
    http,
    clock,
    timing,
    signal,
    onProgress: (receivedBytes) => progress.note(index, receivedBytes),
    onWait: (reason) => progress.noteWait(reason),
    onRestart: (reason) => progress.noteRestart(reason),
    onTotal: async (totalBytes) => {
      if (files[index]?.bytes === totalBytes) return;
      setBytes(run, files, index, totalBytes);
      await requireRoom(run, files);
    },
  });
}

function setBytes(run: DownloadRun, files: StoredDownloadFile[], index: number, bytes: number): void {
  const file = files[index];
  if (file) files[index] = { ...file, bytes };
  run.onFiles(files);
}

/** A file that was complete before: it got its name only after it was checked. */
async function earlierFile(
  { sha256, bytes }: StoredDownloadFile,
  path: string,
  signal: AbortSignal,
): Promise<{ bytes: number; sha256: string } | null> {
  const size = sizeOf(path);
  if (size === null) return null;
  if (bytes !== null && size !== bytes) {
    await rm(path, { force: true });
    return null;
  }
  return { bytes: size, sha256: sha256 ?? (await hashFile(path, signal)) };
}

async function requireRoom(
  { folder, row, progress, reservedBytes, spareBytes }: DownloadRun,
  files: StoredDownloadFile[],
): Promise<void> {
  const neededBytes = files.reduce(
    (total, { bytes }, index) => total + Math.max(0, (bytes ?? 0) - (progress.receivedBytes[index] ?? 0)),
    0,
  );
  await requireSpace({ folder, name: row.name, neededBytes, reservedBytes: reservedBytes(), spareBytes });
}

async function describeFinished(run: DownloadRun, files: FinishedFile[]): Promise<FinishedDownload> {
  const { row, folder, catalogue } = run;
  const { source } = row;
  const entry = source.type === 'catalogue' ? await catalogue.find(source.catalogueId) : undefined;
  return {
    downloadId: row.id,
    name: row.name,
    source,
    sourceLabel: sourceLabel(source, entry),
    catalogueId: source.type === 'catalogue' ? source.catalogueId : null,
    licence: entry?.licence ?? (await licenceOnHub(run)),
    folder,
    files,
  };
}

async function licenceOnHub({ row: { source }, hub, timing, signal }: DownloadRun): Promise<string | null> {
  const repository =
    source.type === 'repository'
      ? source.repository
      : source.type === 'url'
        ? hub.parseUrl(source.url)?.repository
        : undefined;
  if (repository === undefined) return null;
  try {
    return await hub.licenceOf(
      repository,
      AbortSignal.any([signal, AbortSignal.timeout(timing.answerTimeoutMs)]),
    );
  } catch {
    // The files are here and right; a licence that nobody can tell now is no reason to fetch them again.
    signal.throwIfAborted();
    return null;
  }
}
