import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Embedder } from '../../main/workers/indexing/embedding/embedder';
import { openEmbedder } from '../../main/workers/indexing/embedding/openEmbedder';
import { openReranker, type Reranker } from '../../main/workers/indexing/embedding/reranker';
import { temporaryFolder } from './temporaryFolder';

export const miniLmFolder = resolve(import.meta.dirname, '../../models/weights/all-MiniLM-L6-v2');

/** A signal that nobody aborts. */
export const neverAborted = new AbortController().signal;

/** The embedder in `folder`, let go when the test ends. */
export async function openTestEmbedder(
  folder: string,
  { threads = 1, cacheFolder = temporaryFolder() }: { threads?: number; cacheFolder?: string } = {},
): Promise<Embedder> {
  const embedder = await openEmbedder({ folder, name: 'Tested model' }, { cacheFolder, threads });
  onTestFinished(() => embedder.dispose());
  return embedder;
}

/** The reranker in `folder`, let go when the test ends. */
export async function openTestReranker(folder: string): Promise<Reranker> {
  const reranker = await openReranker({ folder, name: 'Tested model' }, { threads: 1 });
  onTestFinished(() => reranker.dispose());
  return reranker;
}

export function dotProduct(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
}
