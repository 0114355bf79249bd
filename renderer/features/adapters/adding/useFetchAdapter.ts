import { useMutation, type QueryClient } from '@tanstack/react-query';
import type { DownloadSource } from '../../../../preload/contract/downloads';
import { api } from '../../../api';
import { keepDownload } from '../../models/downloads/queries';

/** Puts an adapter into the queue of downloads, which goes out to its server. */
export function useFetchAdapter(client: QueryClient) {
  return useMutation({
    mutationFn: (source: DownloadSource) => api.downloads.start({ kind: 'adapter', source }),
    onSuccess: (download) => keepDownload(client, download),
  });
}
