import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { Comparison } from '../../../preload/contract/comparisons';
import { api } from '../../api';
import { useCompareStore } from './compareStore';
import { hasUnfinished } from './words/compareWords';

const listKey = ['comparisons', 'list'] as const;
const mostComparisons = 100;
const refreshMs = 1500;

/** Earlier comparisons, newest first. One that is written for a page that is gone is followed on the disk. */
export function useComparisons(isWanted = true) {
  const liveId = useCompareStore(({ live }) => live?.comparison.id);
  return useQuery({
    queryKey: listKey,
    queryFn: () => api.comparisons.list({ limit: mostComparisons }),
    enabled: isWanted,
    refetchInterval: ({ state }) =>
      state.data?.some((comparison) => comparison.id !== liveId && hasUnfinished(comparison)) === true
        ? refreshMs
        : false,
  });
}

/** Puts what is now known of a comparison into the list. */
export function keepComparison(client: QueryClient, comparison: Comparison): void {
  if (client.getQueryData<Comparison[]>(listKey) === undefined) {
    void client.invalidateQueries({ queryKey: listKey });
    return;
  }
  client.setQueryData<Comparison[]>(listKey, (known = []) =>
    known.some(({ id }) => id === comparison.id)
      ? known.map((other) => (other.id === comparison.id ? comparison : other))
      : [comparison, ...known],
  );
}

export function useChooseBest() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Parameters<typeof api.comparisons.choose>[0]) => api.comparisons.choose(input),
    onSuccess: (comparison) => keepComparison(client, comparison),
  });
}

export function useRemoveComparison() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.comparisons.remove({ id }),
    onSuccess: (_nothing, removedId) =>
      client.setQueryData<Comparison[]>(listKey, (known) => known?.filter(({ id }) => id !== removedId)),
  });
}
