import type { Stats } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import { SourceRules } from './excludes';
import type { StoredSource } from './sourceRepository';

/** Where something has changed. */
export interface ChangedPlace {
  folder: string;
  /** Whether folders in it may have changed too. */
  isRecursive: boolean;
}

export interface SourceWatcherOptions {
  source: StoredSource;
  /** Loam's own data, which is not watched. */
  dataFolder: string;
  /** Called after a while of quiet. */
  onChanged: (places: ChangedPlace[]) => void;
  /** The system cannot watch so many folders: changes must be looked for. Called once. */
  onLimit: () => void;
  /** Something else went wrong; watching goes on. */
  onError: (error: unknown) => void;
}

/** Changes often come in groups: a program that saves a file makes several, a folder that is copied thousands. */
const quietMs = 250;
const longestWaitMs = 2_000;
const limitCodes = new Set(['ENOSPC', 'EMFILE', 'ENFILE']);

/**
 * Watches the folders of one source and tells where something changed. What changed there is found out by a scan, because
 * no system tells it reliably. Whoever opens it closes it.
 */
export class SourceWatcher {
  readonly #options: SourceWatcherOptions;
  readonly #watcher: FSWatcher;
  readonly #ready = Promise.withResolvers<undefined>();
  readonly #places = new Map<string, boolean>();
  #timer: NodeJS.Timeout | undefined;
  #firstChangeMs = 0;
  #isClosed = false;

  constructor(options: SourceWatcherOptions) {
    this.#options = options;
    const { source, dataFolder } = options;
    const rules = new SourceRules(source.excludes);
    this.#watcher = watch(source.path, {
      ignoreInitial: true,
      followSymlinks: false,
      ignorePermissionErrors: true,
      // Nothing here is a reason to keep a process alive.
      persistent: false,
      ignored: (path: string, facts?: Stats) => {
        if (path === dataFolder) return true;
        const name = relative(source.path, path).split(sep).join('/');
        if (name === '' || name === '..' || name.startsWith('../')) return false;
        // A .gitignore file is hidden, and still its changes matter.
        return name.split('/').at(-1) !== '.gitignore' && isLeftOut(rules, name, facts);
      },
    });
    this.#watcher.on('all', (event, path) => this.#note(event, path));
    this.#watcher.on('ready', () => this.#ready.resolve(undefined));
    this.#watcher.on('error', (error) => this.#fail(error));
  }

  /** Resolves when every change from now on is noticed, or watching has failed. */
  async ready(): Promise<void> {
    await this.#ready.promise;
  }

  /** Looks at a place again though the system may not tell anything more about it. */
  lookAgain(folder: string): void {
    this.#notePlace(folder, false);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#ready.resolve(undefined);
    await this.#watcher.close();
  }

  #note(event: string, path: string): void {
    if (this.#options.source.kind === 'file') {
      this.#notePlace(this.#options.source.path, false);
    } else if (event === 'addDir' || event === 'unlinkDir') {
      this.#notePlace(path, true);
    } else {
      this.#notePlace(dirname(path), path.endsWith('.gitignore'));
    }
  }

  #notePlace(folder: string, isRecursive: boolean): void {
    if (this.#isClosed) return;
    this.#places.set(folder, isRecursive || (this.#places.get(folder) ?? false));
    const nowMs = performance.now();
    if (this.#timer === undefined) this.#firstChangeMs = nowMs;
    clearTimeout(this.#timer);
    const longestMs = Math.max(0, this.#firstChangeMs + longestWaitMs - nowMs);
    this.#timer = setTimeout(() => this.#tell(), Math.min(quietMs, longestMs));
    this.#timer.unref();
  }

  #tell(): void {
    this.#timer = undefined;
    const places = [...this.#places].map(([folder, isRecursive]) => ({ folder, isRecursive }));
    this.#places.clear();
    this.#options.onChanged(places);
  }

  #fail(error: unknown): void {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (typeof code === 'string' && limitCodes.has(code)) {
      if (this.#isClosed) return;
      void this.close();
      this.#options.onLimit();
    } else {
      this.#options.onError(error);
    }
  }
}

function isLeftOut(rules: SourceRules, name: string, facts: Stats | undefined): boolean {
  // What it is is not known at first: only rules for both count then.
  if (facts === undefined) return rules.test(name, false).isExcluded;
  return rules.test(name, facts.isDirectory()).isExcluded;
}
