import {
  keepPreviousData,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Conversation } from '../../../preload/contract/conversations';
import { LoamError } from '../../../preload/contract/errors';
import { api } from '../../api';
import { loadSummaries, removeSummary, upsertSummary, type SummaryList } from './summaryList';

export const conversationKeys = {
  all: ['conversations'] as const,
  list: ['conversations', 'list'] as const,
  searches: ['conversations', 'search'] as const,
  search: (query: string) => ['conversations', 'search', query] as const,
  detail: (id: string) => ['conversations', 'detail', id] as const,
  messages: (id: string) => ['conversations', 'messages', id] as const,
};

/** Every conversation's summary, in the order of the sidebar. The first page is published while the rest loads. */
export const conversationListOptions = queryOptions<SummaryList>({
  queryKey: conversationKeys.list,
  queryFn: ({ client, signal }) =>
    loadSummaries(api.conversations.list, {
      signal,
      onFirstPage: (list) =>
        client.setQueryData<SummaryList>(conversationKeys.list, (known) => known ?? list),
    }),
});

export function conversationOptions(id: string) {
  return queryOptions({
    queryKey: conversationKeys.detail(id),
    queryFn: () => api.conversations.get({ id }),
  });
}

/** All messages of the tree in order of creation. */
export function messagesOptions(id: string) {
  return queryOptions({
    queryKey: conversationKeys.messages(id),
    queryFn: () => api.conversations.messages({ id }),
  });
}

export function useConversationList() {
  return useQuery(conversationListOptions);
}

/** The conversation, or no data while `id` is null (a fresh chat). */
export function useConversation(id: string | null) {
  return useQuery({ ...conversationOptions(id ?? ''), enabled: id !== null });
}

export function useMessages(id: string | null) {
  return useQuery({ ...messagesOptions(id ?? ''), enabled: id !== null });
}

const mostSearchHits = 100;

/** Hits in titles and message texts, best first. No data while the query is blank. */
export function useConversationSearch(query: string) {
  const words = query.trim();
  return useQuery({
    queryKey: conversationKeys.search(words),
    queryFn: () => api.conversations.search({ query: words, limit: mostSearchHits }),
    enabled: words.length > 0,
    // Texts change under a search without an event for it, so only the hits on screen are kept.
    staleTime: 0,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
}

/** Puts a conversation the main process just returned into every cache that shows it. */
export function storeConversation(client: QueryClient, conversation: Conversation): void {
  client.setQueryData(conversationKeys.detail(conversation.id), conversation);
  changeList(client, (list) => upsertSummary(list, conversation));
  void client.invalidateQueries({ queryKey: conversationKeys.searches });
}

/** Takes a conversation out of every cache that shows it. */
export function forgetConversation(client: QueryClient, id: string): void {
  client.removeQueries({ queryKey: conversationKeys.detail(id) });
  client.removeQueries({ queryKey: conversationKeys.messages(id) });
  changeList(client, (list) => removeSummary(list, id));
  void client.invalidateQueries({ queryKey: conversationKeys.searches });
}

function changeList(client: QueryClient, change: (list: SummaryList) => SummaryList): void {
  if (client.isFetching({ queryKey: conversationKeys.list }) > 0) {
    // A list that is being read page by page would overwrite the change: read it anew.
    void client
      .cancelQueries({ queryKey: conversationKeys.list }, { revert: false })
      .then(() => client.invalidateQueries({ queryKey: conversationKeys.list }));
    return;
  }
  client.setQueryData<SummaryList>(conversationKeys.list, (list) => list && change(list));
}

/** Reads a conversation anew (title, time, active branch) and shows it everywhere; forgets it when it is gone. */
export async function refreshConversation(client: QueryClient, id: string): Promise<void> {
  try {
    storeConversation(client, await api.conversations.get({ id }));
  } catch (error) {
    if (!(error instanceof LoamError && error.code === 'conversation/not-found')) throw error;
    forgetConversation(client, id);
  }
}

/** Follows `conversations.changed` for as long as the component is mounted. Mounted once, by the app. */
export function useConversationEvents(onError: (error: unknown) => void): void {
  const client = useQueryClient();
  useEffect(
    () =>
      api.conversations.changed(({ id }) => {
        void client.invalidateQueries({ queryKey: conversationKeys.messages(id) });
        refreshConversation(client, id).catch(onError);
      }),
    [client, onError],
  );
}

export function useUpdateConversation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Parameters<typeof api.conversations.update>[0]) => api.conversations.update(input),
    onSuccess: (conversation) => storeConversation(client, conversation),
  });
}

export function useForkConversation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Parameters<typeof api.conversations.fork>[0]) => api.conversations.fork(input),
    onSuccess: (conversation) => storeConversation(client, conversation),
  });
}

export function useSelectBranch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Parameters<typeof api.conversations.selectBranch>[0]) =>
      api.conversations.selectBranch(input),
    onSuccess: (conversation) => storeConversation(client, conversation),
  });
}
