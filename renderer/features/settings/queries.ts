import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
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

/** Follows `settings.changed`. Mounted once, by the app. */
export function useSettingsEvents(): void {
  const client = useQueryClient();
  useEffect(
    () => api.settings.changed((settings) => client.setQueryData<Settings>(settingsKey, settings)),
    [client],
  );
}
