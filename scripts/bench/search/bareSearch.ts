import { basename, dirname } from 'node:path';
import { env, pipeline } from '@huggingface/transformers';
import { connect, MatchQuery, rerankers } from '@lancedb/lancedb';

/** LanceDB and transformers.js as their documentation shows them, on the very table that Loam searches. */
export interface BareSearch {
  /** Milliseconds of the query's embedding and of the hybrid search, one after the other. */
  search(query: string): Promise<{ embedMs: number; searchMs: number }>;
  /** The ten nearest of all, each compared. */
  exact(vector: Float32Array): Promise<number[]>;
}

const limit = 10;

export async function openBareSearch(indexFolder: string, embedderFolder: string): Promise<BareSearch> {
  env.allowRemoteModels = false;
  env.localModelPath = `${dirname(embedderFolder)}/`;
  const embed = await pipeline('feature-extraction', basename(embedderFolder), { dtype: 'q8' });
  const table = await (await connect(indexFolder)).openTable('passages');
  const reranker = await rerankers.RRFReranker.create();
  return {
    async search(query) {
      const startedMs = performance.now();
      const embedded = await embed(query, { pooling: 'mean', normalize: true });
      const vector = Float32Array.from(embedded.data as Float32Array);
      const embeddedMs = performance.now();
      await table
        .query()
        .nearestTo(vector)
        .distanceType('cosine')
        .fullTextSearch(new MatchQuery(query, 'text'))
        .rerank(reranker)
        .select(['passage', 'text'])
        .limit(limit)
        .toArray();
      return { embedMs: embeddedMs - startedMs, searchMs: performance.now() - embeddedMs };
    },
    async exact(vector) {
      const rows = (await table
        .query()
        .nearestTo(vector)
        .distanceType('cosine')
        .bypassVectorIndex()
        .select(['passage', '_distance'])
        .limit(limit)
        .toArray()) as { passage: number }[];
      return rows.map(({ passage }) => passage);
    },
  };
}
