import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ModelStatus } from '../../../preload/contract/models';
import { api } from '../../api';

export const modelKeys = { list: ['models', 'list'] as const, status: ['models', 'status'] as const };

export const modelListOptions = queryOptions({
  queryKey: modelKeys.list,
  queryFn: () => api.models.list({}),
});

export const modelStatusOptions = queryOptions({
  queryKey: modelKeys.status,
  queryFn: () => api.models.status({}),
});

export function useModels() {
  return useQuery(modelListOptions);
}

export function useModelStatus() {
  return useQuery(modelStatusOptions);
}

/** Follows `models.statusChanged`. Mounted once, by the app. */
export function useModelEvents(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      api.models.statusChanged((status) => {
        client.setQueryData<ModelStatus>(modelKeys.status, status);
        // The list learns the context length at the first load, and a missing file at a failed one.
        if (status.state === 'ready' || status.state === 'failed') {
          void client.invalidateQueries({ queryKey: modelKeys.list });
        }
      }),
    [client],
  );
}

export function useLoadModel() {
  return useMutation({ mutationFn: (id: string | null) => api.models.load({ id }) });
}

export function useUnloadModel() {
  return useMutation({ mutationFn: () => api.models.unload({}) });
}

/** Asks for a model file; the result is null when the user cancelled. */
export function useLinkModelFile() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.models.linkFile({}),
    onSuccess: () => client.invalidateQueries({ queryKey: modelKeys.list }),
  });
}

export function useUnlinkModel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.models.unlink({ id }),
    onSuccess: () => client.invalidateQueries({ queryKey: modelKeys.list }),
  });
}
