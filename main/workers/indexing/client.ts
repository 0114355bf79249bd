import type { LoamError } from '../../../preload/contract/errors';
import type { Clock } from '../../clock';
import type { Logger } from '../../log/logger';
import type { RequestName } from '../messages';
import type { ProcessHost } from '../processHost';
import { SupervisedProcess } from '../supervisor';
import type { SupervisorLimits } from '../supervisorOptions';
import type { Timers } from '../timers';
import {
  indexingProtocolVersion,
  type FileIdentity,
  type IndexingProtocol,
  type IndexReference,
  type OpenedIndex,
  type PassageToIndex,
  type RetrievalModelFacts,
  type RetrievalModelFolder,
  type SearchFilter,
  type SearchHits,
} from './protocol';

export interface IndexingClientOptions {
  host: ProcessHost;
  /** The built indexingWorker.js. */
  entryPath: string;
  /** Holds one folder a generation of the search index. Absolute; made when the first index is. */
  indexFolder: string;
  /** Threads that embed; null: as many as measurement settled on. */
  threads: number | null;
  clock: Clock;
  timers: Timers;
  logger: Logger;
  limits?: Partial<SupervisorLimits>;
}

type Requests = IndexingProtocol['requests'];

/**
 * The indexing worker as the main process sees it: it reads documents, embeds, and keeps the search index. It starts at
 * the first call; every call may reject with worker/*. A worker that died has forgotten its documents and open indexes.
 * Whoever creates it disposes it.
 */
export class IndexingClient {
  readonly #process: SupervisedProcess<IndexingProtocol>;
  readonly #downListeners = new Set<(error: LoamError) => void>();

  constructor({ indexFolder, threads, limits = {}, ...options }: IndexingClientOptions) {
    this.#process = new SupervisedProcess<IndexingProtocol>({
      ...options,
      limits,
      serviceName: 'Loam indexing',
      subject: 'The indexing process',
      protocolVersion: indexingProtocolVersion,
      init: { indexFolder, threads },
      environment: {
        // LanceDB tells of every small thing it meets.
        LANCE_LOG: 'error',
        // Each of its many threads would keep, in a heap of its own, what training the vector index took.
        MALLOC_ARENA_MAX: '2',
      },
      onDown: (error) => {
        for (const listener of this.#downListeners) listener(error);
      },
    });
  }

  /** For logs and tests; undefined while no worker runs. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Told when a worker died, after its calls were rejected. Returns a function that stops listening. */
  onDown(listener: (error: LoamError) => void): () => void {
    this.#downListeners.add(listener);
    return () => void this.#downListeners.delete(listener);
  }

  /** Looks at a file without reading it into memory. Rejects with document/*. */
  identify(path: string, signal?: AbortSignal): Promise<FileIdentity> {
    return this.#request('identify', { path }, signal);
  }

  /** Starts to read a document; `closeDocument` lets it go before its end. Rejects with document/*. */
  openDocument(
    path: string,
    embedder: RetrievalModelFolder,
    signal?: AbortSignal,
  ): Promise<Requests['openDocument']['output']> {
    return this.#request('openDocument', { path, embedder }, signal);
  }

  /** The next passages, about as many as `limit`. Rejects with document/*, which closes the document. */
  nextPassages(
    handle: number,
    limit: number,
    signal?: AbortSignal,
  ): Promise<Requests['nextPassages']['output']> {
    return this.#request('nextPassages', { handle, limit }, signal);
  }

  /** Fine for one that is closed already. */
  async closeDocument(handle: number, signal?: AbortSignal): Promise<void> {
    await this.#request('closeDocument', { handle }, signal);
  }

  /** Opens an index, making an empty one where there is none, it is damaged, or another embedder's. */
  openIndex(reference: IndexReference, signal?: AbortSignal): Promise<OpenedIndex> {
    return this.#request('openIndex', reference, signal);
  }

  /** Embeds and stores; on the disk once answered. Rejects with generation/cancelled, index/damaged, embedder/*. */
  async index(generation: number, passages: readonly PassageToIndex[], signal?: AbortSignal): Promise<void> {
    await this.#request('index', { generation, passages }, signal);
  }

  async removePassages(generation: number, passages: readonly number[], signal?: AbortSignal): Promise<void> {
    await this.#request('removePassages', { generation, passages }, signal);
  }

  async removeDocuments(
    generation: number,
    documents: readonly number[],
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#request('removeDocuments', { generation, documents }, signal);
  }

  /** Merges small pieces and brings the indexes up to date; for when nothing else is to do. */
  async optimise(generation: number, signal?: AbortSignal): Promise<void> {
    await this.#request('optimise', { generation }, signal);
  }

  /** Deletes an index from the disk; fine when there is none. */
  async dropIndex(generation: number, signal?: AbortSignal): Promise<void> {
    await this.#request('dropIndex', { generation }, signal);
  }

  /** Deletes all indexes from the disk but these. */
  async keepIndexes(generations: readonly number[], signal?: AbortSignal): Promise<void> {
    await this.#request('keepIndexes', { generations }, signal);
  }

  /** Ahead of everything that indexes. Rejects with index/damaged, after which it must be opened again. */
  search(
    generation: number,
    query: string,
    filter: SearchFilter,
    limit: number,
    signal?: AbortSignal,
  ): Promise<SearchHits> {
    return this.#request('search', { generation, query, filter, limit }, signal);
  }

  /** One score a text, higher is better. */
  async rerank(
    model: RetrievalModelFolder,
    query: string,
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly number[]> {
    const { scores } = await this.#request('rerank', { model, query, texts }, signal);
    return scores;
  }

  /** Cosines of these texts' vectors with the first one's. */
  async similarities(
    generation: number,
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly number[]> {
    const { similarities } = await this.#request('similarities', { generation, texts }, signal);
    return similarities;
  }

  /** What a model's files say. Rejects with embedder/file-invalid. */
  inspectModel(model: RetrievalModelFolder, signal?: AbortSignal): Promise<RetrievalModelFacts> {
    return this.#request('inspectModel', model, signal);
  }

  /** How many threads embed from now on; null: as many as measurement settled on. */
  async setThreads(threads: number | null, signal?: AbortSignal): Promise<void> {
    await this.#request('setThreads', { threads }, signal);
  }

  /** Lets a worker that was given up start again. */
  reset(): void {
    this.#process.reset();
  }

  async dispose(): Promise<void> {
    await this.#process.dispose();
  }

  #request<Name extends RequestName<IndexingProtocol>>(
    name: Name,
    input: Requests[Name]['input'],
    signal?: AbortSignal,
  ): Promise<Requests[Name]['output']> {
    return this.#process.request(name, input, { ...(signal && { signal }) });
  }
}
