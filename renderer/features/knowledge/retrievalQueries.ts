import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api } from '../../api';

export const retrievalKeys = {
  models: ['retrieval', 'models'] as const,
  indexStatus: ['retrieval', 'indexStatus'] as const,
  questions: ['retrieval', 'questions'] as const,
  runs: ['retrieval', 'runs'] as const,
};

const modelsOptions = queryOptions({
  queryKey: retrievalKeys.models,
  queryFn: () => api.retrieval.models({}),
});

const indexStatusOptions = queryOptions({
  queryKey: retrievalKeys.indexStatus,
  queryFn: () => api.retrieval.indexStatus({}),
});

const questionsOptions = queryOptions({
  queryKey: retrievalKeys.questions,
  queryFn: () => api.retrieval.recallQuestions({}),
});

const runsOptions = queryOptions({
  queryKey: retrievalKeys.runs,
  queryFn: () => api.retrieval.recallRuns({}),
});

/** Embedders and rerankers. */
export function useSearchModels() {
  return useQuery(modelsOptions);
}

/** Counts every passage, so only what shows it may ask. */
export function useIndexStatus(isWanted = true) {
  return useQuery({ ...indexStatusOptions, enabled: isWanted });
}

export function useRecallQuestions() {
  return useQuery(questionsOptions);
}

/** Oldest first. */
export function useRecallRuns() {
  return useQuery(runsOptions);
}

/** Reads anew what is on screen of search models, the index, saved questions and runs. */
export async function refreshRetrieval(client: QueryClient): Promise<void> {
  await Promise.all(Object.values(retrievalKeys).map((queryKey) => client.invalidateQueries({ queryKey })));
}

/** Reads anew what is on screen of search models and the index only. */
export async function refreshSearchIndex(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: retrievalKeys.models }),
    client.invalidateQueries({ queryKey: retrievalKeys.indexStatus }),
  ]);
}

function useRetrievalChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => refreshRetrieval(client) });
}

/** Searches without any language model; nothing is remembered of it. */
export function useTrySearch() {
  return useMutation({
    mutationFn: (input: Parameters<typeof api.retrieval.search>[0]) => api.retrieval.search(input),
  });
}

export function useChooseSearchModel() {
  return useRetrievalChange((_input: undefined) => api.retrieval.chooseModel({}));
}

export function useUseSearchModel() {
  return useRetrievalChange((id: string) => api.retrieval.useModel({ id }));
}

export function useStopReranking() {
  return useRetrievalChange((_input: undefined) => api.retrieval.stopReranking({}));
}

export function useRemoveSearchModel() {
  return useRetrievalChange((id: string) => api.retrieval.removeModel({ id }));
}

export function useRebuildIndex() {
  return useRetrievalChange((_input: undefined) => api.retrieval.rebuildIndex({}));
}

export function useSaveQuestion() {
  return useRetrievalChange((input: Parameters<typeof api.retrieval.saveRecallQuestion>[0]) =>
    api.retrieval.saveRecallQuestion(input),
  );
}

export function useRemoveQuestion() {
  return useRetrievalChange((id: string) => api.retrieval.removeRecallQuestion({ id }));
}

export function useRunRecall() {
  return useRetrievalChange((_input: undefined) => api.retrieval.runRecall({}));
}
