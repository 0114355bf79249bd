import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import PQueue from 'p-queue';
import type { Download, DownloadSource } from '../../../preload/contract/downloads';
import { LoamError, serializeError } from '../../../preload/contract/errors';
import type { Clock } from '../../clock';
import type { CoreEvents } from '../../events';
import type { Logger } from '../../log/logger';
import type { CorePaths } from '../../paths';
import type { Database } from '../../storage/database';
import { type ActiveDownload, interruption, remainingBytes, runningStates } from './activeDownload';
import { DownloadFolders } from './downloadFolder';
import { describeDownload, DownloadProgress } from './downloadProgress';
import { DownloadRepository, type StoredDownload } from './downloadRepository';
import type { HttpClient } from './httpClient';
import type { Hub } from './hub';
import type { Installer } from './installer';
import { type CatalogueLookup, planDownload } from './planDownload';
import { runDownload } from './runDownload';
import { Throttle } from './throttle';
import { defaultTiming, type TransferTiming } from './transferTiming';

export interface DownloadServiceOptions {
  database: Database;
  clock: Clock;
  events: CoreEvents;
  logger: Logger;
  paths: Pick<CorePaths, 'downloadsFolder'>;
  http: HttpClient;
  hub: Hub;
  catalogue: CatalogueLookup;
  /** What becomes of finished files. */
  installers: Record<Download['kind'], Installer>;
  /** Downloads that run at the same time; default 2. */
  concurrency?: number;
  /** Bytes of the disk that are left to everything else; default 256 MiB. */
  spareBytes?: number;
  timing?: Partial<TransferTiming>;
}

const defaultSpareBytes = 256 * 1024 * 1024;
const longestDisposalMs = 2_000;

/**
 * Downloads in a queue. Nothing is asked of any server before the user starts or resumes a download; what was running
 * when Loam ended is there again as paused, because nothing leaves this computer unasked.
 */
export class DownloadService {
  readonly #options: DownloadServiceOptions;
  readonly #timing: TransferTiming;
  readonly #repository: DownloadRepository;
  readonly #folders: DownloadFolders;
  readonly #queue: PQueue;
  readonly #active = new Map<string, ActiveDownload>();
  /** What a full disk did not take. */
  readonly #unstored = new Map<string, Pick<StoredDownload, 'state' | 'error'>>();
  #isDisposed = false;

  constructor(options: DownloadServiceOptions) {
    this.#options = options;
    this.#timing = { ...defaultTiming, ...options.timing };
    this.#repository = new DownloadRepository(options.database);
    this.#folders = new DownloadFolders(options.paths.downloadsFolder);
    this.#queue = new PQueue({ concurrency: options.concurrency ?? 2 });
  }

  /** Newest first. */
  list(): Download[] {
    return this.#repository.list().map((row) => this.#describe(row));
  }

  /**
   * Puts it into the queue. One that is in the list already, unfinished, goes on instead.
   *
   * @throws LoamError catalogue/not-found, download/refused, storage/*
   */
  async start({ kind, source }: { kind: Download['kind']; source: DownloadSource }): Promise<Download> {
    const plan = await planDownload(kind, source, this.#options);
    const known = this.#repository
      .list()
      .find((row) => row.kind === kind && row.state !== 'done' && isDeepStrictEqual(row.source, source));
    if (known) return this.resume(known.id);
    const row: StoredDownload = {
      id: randomUUID(),
      kind,
      name: plan.name,
      source,
      files: plan.files,
      state: 'queued',
      error: null,
      installedId: null,
      createdAt: this.#options.clock.now(),
    };
    this.#repository.add(row);
    return this.#enqueue(row);
  }

  /** Stops it and keeps what has arrived. @throws LoamError download/not-found, download/refused */
  async pause(id: string): Promise<Download> {
    const active = this.#active.get(id);
    active?.controller.abort();
    await active?.finished;
    const row = this.#repository.require(id);
    if (!runningStates.includes(row.state)) return this.#describe(row);
    // Throws when it runs in another process.
    if (!active) this.#folders.claim(id).release();
    return this.#change(row, { state: 'paused', error: null });
  }

  /** Goes on where it stopped. @throws LoamError download/not-found, download/refused, storage/unwritable */
  resume(id: string): Download {
    const active = this.#active.get(id);
    if (active) return active.progress.describe(active.row);
    const row = this.#repository.require(id);
    return row.state === 'done' ? this.#describe(row) : this.#enqueue(row);
  }

  /** Takes it out of the list and deletes what arrived. @throws LoamError download/not-found, download/refused */
  async remove(id: string): Promise<void> {
    const active = this.#active.get(id);
    active?.controller.abort();
    await active?.finished;
    const { state } = this.#repository.require(id);
    if (state !== 'done') this.#folders.claim(id).release();
    this.#repository.remove(id);
    this.#folders.remove(id);
    this.#options.events.emit('downloads.removed', { id });
  }

  /** Whether an address leads to the hub, which is asked without another question. */
  isOnHub(url: string): boolean {
    return this.#options.hub.parseUrl(url) !== null;
  }

  /** When it is done, failed or paused. @throws LoamError download/not-found when it was removed meanwhile */
  async settled(id: string): Promise<Download> {
    await this.#active.get(id)?.finished;
    return this.#describe(this.#repository.require(id));
  }

  /**
   * Makes what an ended process left running a paused download, and deletes what belongs to none. Never throws: what
   * cannot be stored now is found again by the next start.
   */
  recover(): void {
    try {
      // The folders first: one that is made meanwhile belongs to a row that is read then.
      const folders = this.#folders.list();
      const rows = this.#repository.list();
      for (const row of rows) {
        const isLeft = runningStates.includes(row.state) && !this.#active.has(row.id);
        if (isLeft && this.#folders.isIdle(row.id)) this.#markInterrupted(row);
      }
      const wanted = new Set(rows.filter(({ state }) => state !== 'done').map(({ id }) => id));
      for (const id of folders) {
        if (!wanted.has(id) && this.#folders.isIdle(id)) this.#folders.remove(id);
      }
    } catch (error) {
      this.#options.logger.error('downloads could not be recovered', { error });
    }
  }

  /** Stops everything within two seconds and keeps what has arrived. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    const active = [...this.#active.values()];
    for (const { controller } of active) controller.abort();
    const all = Promise.all(active.map(({ finished }) => finished));
    await Promise.race([all, sleep(longestDisposalMs, undefined, { ref: false })]);
    for (const { row } of active) {
      const left = this.#repository.find(row.id);
      if (left && runningStates.includes(left.state)) this.#markInterrupted(left);
    }
  }

  #enqueue(stored: StoredDownload): Download {
    if (this.#isDisposed) throw new LoamError('download/refused', 'Loam is closing.', { retryable: true });
    const lease = this.#folders.claim(stored.id);
    const row: StoredDownload = { ...stored, state: 'queued', error: null };
    try {
      this.#repository.update(row.id, { state: row.state, error: row.error });
    } catch (error) {
      lease.release();
      throw error;
    }
    const announcement = new Throttle(this.#timing.announceEveryMs, () => this.#announce(active));
    const progress = new DownloadProgress(
      this.#folders.receivedBytes(row.id, row.files),
      this.#options.clock,
      (isUrgent) => (isUrgent ? announcement.flush() : announcement.note()),
    );
    const active: ActiveDownload = {
      row,
      controller: new AbortController(),
      lease,
      progress,
      announcement,
      finished: Promise.resolve(),
    };
    this.#active.set(row.id, active);
    announcement.flush();
    active.finished = this.#drive(active);
    return progress.describe(active.row);
  }

  async #drive(active: ActiveDownload): Promise<void> {
    const { controller, lease, announcement } = active;
    const work: Promise<void>[] = [];
    try {
      await this.#queue.add(() => work[work.push(this.#run(active)) - 1], { signal: controller.signal });
    } catch {
      // It was stopped, while it waited or ran: whoever stopped it says what becomes of it.
    }
    await Promise.all(work);
    announcement.stop();
    lease.release();
    const { row } = active;
    this.#active.delete(row.id);
    if (row.state === 'done') this.#folders.remove(row.id);
    // Only now, so that whoever hears of it can begin it anew at once.
    if (!runningStates.includes(row.state)) this.#announce(active);
  }

  /** Never rejects. */
  async #run(active: ActiveDownload): Promise<void> {
    const { http, hub, catalogue, clock, installers, spareBytes = defaultSpareBytes } = this.#options;
    const { row, progress, controller } = active;
    const { signal } = controller;
    try {
      const installedId = await runDownload({
        row,
        folder: this.#folders.filesFolder(row.id),
        progress,
        signal,
        http,
        hub,
        catalogue,
        clock,
        timing: this.#timing,
        spareBytes,
        reservedBytes: () => remainingBytes([...this.#active.values()].filter((other) => other !== active)),
        install: installers[row.kind],
        onFiles: (files) => this.#update(active, { files: [...files] }),
        onState: (state) => {
          this.#update(active, { state });
          active.announcement.flush();
        },
      });
      this.#update(active, { state: 'done', error: null, installedId });
      this.#options.logger.info('download done', { downloadId: row.id });
    } catch (error) {
      // An installer cannot be stopped: what it says counts.
      if (!signal.aborted || active.row.state === 'checking') this.#fail(active, error);
    }
  }

  #fail(active: ActiveDownload, error: unknown): void {
    const { id } = active.row;
    const { logger } = this.#options;
    logger.warn('download failed', { downloadId: id, error });
    // Files that are no model or no adapter will not become one.
    const isRefused = error instanceof LoamError && /^(?:model\/file-invalid|adapter\/.*)$/.test(error.code);
    if (isRefused) this.#folders.removeFiles(id);
    try {
      this.#update(active, { state: 'failed', error: serializeError(error) });
    } catch (storageError) {
      // On a full disk: until the next start the state is only remembered.
      logger.error('download state could not be stored', { downloadId: id, error: storageError });
      this.#unstored.set(id, { state: 'failed', error: serializeError(error) });
    }
  }

  #markInterrupted(row: StoredDownload): void {
    const receivedBytes = describeDownload(row, this.#folders.receivedBytes(row.id, row.files)).receivedBytes;
    this.#change(row, { state: 'paused', error: serializeError(interruption(receivedBytes)) });
  }

  /** Of a download that does not run. */
  #change(row: StoredDownload, changes: Partial<Pick<StoredDownload, 'state' | 'error'>>): Download {
    this.#repository.update(row.id, changes);
    this.#unstored.delete(row.id);
    const download = this.#describe({ ...row, ...changes });
    this.#options.events.emit('downloads.changed', download);
    return download;
  }

  #update(active: ActiveDownload, changes: Parameters<DownloadRepository['update']>[1]): void {
    active.row = { ...active.row, ...changes };
    this.#repository.update(active.row.id, changes);
    this.#unstored.delete(active.row.id);
  }

  #announce({ row, progress }: ActiveDownload): void {
    this.#options.events.emit('downloads.changed', progress.describe(row));
  }

  #describe(row: StoredDownload): Download {
    const active = this.#active.get(row.id);
    if (active) return active.progress.describe(active.row);
    const known = { ...row, ...this.#unstored.get(row.id) };
    return describeDownload(
      known,
      row.state === 'done' ? [] : this.#folders.receivedBytes(row.id, row.files),
    );
  }
}
