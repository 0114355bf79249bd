import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { Download, DownloadSource } from '../../../../preload/contract/downloads';
import { api } from '../../../api';
import { modelKeys } from '../queries';
import { isActiveDownload } from '../words/downloadWords';

const downloadsKey = ['downloads', 'list'] as const;

const downloadListOptions = queryOptions({
  queryKey: downloadsKey,
  queryFn: () => api.downloads.list({}),
});

/** Newest first. */
export function useDownloads() {
  return useQuery(downloadListOptions);
}

export function useActiveDownloadCount(): number {
  return useDownloads().data?.filter(isActiveDownload).length ?? 0;
}

/** Puts what is now known of a download into the list. */
export function keepDownload(client: QueryClient, download: Download): void {
  // A list that is being read may be older than this news.
  if (client.isFetching({ queryKey: downloadsKey }) > 0) {
    void client.invalidateQueries({ queryKey: downloadsKey });
  }
  client.setQueryData<Download[]>(downloadsKey, (known) => {
    if (known === undefined) return undefined;
    return known.some(({ id }) => id === download.id)
      ? known.map((other) => (other.id === download.id ? download : other))
      : [download, ...known];
  });
}

/** Takes a download out of the list. */
export function dropDownload(client: QueryClient, id: string): void {
  client.setQueryData<Download[]>(downloadsKey, (known) => known?.filter((download) => download.id !== id));
}

export function useStartDownload() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (source: DownloadSource) => api.downloads.start({ kind: 'model', source }),
    onSuccess: (download) => {
      keepDownload(client, download);
      return client.invalidateQueries({ queryKey: modelKeys.catalogue });
    },
  });
}

export function usePauseDownload() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.downloads.pause({ id }),
    onSuccess: (download) => keepDownload(client, download),
  });
}

/** Goes on with a paused download, or tries a failed one again. */
export function useResumeDownload() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.downloads.resume({ id }),
    onSuccess: (download) => keepDownload(client, download),
  });
}

export function useRemoveDownload() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.downloads.remove({ id }),
    onSuccess: (_nothing, id) => {
      dropDownload(client, id);
      return client.invalidateQueries({ queryKey: modelKeys.catalogue });
    },
  });
}
