import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { InstalledModel } from '../../../preload/contract/models';
import type { Settings } from '../../../preload/contract/settings';
import { api } from '../../api';
import { useSettings } from '../settings/queries';

export const modelKeys = {
  list: ['models', 'list'] as const,
  status: ['models', 'status'] as const,
  /** Of all models under all settings. */
  fits: ['models', 'fit'] as const,
  machine: ['models', 'machine'] as const,
  /** With everything that is known of what can be fetched: it tells what is installed, and what would fit. */
  catalogue: ['catalogue'] as const,
};

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

/** What this computer has. Asking starts the model process, so only screens that show it may. */
export function useMachine(isWanted = true) {
  return useQuery({
    queryKey: modelKeys.machine,
    queryFn: () => api.models.machine({}),
    enabled: isWanted,
  });
}

/** The settings that decide whether and how a model fits. */
export function runtimeSettingsOf(settings: Settings | undefined) {
  if (settings === undefined) return null;
  const { contextSize, gpu, gpuLayers, threads, flashAttention, memoryMapping, modelMemoryBytes } = settings;
  return { contextSize, gpu, gpuLayers, threads, flashAttention, memoryMapping, modelMemoryBytes };
}

/** Whether this model runs here with the settings of now; the last verdict stays until there is a new one. */
export function useModelFit({ id, isPresent }: Pick<InstalledModel, 'id' | 'isPresent'>) {
  const settings = runtimeSettingsOf(useSettings().data);
  return useQuery({
    queryKey: [...modelKeys.fits, id, settings],
    queryFn: () => api.models.fit({ id }),
    enabled: isPresent && settings !== null,
    placeholderData: keepPreviousData,
  });
}

/** Loads a model; null: the default one. */
export function useLoadModel() {
  return useMutation({ mutationFn: (id: string | null) => api.models.load({ id }) });
}

/** Frees the memory of one model; null: of all. */
export function useUnloadModel() {
  return useMutation({ mutationFn: (id: string | null) => api.models.unload({ id }) });
}

export function useRenameModel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { id: string; name: string }) => api.models.rename(input),
    onSuccess: (renamed) =>
      client.setQueryData<InstalledModel[]>(modelKeys.list, (models) =>
        models?.map((model) => (model.id === renamed.id ? renamed : model)),
      ),
  });
}

/** Deletes a model of Loam's own, or forgets a linked one. */
export function useRemoveModel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.models.remove({ id }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: modelKeys.list }),
        client.invalidateQueries({ queryKey: modelKeys.machine }),
        client.invalidateQueries({ queryKey: modelKeys.catalogue }),
      ]),
  });
}
