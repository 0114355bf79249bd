import type { Embedder } from './embedding/embedder';
import { openEmbedder } from './embedding/openEmbedder';
import { openReranker, type Reranker } from './embedding/reranker';
import type { RetrievalModelFolder } from './protocol';

const rerankerIdleMs = 120_000;

/** The embedders in use, each opened at its first use and kept; and a reranker while it is asked. */
export class OpenModels {
  readonly #cacheFolder: string;
  readonly #embedders = new Map<string, Promise<Embedder>>();
  #threads: number | null;
  #reranker: { folder: string; opened: Promise<Reranker> } | undefined;
  #rerankerTimer: NodeJS.Timeout | undefined;
  #rerankerUses = 0;

  /** @param cacheFolder for what is derived from models */
  constructor(cacheFolder: string, threads: number | null) {
    this.#cacheFolder = cacheFolder;
    this.#threads = threads;
  }

  /** Rejects with embedder/*; the next call then tries again. */
  embedder(model: RetrievalModelFolder): Promise<Embedder> {
    const known = this.#embedders.get(model.folder);
    if (known) return known;
    const opened = openEmbedder(model, { threads: this.#threads, cacheFolder: this.#cacheFolder });
    this.#embedders.set(model.folder, opened);
    opened.catch(() => this.#embedders.delete(model.folder));
    return opened;
  }

  /** Lets go of the embedders that no index needs any more. */
  async keepOnly(folders: ReadonlySet<string>): Promise<void> {
    const unneeded = [...this.#embedders].filter(([folder]) => !folders.has(folder));
    for (const [folder, opened] of unneeded) {
      this.#embedders.delete(folder);
      const embedder = await opened;
      await embedder.dispose();
    }
  }

  /** How many threads embed from now on; null: as many as measurement settled on. */
  async setThreads(threads: number | null): Promise<void> {
    this.#threads = threads;
    for (const opened of this.#embedders.values()) await (await opened).setThreads(threads);
  }

  /** Scores by a reranker, which is let go when it was not asked for two minutes. */
  async rerank(
    model: RetrievalModelFolder,
    query: string,
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<number[]> {
    clearTimeout(this.#rerankerTimer);
    this.#rerankerUses += 1;
    try {
      const reranker = await this.#openReranker(model);
      return await reranker.score(query, texts, signal);
    } finally {
      this.#rerankerUses -= 1;
      this.#letRerankerGoLater();
    }
  }

  async #openReranker(model: RetrievalModelFolder): Promise<Reranker> {
    if (this.#reranker && this.#reranker.folder !== model.folder) await this.#letRerankerGo();
    this.#reranker ??= { folder: model.folder, opened: openReranker(model, { threads: this.#threads }) };
    try {
      return await this.#reranker.opened;
    } catch (error) {
      this.#reranker = undefined;
      throw error;
    }
  }

  #letRerankerGoLater(): void {
    if (this.#rerankerUses > 0) return;
    this.#rerankerTimer = setTimeout(() => void this.#letRerankerGo(), rerankerIdleMs).unref();
  }

  async #letRerankerGo(): Promise<void> {
    const unneeded = this.#reranker;
    this.#reranker = undefined;
    if (unneeded) await (await unneeded.opened).dispose();
  }
}
