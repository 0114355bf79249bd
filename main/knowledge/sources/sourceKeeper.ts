import { dirname } from 'node:path';
import { LoamError, serializeError } from '../../../preload/contract/errors';
import type { Clock } from '../../clock';
import type { Logger } from '../../log/logger';
import type { Database } from '../../storage/database';
import { SerialQueue } from '../../workers/serialQueue';
import type { SourceRepository, StoredSource } from './sourceRepository';
import { scanSource, type ScanOptions, type ScanResult } from './sourceScan';
import { type ChangedPlace, SourceWatcher } from './sourceWatcher';

export interface SourceKeeperOptions {
  database: Database;
  repository: SourceRepository;
  clock: Clock;
  logger: Logger;
  /** Loam's own. */
  dataFolder: string;
  timing: KeeperTiming;
  /** A file that comes back within so many milliseconds is the document it was. */
  graceMs: number;
  /** Documents or sources are not what they were. */
  onChanged: () => void;
  /** Files were found gone. */
  onRemoved: () => void;
  /** Whether a scan is under way has changed. */
  onScanning: (isScanning: boolean) => void;
}

export interface KeeperTiming {
  /** How often a source that cannot be watched is looked through; also one that is not there. */
  rescanMs: number;
  /** A file changed within so many milliseconds may still be written. */
  settleMs: number;
  /** How often sources that another process added are looked for. */
  pollMs: number;
}

export const defaultKeeperTiming: KeeperTiming = { rescanMs: 60_000, settleMs: 1_000, pollMs: 2_000 };

interface KeptSource {
  source: StoredSource;
  /** Of all work on it. */
  controller: AbortController;
  watcher: SourceWatcher | undefined;
  rescan: NodeJS.Timeout | undefined;
  /** Why its changes are not noticed by themselves, in words; null where they are. */
  limit: LoamError | null;
}

/**
 * Keeps the documents of all sources like their files: scans each source, watches it, and scans again where something
 * changed. Only the process that keeps the data folder runs one. Whoever starts it stops it.
 */
export class SourceKeeper {
  readonly #options: SourceKeeperOptions;
  readonly #kept = new Map<string, KeptSource>();
  /** One scan at a time: two would only fight for the disk. */
  readonly #scans = new SerialQueue();
  #scanning = 0;
  #poll: NodeJS.Timeout | undefined;

  constructor(options: SourceKeeperOptions) {
    this.#options = options;
  }

  start(): void {
    this.refresh();
    this.#poll = setInterval(() => this.refresh(), this.#options.timing.pollMs);
    this.#poll.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#poll);
    await Promise.all([...this.#kept.keys()].map((id) => this.#drop(id)));
  }

  /** Begins with sources that were added or changed since, by whichever process, and lets go those that were removed. */
  refresh(): void {
    let rows: StoredSource[];
    try {
      rows = this.#options.repository.rows();
    } catch (error) {
      this.#options.logger.error('sources could not be read', { error });
      return;
    }
    const ids = new Set(rows.map(({ id }) => id));
    const gone = [...this.#kept.keys()].filter((id) => !ids.has(id));
    for (const id of gone) void this.#drop(id);
    let isChanged = gone.length > 0;
    for (const source of rows) {
      const known = this.#kept.get(source.id);
      if (known && isSame(known.source, source)) continue;
      isChanged = true;
      if (known) void this.#drop(source.id);
      this.#keep(source, known !== undefined);
    }
    // The file of a single one is in the queue already: a scan finds nothing new.
    if (isChanged) this.#options.onChanged();
  }

  /** Scans all of a source once more, also one that is not watched. */
  rescan(id: string): void {
    const kept = this.#kept.get(id);
    if (kept) void this.#scan(kept, {});
  }

  /** Ends the scan that is under way; what it found stays. */
  cancelScan(id: string): void {
    const kept = this.#kept.get(id);
    if (!kept) return;
    kept.controller.abort();
    kept.controller = new AbortController();
  }

  #keep(source: StoredSource, isKnown: boolean): void {
    const kept: KeptSource = {
      source,
      controller: new AbortController(),
      watcher: undefined,
      rescan: undefined,
      limit: null,
    };
    this.#kept.set(source.id, kept);
    // One that is not watched changes only when the user asks for it.
    if (isKnown || source.isWatched || source.scannedAt === null) void this.#scan(kept, {});
    if (source.isWatched) void this.#watch(kept);
  }

  async #drop(id: string): Promise<void> {
    const kept = this.#kept.get(id);
    if (!kept) return;
    this.#kept.delete(id);
    kept.controller.abort();
    clearTimeout(kept.rescan);
    await kept.watcher?.close();
  }

  async #watch(kept: KeptSource): Promise<void> {
    const { dataFolder, logger } = this.#options;
    const watcher = new SourceWatcher({
      source: kept.source,
      dataFolder,
      onChanged: (places) => void this.#scanPlaces(kept, places),
      onLimit: () => this.#noteLimit(kept),
      onError: (error) => logger.warn('watching failed', { sourceId: kept.source.id, error }),
    });
    kept.watcher = watcher;
    await watcher.ready();
    // What changed between the first scan and now was not told.
    if (this.#isKept(kept)) await this.#scan(kept, {});
  }

  async #scanPlaces(kept: KeptSource, places: readonly ChangedPlace[]): Promise<void> {
    const { settleMs } = this.#options.timing;
    const { path, kind } = kept.source;
    for (const place of places) {
      const part = kind === 'file' || place.folder === path ? { isRecursive: place.isRecursive } : place;
      const result = await this.#scan(kept, { ...part, settleMs });
      const again = new Set(
        (result?.unsettled ?? []).map((file) => (kind === 'file' ? path : dirname(file))),
      );
      for (const folder of again) setTimeout(() => kept.watcher?.lookAgain(folder), settleMs).unref();
    }
  }

  /** Undefined where it was cut short. */
  async #scan(
    kept: KeptSource,
    part: Pick<ScanOptions, 'folder' | 'isRecursive' | 'settleMs'>,
  ): Promise<ScanResult | undefined> {
    const { signal } = kept.controller;
    this.#noteScanning(1);
    try {
      return await this.#scans.run(async () => {
        if (signal.aborted) return undefined;
        const { database, clock, dataFolder, graceMs, onChanged, repository } = this.#options;
        const { source } = kept;
        const options = { database, clock, dataFolder, graceMs, source, onChanged, signal };
        const result = await scanSource({ ...options, ...part });
        // The file of a single one is all of it; a source that is not there was looked at as well.
        if (part.folder === undefined && part.isRecursive !== false) repository.setScanned(source);
        this.#noteResult(kept, result);
        return result;
      });
    } catch (error) {
      if (!signal.aborted) {
        this.#options.logger.error('scan failed', { sourceId: kept.source.id, error });
        this.#rescanLater(kept);
      }
      return undefined;
    } finally {
      this.#noteScanning(-1);
    }
  }

  #noteResult(kept: KeptSource, { problem, removed, isIncomplete }: ScanResult): void {
    const { repository, onChanged, onRemoved } = this.#options;
    if (removed > 0) onRemoved();
    const told = problem ?? (kept.limit === null ? null : serializeError(kept.limit));
    if (repository.setProblem(kept.source, told)) onChanged();
    if (told !== null || isIncomplete) this.#rescanLater(kept);
  }

  #noteLimit(kept: KeptSource): void {
    const minutes = Math.max(1, Math.round(this.#options.timing.rescanMs / 60_000));
    kept.watcher = undefined;
    kept.limit = new LoamError(
      'source/unreadable',
      `This computer cannot watch so many folders at once, so Loam looks for changes in ${kept.source.path} every ${minutes} min instead. Exclude folders you do not need, or raise the system's limit of watches.`,
    );
    void this.#scan(kept, {});
  }

  #rescanLater(kept: KeptSource): void {
    clearTimeout(kept.rescan);
    if (!this.#isKept(kept)) return;
    kept.rescan = setTimeout(() => void this.#scan(kept, {}), this.#options.timing.rescanMs);
    kept.rescan.unref();
  }

  #isKept(kept: KeptSource): boolean {
    return this.#kept.get(kept.source.id) === kept;
  }

  #noteScanning(change: 1 | -1): void {
    this.#scanning += change;
    this.#options.onScanning(this.#scanning > 0);
  }
}

function isSame(first: StoredSource, second: StoredSource): boolean {
  return (
    first.isWatched === second.isWatched && JSON.stringify(first.excludes) === JSON.stringify(second.excludes)
  );
}
