import { LoamError } from '../../../preload/contract/errors';
import type { IndexStatus } from '../../../preload/contract/retrieval';
import type { Clock } from '../../clock';
import type { CoreEvents } from '../../events';
import type { Logger } from '../../log/logger';
import type { SettingsService } from '../../settings/settingsService';
import type { Database } from '../../storage/database';
import type { IndexingClient } from '../../workers/indexing/client';
import type {
  OpenedIndex,
  RetrievalModelFolder,
  SearchFilter,
  SearchHits,
} from '../../workers/indexing/protocol';
import type { RetrievalModels } from '../retrievalModels/retrievalModels';
import { BackgroundIndexing } from './backgroundIndexing';
import {
  countIndexed,
  countSearchable,
  deleteIndexedEverywhere,
  findGeneration,
  type Generation,
  hasIndexed,
  hasSearchable,
  listGenerations,
  newestPassage,
} from './generationRepository';
import { Generations } from './generations';
import { OpenGenerations } from './openGenerations';
import { inPieces } from './pieces';
import { PassageIndexer } from './passageIndexer';
import { replacedNotice } from './replacedNotice';
import { Rereading } from './rereading';

export interface SearchIndexOptions {
  database: Database;
  client: IndexingClient;
  models: RetrievalModels;
  settings: Pick<SettingsService, 'get' | 'update'>;
  events: CoreEvents;
  clock: Clock;
  logger: Logger;
  /** Whether this process is the one that keeps the data folder; another one only searches. Default: it is. */
  mayWrite?: () => boolean;
}

/** An index that serves, as callers see it. */
export interface ServingIndex {
  generation: number;
  embedderId: string;
}

const deletedAtOnce = 200;

/**
 * The search index over all passages. The database says what belongs into it; it is opened at its first use, compared with
 * the database then, and made again in the background where it is lost or the embedder changes. Everything may reject
 * with embedder/*, worker/*, storage/*.
 */
export class SearchIndex {
  readonly #options: SearchIndexOptions;
  readonly #generations: Generations;
  readonly #open: OpenGenerations;
  readonly #indexer: PassageIndexer;
  readonly #background: BackgroundIndexing;
  readonly #listeners = new Set<() => void>();

  constructor(options: SearchIndexOptions) {
    this.#options = options;
    const { database, client, models, logger } = options;
    const rereading = new Rereading(options);
    this.#generations = new Generations({
      ...options,
      rereading,
      onTakenOver: (generation) => this.#noteTakenOver(generation),
    });
    this.#open = new OpenGenerations({
      database,
      client,
      models,
      logger,
      onReplaced: (generation, reason) => this.#noteReplaced(generation, reason),
      onLost: (generation) => this.#background.restart(generation.id),
    });
    this.#indexer = new PassageIndexer({ database, client });
    this.#background = new BackgroundIndexing({
      database,
      client,
      open: this.#open,
      indexer: this.#indexer,
      rereading,
    });
  }

  /** Opens the index that serves, or makes one. A notice tells when it had to be started anew. */
  async ensureOpen(): Promise<ServingIndex> {
    const serving = await this.#serving();
    await this.#open.ensure(serving, this.#mayWrite() ? 'write' : 'read');
    return { generation: serving.id, embedderId: serving.embedderId };
  }

  /** A user's own wish to try again, also after a process that stopped several times in a row. */
  allowRestart(): void {
    this.#options.client.reset();
  }

  /** Embeds passages and adds them; once done they are in every search. Rejects with generation/cancelled. */
  async index(passages: readonly number[], signal: AbortSignal): Promise<void> {
    let isNoted = false;
    while (!isNoted) {
      const { generation } = await this.ensureOpen();
      isNoted = await this.#whileOpen(generation, () =>
        this.#indexer.index({ id: generation, state: 'serving' }, passages, signal),
      );
    }
  }

  /** Rejects with index/building while the index is lost and nothing of it is made again yet. */
  async search(
    query: string,
    filter: SearchFilter,
    limit: number,
    signal?: AbortSignal,
  ): Promise<SearchHits & { embedderId: string }> {
    const ask = async (): Promise<SearchHits & { embedderId: string }> => {
      const { generation, embedderId } = await this.ensureOpen();
      this.#requireSome(generation);
      const hits = await this.#whileOpen(generation, () =>
        this.#options.client.search(generation, query, filter, limit, signal),
      );
      return { ...hits, embedderId };
    };
    try {
      return await ask();
    } catch (error) {
      // A document that ends the process, or a damaged file, is not the question's fault.
      if (!isWorthAnotherTry(error)) throw error;
      return ask();
    }
  }

  /** Takes passages out of every index. */
  async removePassages(passages: readonly number[]): Promise<void> {
    const { database, client } = this.#options;
    await inPieces(passages, deletedAtOnce, (piece) =>
      database.write((orm) => deleteIndexedEverywhere(orm, piece)),
    );
    await this.#inOpenIndexes((generation) => client.removePassages(generation, passages));
  }

  /** Takes all passages of documents out of every index. */
  async removeDocuments(documents: readonly number[]): Promise<void> {
    await this.#inOpenIndexes((generation) => this.#options.client.removeDocuments(generation, documents));
  }

  /** The embedder of the index that serves: documents are split into passages that it can read whole. */
  async embedder(): Promise<RetrievalModelFolder & { id: string }> {
    const serving = await this.#serving();
    return { ...(await this.#open.embedderOf(serving)), id: serving.embedderId };
  }

  status(): IndexStatus {
    return this.#options.database.read((orm) => {
      const [serving, building] = [findGeneration(orm, 'serving'), findGeneration(orm, 'building')];
      const passages = serving ? countIndexed(orm, serving.id) : 0;
      const passagesTotal = countSearchable(orm);
      const incomplete = building ?? (passages < passagesTotal ? serving : undefined);
      return {
        embedderId: serving?.embedderId ?? null,
        passages,
        building: incomplete
          ? {
              embedderId: incomplete.embedderId,
              passagesDone: Math.min(countIndexed(orm, incomplete.id), passagesTotal),
              passagesTotal,
            }
          : null,
      };
    });
  }

  /** What is another string whenever passages were read or indexed, by whichever process. Counts them all. */
  signsOfWork(): string {
    return JSON.stringify([this.#options.database.read(newestPassage), this.status()]);
  }

  /**
   * Embeds with another embedder from now on: a new index is made by `step`, and takes over when it is complete.
   *
   * @throws LoamError embedder/not-found
   */
  useEmbedder(id: string): void {
    const { models, settings } = this.#options;
    const model = models.find(id);
    if (model?.kind !== 'embedder') throw unknownModel();
    settings.update({ embedderId: models.isStarter(id) ? null : id });
    this.#generations.followSettings();
    this.#changed();
  }

  /** Ranks with a reranker from now on; null: without one. @throws LoamError embedder/not-found */
  useReranker(id: string | null): void {
    const { models, settings } = this.#options;
    if (id !== null && models.find(id)?.kind !== 'reranker') throw unknownModel();
    settings.update({ rerankerId: id });
    this.#changed();
  }

  /** Makes the index anew from the stored passages; the present one serves until `step` has completed it. */
  rebuild(): void {
    this.#generations.rebuild();
    this.#changed();
  }

  /** One slice of the work in the background: true while there is more. For when nothing else is indexed. */
  async step(signal: AbortSignal = new AbortController().signal): Promise<boolean> {
    if (!this.#mayWrite() || !this.#generations.isNeeded()) return false;
    const serving = await this.#serving();
    const { hasChanged, isMore } = await this.#background.step(serving, signal);
    if (hasChanged) this.#changed();
    return isMore;
  }

  /** One score a text, higher is better; null where there is no reranker. */
  async rerank(
    query: string,
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly number[] | null> {
    const model = this.#options.models.chosenReranker();
    if (!model) return null;
    const { folder, name } = model;
    return this.#options.client.rerank({ folder, name }, query, texts, signal);
  }

  /** Cosines of texts with the first one, by the embedder that serves. */
  async similarities(texts: readonly string[], signal?: AbortSignal): Promise<readonly number[]> {
    const { generation } = await this.ensureOpen();
    return this.#options.client.similarities(generation, texts, signal);
  }

  /** Told when `status` is another, and when there is work for `step`. Returns a function that stops listening. */
  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async #serving(): Promise<Generation> {
    return this.#mayWrite() ? this.#generations.ensureServing() : this.#generations.requireServing();
  }

  #mayWrite(): boolean {
    return this.#options.mayWrite?.() ?? true;
  }

  async #whileOpen<Result>(generation: number, job: () => Promise<Result>): Promise<Result> {
    try {
      return await job();
    } catch (error) {
      if (error instanceof LoamError && error.code === 'index/damaged') this.#open.forget(generation);
      throw error;
    }
  }

  /** What is not open is compared with the table when it is opened. */
  async #inOpenIndexes(job: (generation: number) => Promise<void>): Promise<void> {
    if (!this.#mayWrite()) return;
    const generations = this.#options.database.read(listGenerations);
    for (const { id, state } of generations) {
      if (state === 'retired' || !this.#open.has(id)) continue;
      try {
        await job(id);
      } catch (error) {
        if (!(error instanceof LoamError)) throw error;
        this.#open.forget(id);
      }
    }
  }

  /** Nothing found would be a lie while the index is lost. */
  #requireSome(generation: number): void {
    const isLost = this.#options.database.read((orm) => !hasIndexed(orm, generation) && hasSearchable(orm));
    if (!isLost) return;
    throw new LoamError(
      'index/building',
      'The search index is being made again from your documents. Try again in a moment.',
      { retryable: true },
    );
  }

  #noteTakenOver({ id }: Generation): void {
    // Documents that were read while it was being made are not in it.
    this.#background.restart(id);
    this.#changed();
  }

  #noteReplaced({ id, state }: Generation, reason: NonNullable<OpenedIndex['replaced']>): void {
    this.#options.logger.warn('search index replaced', { code: 'index/damaged' });
    this.#background.restart(id);
    if (state === 'serving') this.#options.events.emit('application.notice', replacedNotice(reason));
    this.#changed();
  }

  #changed(): void {
    this.#options.events.emit('retrieval.changed', {});
    for (const listener of this.#listeners) listener();
  }
}

function isWorthAnotherTry(error: unknown): boolean {
  const codes = ['index/damaged', 'worker/crashed', 'worker/unresponsive'];
  return error instanceof LoamError && codes.includes(error.code);
}

function unknownModel(): LoamError {
  return new LoamError(
    'embedder/not-found',
    'This model is not there any more. Choose another one, or add its folder again.',
  );
}
