import { setImmediate } from 'node:timers/promises';
import type { KnowledgeDocument, Source } from '../../../preload/contract/knowledge';
import type { Clock } from '../../clock';
import type { CollectionRepository } from '../collections/collectionRepository';
import type { IndexingQueue } from '../indexing/indexingQueue';
import { aheadOfAll, rowsAtOnce } from '../indexing/queueRepository';
import { checkSourcePath } from './checkSourcePath';
import { patternFor } from './excludes';
import type { SourceKeeper } from './sourceKeeper';
import type { SourceRepository } from './sourceRepository';

export interface SourceServiceOptions {
  collections: CollectionRepository;
  repository: SourceRepository;
  queue: IndexingQueue;
  keeper: SourceKeeper;
  clock: Clock;
  dataFolder: string;
  /** Whether this process scans and indexes; another one only says in the database what is to be done. */
  isKeeping: () => boolean;
}

/** What the user does with sources. */
export class SourceService {
  readonly #options: SourceServiceOptions;

  constructor(options: SourceServiceOptions) {
    this.#options = options;
  }

  /**
   * Adds files and folders; what the collection has already is answered as it is. All or none.
   *
   * @throws LoamError source/refused, source/unreadable, collection/not-found
   */
  async add(collectionId: string | undefined, paths: readonly string[]): Promise<Source[]> {
    return this.#add(() => this.#options.collections.target(collectionId), paths, this.#options.clock.now());
  }

  /** Adds files dropped into a chat; they are read before everything else. @throws LoamError source/* */
  async attach(paths: readonly string[]): Promise<Source[]> {
    return this.#add(() => this.#options.collections.chatFiles(), paths, aheadOfAll);
  }

  /** When all of it was last compared with its documents. @throws LoamError source/not-found */
  scannedAt(id: string): number | null {
    return this.#options.repository.require(id).scannedAt;
  }

  /** @throws LoamError source/not-found */
  update(id: string, changes: { excludes?: string[] | undefined; isWatched?: boolean | undefined }): Source {
    const { repository } = this.#options;
    repository.update(repository.require(id).id, changes);
    this.#refresh();
    return repository.describe(id);
  }

  /** @throws LoamError source/not-found */
  remove(id: string): void {
    const { repository, queue } = this.#options;
    const { sequence } = repository.remove(id);
    queue.interrupt(({ sourceSequence }) => sourceSequence === sequence);
    this.#refresh();
  }

  /** Reads every file again. @throws LoamError source/not-found */
  async reindex(id: string): Promise<void> {
    const { repository, queue, keeper, clock } = this.#options;
    const { sequence } = repository.require(id);
    let after = 0;
    for (;;) {
      const some = queue.repository.listSequences(sequence, after);
      const last = some.at(-1);
      if (last === undefined) break;
      queue.repository.requeue(some, clock.now());
      after = last;
      await setImmediate();
    }
    queue.interrupt(({ sourceSequence }) => sourceSequence === sequence);
    keeper.rescan(id);
    queue.tryAgain();
    queue.noteChanged();
  }

  /** Tries what failed or was cancelled again. @throws LoamError source/not-found */
  async retry(id: string): Promise<void> {
    const { repository, queue, keeper, clock } = this.#options;
    const { sequence } = repository.require(id);
    while (queue.repository.retrySome(sequence, clock.now()) >= rowsAtOnce) await setImmediate();
    keeper.rescan(id);
    queue.tryAgain();
    queue.noteChanged();
  }

  /** Leaves what is not read yet unread. @throws LoamError source/not-found */
  async cancel(id: string): Promise<void> {
    const { repository, queue, keeper } = this.#options;
    const { sequence } = repository.require(id);
    keeper.cancelScan(id);
    while (queue.repository.cancelSome(sequence) >= rowsAtOnce) await setImmediate();
    queue.interrupt(({ sourceSequence }) => sourceSequence === sequence);
    queue.noteChanged();
  }

  /** Leaves one file out of its folder; a single file's source goes with it. @throws LoamError source/not-found */
  removeDocument(document: KnowledgeDocument): void {
    const { repository } = this.#options;
    const source = repository.require(document.sourceId);
    if (source.kind === 'file') this.remove(source.id);
    else {
      repository.excludeDocument(source, document.id, patternFor(document.name));
      this.#options.queue.interrupt(({ id }) => id === document.id);
      this.#refresh();
    }
  }

  async #add(target: () => string, paths: readonly string[], queuedAt: number): Promise<Source[]> {
    const { repository, dataFolder, keeper, queue } = this.#options;
    const checked = await Promise.all(paths.map((path) => checkSourcePath(path, dataFolder)));
    const collectionId = target();
    const ids = new Set(checked.map((path) => repository.add(collectionId, path, queuedAt).id));
    // One that was there already is looked through for changes.
    for (const id of ids) keeper.rescan(id);
    queue.tryAgain();
    this.#refresh();
    return repository.list().filter(({ id }) => ids.has(id));
  }

  #refresh(): void {
    const { keeper, queue, isKeeping } = this.#options;
    if (isKeeping()) keeper.refresh();
    queue.noteChanged();
  }
}
