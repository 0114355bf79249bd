import { asc, eq } from 'drizzle-orm';
import type { Orm } from '../../storage/database';
import { indexGenerations, retrievalModels } from '../../storage/schema';

/** An embedder or a reranker that can be used. */
export interface RetrievalModelEntry {
  /** sha256 over its files. */
  id: string;
  kind: 'embedder' | 'reranker';
  name: string;
  /** Absolute once it leaves this domain; the table holds its name inside the folder of all. */
  folder: string;
  /** Null for a reranker. */
  dimensions: number | null;
  maxTokens: number;
  bytes: number;
}

export function listRetrievalModels(orm: Orm): RetrievalModelEntry[] {
  return orm
    .select({
      id: retrievalModels.id,
      kind: retrievalModels.kind,
      name: retrievalModels.name,
      folder: retrievalModels.folder,
      dimensions: retrievalModels.dimensions,
      maxTokens: retrievalModels.maxTokens,
      bytes: retrievalModels.bytes,
    })
    .from(retrievalModels)
    .orderBy(asc(retrievalModels.addedAt), asc(retrievalModels.id))
    .all();
}

export function insertRetrievalModel(orm: Orm, model: RetrievalModelEntry, addedAt: number): void {
  orm
    .insert(retrievalModels)
    .values({ ...model, addedAt })
    .onConflictDoNothing()
    .run();
}

export function deleteRetrievalModel(orm: Orm, id: string): void {
  orm.delete(retrievalModels).where(eq(retrievalModels.id, id)).run();
}

/** Embedders that an index was made with. */
export function indexedEmbedderIds(orm: Orm): string[] {
  return orm
    .selectDistinct({ id: indexGenerations.embedderId })
    .from(indexGenerations)
    .all()
    .map(({ id }) => id);
}
