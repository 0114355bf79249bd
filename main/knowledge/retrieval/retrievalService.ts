import type { KnowledgeScope } from '../../../preload/contract/knowledge';
import type { SearchFilter, SearchHits } from '../../workers/indexing/protocol';
import type { StoredPassage } from '../documents/passageRepository';
import { fuse } from './fuse';
import { type FoundPassage, judge } from './judge';
import type { RankedPassages } from './rankedPassage';
import { type SelectedPassages, selectPassages } from './selectPassages';
import { type SimilarityMeasure, UnrelatedSimilarities } from './unrelatedSimilarity';

/** The index of vectors and words. */
export interface PassageSearch extends SimilarityMeasure {
  search(
    query: string,
    filter: SearchFilter,
    limit: number,
    signal?: AbortSignal,
  ): Promise<SearchHits & { embedderId: string }>;
  /** One score a text, higher is better; null where there is no reranker. */
  rerank(query: string, texts: readonly string[], signal?: AbortSignal): Promise<readonly number[] | null>;
}

/** The stored passages. */
export interface PassageStore {
  resolveScope(scope: KnowledgeScope): SearchFilter;
  /** Those that are still searchable, in any order. */
  findPassages(sequences: readonly number[]): StoredPassage[];
}

export interface SearchOptions {
  /** How many relevant passages at most. */
  limit: number;
  signal?: AbortSignal;
}

/** A question that is to be answered from passages. */
export interface PassageRequest {
  query: string;
  scope: KnowledgeScope;
  /** For all passages together, as `countTokens` counts. */
  budgetTokens: number;
  /** In the answering model's tokens, one number a text. */
  countTokens(texts: readonly string[]): Promise<number[]>;
  signal: AbortSignal;
}

/** How deep both searches go: passages that both of them find are what the fusion is about. */
const leastDepth = 100;
/** A passage may be dropped as one that says the same, or was removed meanwhile. */
const depthALimit = 2;
/** Scoring a pair takes long, and what is far below is not lifted to the top by it. */
const rerankedPassages = 50;
/** More of them distract a small model, and each takes its time to read. */
const mostSent = 6;

/** Searches the user's documents by meaning and by words. */
export class RetrievalService {
  readonly #index: PassageSearch;
  readonly #store: PassageStore;
  readonly #unrelated: UnrelatedSimilarities;

  constructor({ index, store }: { index: PassageSearch; store: PassageStore }) {
    this.#index = index;
    this.#store = store;
    this.#unrelated = new UnrelatedSimilarities(index);
  }

  /** Rejects with index/*, embedder/*, worker/*, generation/cancelled. */
  async search(
    query: string,
    scope: KnowledgeScope,
    { limit, signal }: SearchOptions,
  ): Promise<RankedPassages> {
    const startedMs = performance.now();
    const filter = this.#store.resolveScope(scope);
    const depth = Math.max(leastDepth, depthALimit * limit);
    const hits = await this.#index.search(query, filter, depth, signal);
    const { embedMs, vectorMs, fullTextMs, embedderId } = hits;
    const unrelatedSimilarity = await this.#unrelated.of(embedderId);
    const { found, rerankMs } = await this.#rerank(query, this.#found(hits, unrelatedSimilarity), signal);
    const passages = judge(found, { query, limit, unrelatedSimilarity });
    const totalMs = performance.now() - startedMs;
    return {
      passages,
      isNothingRelevant: passages.every(({ verdict }) => verdict !== 'relevant'),
      timings: { embedMs, vectorMs, fullTextMs, rerankMs, totalMs },
      embedderId,
    };
  }

  /** What an answer is to be drawn from. Rejects as `search`. */
  async findPassages({
    query,
    scope,
    signal,
    ...budget
  }: PassageRequest): Promise<SelectedPassages & Omit<RankedPassages, 'passages'>> {
    const ranked = await this.search(query, scope, { limit: mostSent, signal });
    const { isNothingRelevant, timings, embedderId } = ranked;
    return { ...(await selectPassages(ranked, budget)), isNothingRelevant, timings, embedderId };
  }

  /** Best first; hits whose passages are gone are left out. */
  #found(hits: SearchHits, unrelatedSimilarity: number): FoundPassage[] {
    const fused = fuse(hits, unrelatedSimilarity);
    const stored = this.#store.findPassages(fused.map(({ passage }) => passage));
    const bySequence = new Map(stored.map((passage) => [passage.sequence, passage]));
    return fused.flatMap(({ passage: sequence, ...scores }) => {
      const passage = bySequence.get(sequence);
      return passage ? [{ ...scores, passage, rerankScore: null }] : [];
    });
  }

  async #rerank(
    query: string,
    found: readonly FoundPassage[],
    signal?: AbortSignal,
  ): Promise<{ found: FoundPassage[]; rerankMs: number | null }> {
    const startedMs = performance.now();
    const first = found.slice(0, rerankedPassages);
    if (first.length === 0) return { found: [], rerankMs: null };
    const texts = first.map(({ passage }) => passage.text);
    const scores = await this.#index.rerank(query, texts, signal);
    if (scores === null) return { found: [...found], rerankMs: null };
    const reranked = first
      .map((candidate, index) => ({ ...candidate, rerankScore: scores[index] ?? null }))
      .sort((a, b) => (b.rerankScore ?? -Infinity) - (a.rerankScore ?? -Infinity));
    return {
      found: [...reranked, ...found.slice(rerankedPassages)],
      rerankMs: performance.now() - startedMs,
    };
  }
}
