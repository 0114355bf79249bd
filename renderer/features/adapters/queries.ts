import {
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Adapter } from '../../../preload/contract/adapters';
import { api } from '../../api';
import type { CompatibilityOfModel } from './words/compatibility';

export const adapterKeys = {
  list: ['adapters', 'list'] as const,
  /** Of all adapters. */
  uses: ['adapters', 'uses'] as const,
  /** With all models. */
  compatibility: ['adapters', 'compatibility'] as const,
};

/** More answers than anyone scrolls through. */
const mostUses = 200;

const adapterListOptions = queryOptions({
  queryKey: adapterKeys.list,
  queryFn: () => api.adapters.list({}),
});

function compatibilityOptions(modelId: string | null) {
  return queryOptions({
    queryKey: [...adapterKeys.compatibility, modelId],
    queryFn: () => api.adapters.compatibility({ modelId }),
  });
}

/** By name, newest version first; archived ones included. */
export function useAdapters() {
  return useQuery(adapterListOptions);
}

/** Which adapters work with a model (null: the default one), and why the others do not. */
export function useCompatibility(modelId: string | null, isWanted = true) {
  return useQuery({
    ...compatibilityOptions(modelId),
    enabled: isWanted,
    placeholderData: keepPreviousData,
  });
}

/** The same for several models, as far as it is known yet. */
export function useCompatibilities(modelIds: readonly string[]): CompatibilityOfModel[] {
  return useQueries({
    queries: modelIds.map(compatibilityOptions),
    combine: (results) =>
      modelIds.flatMap((modelId, index) => {
        const verdicts = results[index]?.data;
        return verdicts === undefined ? [] : [{ modelId, verdicts }];
      }),
  });
}

/** The newest answers that an adapter took part in. */
export function useAdapterUses(id: string, isWanted: boolean) {
  return useQuery({
    queryKey: [...adapterKeys.uses, id],
    queryFn: () => api.adapters.uses({ id, limit: mostUses }),
    enabled: isWanted,
    // Answers come and go without an event for it.
    staleTime: 0,
  });
}

/** Reads anew everything that depends on which adapters there are. */
export async function refreshAdapters(client: QueryClient): Promise<void> {
  await Promise.all(Object.values(adapterKeys).map((queryKey) => client.invalidateQueries({ queryKey })));
}

/** Follows what the core tells about adapters. Mounted once, by the app. */
export function useAdapterEvents(): void {
  const client = useQueryClient();
  useEffect(() => api.adapters.listChanged(() => void refreshAdapters(client)), [client]);
  useEffect(
    () =>
      api.models.listChanged(() => void client.invalidateQueries({ queryKey: adapterKeys.compatibility })),
    [client],
  );
  // An answer that has ended was given with some, and a deleted chat takes its answers along.
  useEffect(
    () => api.conversations.changed(() => void client.invalidateQueries({ queryKey: adapterKeys.list })),
    [client],
  );
}

export function useUpdateAdapter() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Parameters<typeof api.adapters.update>[0]) => api.adapters.update(input),
    onSuccess: (updated) => {
      client.setQueryData<Adapter[]>(adapterKeys.list, (known) =>
        known?.map((adapter) => (adapter.id === updated.id ? updated : adapter)),
      );
      // The list is in the order of names.
      return client.invalidateQueries({ queryKey: adapterKeys.list });
    },
  });
}

export function useExportAdapter() {
  return useMutation({ mutationFn: (id: string) => api.adapters.export({ id }) });
}

export function useRemoveAdapter() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Parameters<typeof api.adapters.remove>[0]) => api.adapters.remove(input),
    onSuccess: () => refreshAdapters(client),
  });
}
