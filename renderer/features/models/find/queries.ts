import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import type { Download } from '../../../../preload/contract/downloads';
import { api } from '../../../api';
import { useSettings } from '../../settings/queries';
import { modelKeys, runtimeSettingsOf } from '../queries';

export function useCatalogue() {
  const settings = runtimeSettingsOf(useSettings().data);
  return useQuery({
    queryKey: [...modelKeys.catalogue, settings],
    queryFn: () => api.catalogue.list({}),
    enabled: settings !== null,
    placeholderData: keepPreviousData,
  });
}

/** What the server that repositories are on is called. */
export function useHubName(): string {
  return useCatalogue().data?.hub ?? 'the model hub';
}

/** Asks a server which models or adapters a pasted repository or address offers. */
export function useLook(kind: Download['kind']) {
  return useMutation({ mutationFn: (text: string) => api.catalogue.look({ kind, text }) });
}
