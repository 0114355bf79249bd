import type {
  Collection,
  IndexingProgress,
  KnowledgeDocument,
  KnowledgeScope,
  Source,
} from '../../preload/contract/knowledge';
import type { Clock } from '../clock';
import type { CoreEvents } from '../events';
import type { Logger } from '../log/logger';
import type { CorePaths } from '../paths';
import type { SettingsService } from '../settings/settingsService';
import type { Database } from '../storage/database';
import type { SearchFilter } from '../workers/indexing/protocol';
import { CollectionRepository } from './collections/collectionRepository';
import { DocumentListing, type DocumentQuery } from './documents/documentListing';
import { type DocumentPiece, DocumentReadings } from './documents/documentReadings';
import { PassageRepository, type StoredPassage } from './documents/passageRepository';
import { Scopes } from './documents/scopes';
import { whenDocuments, whenSettled } from './documents/whenDocuments';
import type { ReadingClient } from './indexing/documentReading';
import { IndexingQueue } from './indexing/indexingQueue';
import type { IndexingTarget } from './indexing/indexingRun';
import { defaultKeeperTiming, type KeeperTiming, SourceKeeper } from './sources/sourceKeeper';
import { SourceRepository } from './sources/sourceRepository';
import { SourceService } from './sources/sourceService';

export interface KnowledgeServiceOptions {
  database: Database;
  clock: Clock;
  events: CoreEvents;
  logger: Logger;
  settings: Pick<SettingsService, 'get' | 'update'>;
  paths: Pick<CorePaths, 'home'>;
  client: ReadingClient;
  searchIndex: IndexingTarget;
  timing?: Partial<KeeperTiming & { graceMs: number }>;
}

const defaultGraceMs = 30_000;

/**
 * The user's documents: which there are, what is in them, and their way into the search index. Everything is kept in the
 * database; only between `startIndexing` and `stopIndexing` does this process work on it.
 */
export class KnowledgeService {
  readonly collections: CollectionRepository;
  readonly sources: SourceService;
  readonly #sources: SourceRepository;
  readonly #documents: DocumentListing;
  readonly #passages: PassageRepository;
  readonly #readings: DocumentReadings;
  readonly #scopes: Scopes;
  readonly #queue: IndexingQueue;
  readonly #keeper: SourceKeeper;
  readonly #options: KnowledgeServiceOptions;
  #isKeeping = false;

  constructor(options: KnowledgeServiceOptions) {
    this.#options = options;
    const { database, clock, logger, paths, timing = {} } = options;
    this.collections = new CollectionRepository(database, clock);
    this.#sources = new SourceRepository(database, clock);
    this.#documents = new DocumentListing(database);
    this.#passages = new PassageRepository(database);
    this.#readings = new DocumentReadings(this.#documents, this.#passages);
    this.#scopes = new Scopes(database, this.#documents);
    const graceMs = timing.graceMs ?? defaultGraceMs;
    const keeperTiming = { ...defaultKeeperTiming, ...timing };
    const queue = new IndexingQueue({
      ...options,
      index: options.searchIndex,
      graceMs,
      pollMs: keeperTiming.pollMs,
    });
    this.#queue = queue;
    this.#keeper = new SourceKeeper({
      database,
      clock,
      logger,
      repository: this.#sources,
      dataFolder: paths.home,
      timing: keeperTiming,
      graceMs,
      onChanged: () => queue.noteChanged(),
      onRemoved: () => queue.noteRemoved(),
      onScanning: (isScanning) => queue.noteScanning(isScanning),
    });
    this.sources = new SourceService({
      clock,
      queue,
      keeper: this.#keeper,
      collections: this.collections,
      repository: this.#sources,
      dataFolder: paths.home,
      isKeeping: () => this.#isKeeping,
    });
  }

  /** Watches sources and works on the queue from now on. Only the process that keeps the data folder may. */
  startIndexing(): void {
    if (this.#isKeeping) return;
    this.#isKeeping = true;
    this.#queue.start();
    this.#keeper.start();
  }

  /** Stops within moments; the next `startIndexing`, here or in another process, goes on. */
  async stopIndexing(): Promise<void> {
    this.#isKeeping = false;
    await Promise.all([this.#keeper.stop(), this.#queue.stop()]);
  }

  async dispose(): Promise<void> {
    await this.stopIndexing();
  }

  /** Told when the queue has become empty after something was indexed. Returns a function that stops listening. */
  onIdle(listener: () => void): () => void {
    return this.#queue.onIdle(listener);
  }

  listCollections(): Collection[] {
    return this.collections.list();
  }

  /** @throws LoamError collection/name-taken */
  createCollection(name: string): Collection {
    return this.#changing(() => this.collections.create(name));
  }

  /** @throws LoamError collection/not-found, collection/name-taken */
  renameCollection(id: string, name: string): Collection {
    return this.#changing(() => this.collections.rename(id, name));
  }

  /** With its sources; the user's own files stay. @throws LoamError collection/not-found */
  removeCollection(id: string): void {
    const removed = new Set(
      this.#sources.rows().flatMap((source) => (source.collectionId === id ? [source.sequence] : [])),
    );
    this.#changing(() => this.collections.remove(id));
    this.#queue.interrupt(({ sourceSequence }) => removed.has(sourceSequence));
    if (this.#isKeeping) this.#keeper.refresh();
  }

  listSources(collectionId?: string): Source[] {
    return this.#sources.list(collectionId);
  }

  listDocuments(query: DocumentQuery): { items: KnowledgeDocument[]; total: number } {
    return this.#documents.list(query);
  }

  /** Those of these documents that are still there, in any order. */
  documentsById(ids: readonly string[]): KnowledgeDocument[] {
    return this.#documents.byIds(ids);
  }

  /** @throws LoamError document/not-found */
  document(id: string): KnowledgeDocument {
    return this.#documents.require(id);
  }

  /** Where its file lies; null for a document that is not there. */
  documentFile(id: string): Pick<KnowledgeDocument, 'path' | 'format'> | null {
    return this.#documents.byIds([id])[0] ?? null;
  }

  /** Reads one file again. @throws LoamError document/not-found */
  reindexDocument(id: string): void {
    const document = this.#documents.require(id);
    this.#queue.repository.requeueById(document.id, this.#options.clock.now());
    this.#queue.interrupt((current) => current.id === id);
    this.#queue.tryAgain();
    this.#queue.noteChanged();
  }

  /** Takes one file out of its folder's source; a single file's source is removed. @throws LoamError document/not-found */
  removeDocument(id: string): void {
    this.sources.removeDocument(this.#documents.require(id));
  }

  /** The passages of a document from one on, in order. @throws LoamError document/not-found */
  read(documentId: string, fromOrdinal: number, limit: number): DocumentPiece {
    return this.#readings.piece(documentId, fromOrdinal, limit);
  }

  progress(): IndexingProgress {
    return this.#queue.progress();
  }

  /** Stops after the piece of work under way, until `resume`, also over a restart. */
  pause(): void {
    this.#options.settings.update({ isIndexingPaused: true });
  }

  /** Goes on, and tries again what kept everything from going on. */
  resume(): void {
    this.#options.settings.update({ isIndexingPaused: false });
    this.#queue.tryAgain();
  }

  /** What a search for this scope looks at, in the search index's numbers. */
  resolveScope(scope: KnowledgeScope): SearchFilter {
    return this.#scopes.filter(scope);
  }

  /** Whether there is nothing in it to answer from, not even a file that waits to be read. */
  isEmpty(scope: KnowledgeScope): boolean {
    return this.#scopes.isEmpty(scope);
  }

  /** The part of the scope that is still there. */
  knownScope(scope: KnowledgeScope): KnowledgeScope {
    return this.#scopes.known(scope);
  }

  /** Whether a source of the scope waits for the first look at its files; one that cannot be read does not. */
  isWaitingForScan(scope: KnowledgeScope): boolean {
    return this.#scopes.isWaitingForScan(scope);
  }

  /** Until the files of its sources are known. Rejects with generation/cancelled when aborted. */
  async whenScanned(scope: KnowledgeScope, signal: AbortSignal): Promise<void> {
    await whenSettled(
      () => !this.#scopes.isWaitingForScan(scope),
      (listener) => this.#queue.onChanged(listener),
      signal,
    );
  }

  /** Documents that the scope names one by one: single files, and documents picked out of a folder. */
  singleDocuments(scope: KnowledgeScope): KnowledgeDocument[] {
    return this.#scopes.singleDocuments(scope);
  }

  /** How many files of the scope cannot be searched yet, or not at all. */
  unsearchable(scope: KnowledgeScope): number {
    return this.#scopes.unsearchable(scope);
  }

  /** Until each of them is read to its end, or failed. Rejects with generation/cancelled when aborted, and when indexing cannot go on. */
  async whenRead(documentIds: readonly string[], signal: AbortSignal): Promise<void> {
    await this.#when(documentIds, ({ state }) => state === 'embedding' || state === 'done', signal);
  }

  /** Until each of them can be searched, or failed. Rejects as `whenRead`. */
  async whenSearchable(documentIds: readonly string[], signal: AbortSignal): Promise<void> {
    await this.#when(documentIds, ({ state }) => state === 'done', signal);
  }

  /**
   * All passages of its newest complete reading in order, of which those after one another may overlap; null when they
   * have more characters than that.
   */
  readingOf(documentId: string, mostCharacters: number): StoredPassage[] | null {
    return this.#readings.newest(documentId, mostCharacters);
  }

  /** Those of these passages that may be shown as found, in any order: removed and replaced ones are left out. */
  findPassages(sequences: readonly number[]): StoredPassage[] {
    return this.#passages.findSearchable(sequences);
  }

  /** Searchable passages of one document between two ordinals, both included, in order. */
  neighbours(documentId: string, fromOrdinal: number, toOrdinal: number): StoredPassage[] {
    return this.#passages.neighbours(documentId, fromOrdinal, toOrdinal);
  }

  async #when(
    ids: readonly string[],
    isReady: (document: KnowledgeDocument) => boolean,
    signal: AbortSignal,
  ): Promise<void> {
    this.#queue.putFirst(ids);
    await whenDocuments(
      {
        look: () => this.#documents.byIds(ids),
        isReady,
        problem: () => this.#queue.problem,
        onChanged: (listener) => this.#queue.onChanged(listener),
      },
      signal,
    );
  }

  #changing<Value>(change: () => Value): Value {
    const value = change();
    this.#queue.noteChanged();
    return value;
  }
}
