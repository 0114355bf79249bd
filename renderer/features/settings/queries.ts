import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Settings } from '../../../preload/contract/settings';
import { api } from '../../api';

const settingsKey = ['settings'] as const;

export const settingsOptions = queryOptions<Settings>({
  queryKey: settingsKey,
  queryFn: () => api.settings.get({}),
});

export function useSettings() {
  return useQuery(settingsOptions);
}

/** Saves the named settings; they show at once and fall back when saving fails. */
export function useUpdateSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (changes: Partial<Settings>) => api.settings.update(changes),
    onMutate: (changes) => {
      const before = client.getQueryData<Settings>(settingsKey);
      if (before !== undefined) client.setQueryData<Settings>(settingsKey, { ...before, ...changes });
      return { before };
    },
    onSuccess: (settings) => client.setQueryData<Settings>(settingsKey, settings),
    onError: (_error, _changes, context) => {
      if (context?.before !== undefined) client.setQueryData<Settings>(settingsKey, context.before);
    },
  });
}

/**
 * Follows `settings.changed` for as long as the window lives. Called before the settings are first read, so that no
 * change between reading and drawing is missed.
 */
export function followSettings(client: QueryClient): void {
  api.settings.changed((settings) => client.setQueryData<Settings>(settingsKey, settings));
}
