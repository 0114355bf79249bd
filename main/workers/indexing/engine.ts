import { join } from 'node:path';
import type { WorkerHandlers } from '../workerEndpoint';
import { identifyDocument } from './documents/identifyDocument';
import type { Embedder } from './embedding/embedder';
import { inspectModel } from './embedding/inspectModel';
import { OpenDocuments } from './openDocuments';
import { OpenIndexes } from './openIndexes';
import { OpenModels } from './openModels';
import { embeddedText } from './passages/passageContext';
import type { IndexingProtocol, PassageToIndex, SearchFilter, SearchHits } from './protocol';

/** Reads documents, embeds their passages, and keeps and searches the indexes. */
export class IndexingEngine {
  readonly #models: OpenModels;
  readonly #indexes: OpenIndexes;
  readonly #documents = new OpenDocuments();

  constructor({ indexFolder, threads }: IndexingProtocol['init']) {
    this.#models = new OpenModels(join(indexFolder, 'derived'), threads);
    this.#indexes = new OpenIndexes(indexFolder, this.#models);
  }

  handlers(): WorkerHandlers<IndexingProtocol> {
    return {
      identify: ({ path }, { signal }) => identifyDocument(path, signal),
      openDocument: async ({ path, embedder }, { signal }) =>
        this.#documents.open(path, await this.#models.embedder(embedder), signal),
      nextPassages: ({ handle, limit }, { signal }) => this.#documents.next(handle, limit, signal),
      closeDocument: async ({ handle }) => nothing(this.#documents.close(handle)),

      openIndex: (reference) => this.#indexes.open(reference),
      index: ({ generation, passages }, { signal }) => this.#index(generation, passages, signal),
      removePassages: ({ generation, passages }) =>
        nothing(this.#indexes.use(generation, ({ index }) => index.removePassages(passages))),
      removeDocuments: ({ generation, documents }) =>
        nothing(this.#indexes.use(generation, ({ index }) => index.removeDocuments(documents))),
      optimise: ({ generation }) => nothing(this.#indexes.use(generation, ({ index }) => index.optimise())),
      keepIndexes: ({ generations }) => nothing(this.#indexes.keepOnly(generations)),
      dropIndex: ({ generation }) => nothing(this.#indexes.drop(generation)),

      search: ({ generation, query, filter, limit }) => this.#search(generation, query, filter, limit),
      rerank: async ({ model, query, texts }, { signal }) => ({
        scores: await this.#models.rerank(model, query, texts, signal),
      }),
      similarities: ({ generation, texts }, { signal }) => this.#similarities(generation, texts, signal),
      inspectModel: (model) => inspectModel(model),
      setThreads: ({ threads }) => nothing(this.#models.setThreads(threads)),
    };
  }

  #index(
    generation: number,
    passages: readonly PassageToIndex[],
    signal: AbortSignal,
  ): Promise<{ indexed: number }> {
    return this.#indexes.use(generation, async ({ index, embedder }) => {
      const texts = passages.map(({ context, text }) => embeddedText(context, text));
      const vectors = await embedder.embedPassages(texts, signal);
      await index.add(
        passages.map(({ passage, document, source }, position) => ({
          passage,
          document,
          source,
          text: at(texts, position),
          vector: at(vectors, position),
        })),
      );
      return { indexed: passages.length };
    });
  }

  #search(generation: number, query: string, filter: SearchFilter, limit: number): Promise<SearchHits> {
    return this.#indexes.use(generation, async ({ index, embedder }) => {
      const startedMs = performance.now();
      const vector = await embedder.embedQuery(query);
      const embedMs = performance.now() - startedMs;
      return { ...(await index.search({ vector, words: query }, filter, limit)), embedMs };
    });
  }

  async #similarities(
    generation: number,
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<{ similarities: number[] }> {
    const { embedder } = this.#indexes.require(generation);
    const [first, ...others] = await embedTexts(embedder, texts, signal);
    if (!first) return { similarities: [] };
    return { similarities: [first, ...others].map((vector) => dotProduct(first, vector)) };
  }
}

/** Short texts that somebody waits for. */
async function embedTexts(
  embedder: Embedder,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (const text of texts) {
    signal.throwIfAborted();
    vectors.push(await embedder.embedQuery(text));
  }
  return vectors;
}

function dotProduct(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, position) => sum + value * (b[position] ?? 0), 0);
}

function at<Value>(values: readonly Value[], position: number): Value {
  const value = values[position];
  if (value === undefined) throw new RangeError('The embedder answered fewer vectors than texts.');
  return value;
}

async function nothing(done: Promise<void>): Promise<null> {
  await done;
  return null;
}
