import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import type { IndexingProgress } from '../../../preload/contract/knowledge';
import { api } from '../../api';

export const knowledgeKeys = {
  collections: ['knowledge', 'collections'] as const,
  /** Of all collections. */
  sources: ['knowledge', 'sources'] as const,
  /** Every page of every list of documents. */
  documents: ['knowledge', 'documents'] as const,
  progress: ['knowledge', 'progress'] as const,
};

/** What a list of documents is narrowed down to; all of it together. */
export type DocumentFilter = Omit<Parameters<typeof api.knowledge.documents>[0], 'offset' | 'limit'>;

export const collectionsOptions = queryOptions({
  queryKey: knowledgeKeys.collections,
  queryFn: () => api.knowledge.collections({}),
});

/** The sources of one collection; null: of all. */
export function sourcesOptions(collectionId: string | null) {
  return queryOptions({
    queryKey: [...knowledgeKeys.sources, collectionId],
    queryFn: () => api.knowledge.sources(collectionId === null ? {} : { collectionId }),
  });
}

export const progressOptions = queryOptions({
  queryKey: knowledgeKeys.progress,
  queryFn: () => api.knowledge.progress({}),
});

/** So many documents from an offset on, and how many there are in all. */
export function documentsOptions(filter: DocumentFilter, offset: number, limit: number) {
  return queryOptions({
    queryKey: [...knowledgeKeys.documents, filter, offset, limit],
    queryFn: () => api.knowledge.documents({ ...filter, offset, limit }),
  });
}

export function useCollections() {
  return useQuery(collectionsOptions);
}

/** The sources of one collection; null: of all. */
export function useSources(collectionId: string | null, isWanted = true) {
  return useQuery({ ...sourcesOptions(collectionId), enabled: isWanted });
}

/** The first documents that the filter lets through; what was found before stays until there is an answer. */
export function useDocuments(filter: DocumentFilter, limit = 100, isWanted = true) {
  return useQuery({
    ...documentsOptions(filter, 0, limit),
    enabled: isWanted,
    placeholderData: keepPreviousData,
  });
}

/** What indexing is doing, as it happens. */
export function useIndexingProgress() {
  return useQuery(progressOptions);
}

/** Takes over what the core tells of the progress. */
export function keepProgress(client: QueryClient, progress: IndexingProgress): void {
  client.setQueryData<IndexingProgress>(knowledgeKeys.progress, progress);
}

/** Reads anew everything about collections, sources and documents that is on screen. */
export async function refreshKnowledge(client: QueryClient): Promise<void> {
  const changed = [knowledgeKeys.collections, knowledgeKeys.sources, knowledgeKeys.documents];
  await Promise.all(changed.map((queryKey) => client.invalidateQueries({ queryKey })));
}

/** A request that changes collections, sources or documents; what is on screen is read anew after it. */
function useKnowledgeChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => refreshKnowledge(client) });
}

export function useCreateCollection() {
  return useKnowledgeChange((name: string) => api.knowledge.createCollection({ name }));
}

export function useRenameCollection() {
  return useKnowledgeChange((input: { id: string; name: string }) => api.knowledge.renameCollection(input));
}

export function useRemoveCollection() {
  return useKnowledgeChange((id: string) => api.knowledge.removeCollection({ id }));
}

export function useUpdateSource() {
  return useKnowledgeChange((input: Parameters<typeof api.knowledge.updateSource>[0]) =>
    api.knowledge.updateSource(input),
  );
}

export function useRemoveSource() {
  return useKnowledgeChange((id: string) => api.knowledge.removeSource({ id }));
}

export function useReindexSource() {
  return useKnowledgeChange((id: string) => api.knowledge.reindexSource({ id }));
}

export function useRetrySource() {
  return useKnowledgeChange((id: string) => api.knowledge.retrySource({ id }));
}

export function useCancelSource() {
  return useKnowledgeChange((id: string) => api.knowledge.cancelSource({ id }));
}

export function useReindexDocument() {
  return useKnowledgeChange((id: string) => api.knowledge.reindexDocument({ id }));
}

export function useRemoveDocument() {
  return useKnowledgeChange((id: string) => api.knowledge.removeDocument({ id }));
}
