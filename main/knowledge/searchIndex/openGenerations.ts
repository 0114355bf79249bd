import { LoamError } from '../../../preload/contract/errors';
import type { Logger } from '../../log/logger';
import type { Database } from '../../storage/database';
import type { IndexingClient } from '../../workers/indexing/client';
import type { OpenedIndex, RetrievalModelFolder } from '../../workers/indexing/protocol';
import { isFolder } from '../retrievalModels/retrievalModelFiles';
import type { RetrievalModels } from '../retrievalModels/retrievalModels';
import { starterMissing } from '../retrievalModels/starterEmbedder';
import { countIndexed, type Generation } from './generationRepository';
import { reconcile } from './reconcile';

export interface OpenGenerationsOptions {
  database: Database;
  client: IndexingClient;
  models: RetrievalModels;
  logger: Logger;
  /** Told when an index had to be started anew though it had held something. */
  onReplaced: (generation: Generation, reason: NonNullable<OpenedIndex['replaced']>) => void;
  /** Told when an index lacks passages that the table says are in it. */
  onLost: (generation: Generation) => void;
}

/** Which indexes the worker that runs now has open; each was compared with the table when it was opened. */
export class OpenGenerations {
  readonly #options: OpenGenerationsOptions;
  readonly #open = new Map<number, { access: 'write' | 'read'; ready: Promise<void> }>();

  constructor(options: OpenGenerationsOptions) {
    this.#options = options;
    // A new worker knows nothing.
    options.client.onDown(() => this.#open.clear());
  }

  has(generation: number): boolean {
    return this.#open.has(generation);
  }

  /** It is opened, and compared, anew before its next use. */
  forget(generation: number): void {
    this.#open.delete(generation);
  }

  /** Rejects with embedder/*, worker/*, storage/*; with index/damaged where it can only be read. */
  ensure(generation: Generation, access: 'write' | 'read'): Promise<void> {
    const known = this.#open.get(generation.id);
    if (known && (known.access === access || access === 'read')) return known.ready;
    const ready = this.#openIndex(generation, access);
    const opening = { access, ready };
    this.#open.set(generation.id, opening);
    ready.catch(() => {
      if (this.#open.get(generation.id) === opening) this.#open.delete(generation.id);
    });
    return ready;
  }

  /** Where the embedder of an index is. @throws LoamError embedder/not-found */
  async embedderOf({ embedderId }: Generation): Promise<RetrievalModelFolder> {
    const model = this.#options.models.find(embedderId);
    if (model?.kind === 'embedder' && (await isFolder(model.folder))) {
      return { folder: model.folder, name: model.name };
    }
    if (this.#options.models.isStarter(embedderId)) throw starterMissing();
    throw new LoamError(
      'embedder/not-found',
      model
        ? `The files of the embedder ${model.name} are gone, so nothing can be indexed or searched. Add its folder again in Knowledge, or choose another embedder.`
        : 'The embedder that your documents were indexed with is gone, so they cannot be searched. Add it again in Knowledge, or choose another embedder.',
    );
  }

  async #openIndex(generation: Generation, access: 'write' | 'read'): Promise<void> {
    const { database, client, logger, onReplaced, onLost } = this.#options;
    const embedder = await this.embedderOf(generation);
    const { id, embedderId, dimensions } = generation;
    const reference = { generation: id, embedder, embedderId, dimensions, access };
    const { passages, replaced } = await client.openIndex(reference);
    if (access === 'read') return;
    const hadPassages = replaced !== null && database.read((orm) => countIndexed(orm, id)) > 0;
    const lost = await reconcile({ database, client }, id, passages);
    logger.info('search index opened', { count: passages.length });
    if (lost > 0) onLost(generation);
    if (hadPassages) onReplaced(generation, replaced);
  }
}
