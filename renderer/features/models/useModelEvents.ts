import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Download } from '../../../preload/contract/downloads';
import type { ModelStatus } from '../../../preload/contract/models';
import { api } from '../../api';
import { notifyDownload } from './downloads/notifyDownload';
import { dropDownload, keepDownload } from './downloads/queries';
import { modelKeys } from './queries';

/** Follows what the core tells about models and downloads. Mounted once, by the app. */
export function useModelEvents(): void {
  const client = useQueryClient();
  useEffect(() => api.models.statusChanged((status) => takeStatus(client, status)), [client]);
  useEffect(() => api.models.listChanged(() => void refreshModels(client)), [client]);
  useEffect(() => {
    const lastStates = new Map<string, Download['state']>();
    return api.downloads.changed((download) => {
      takeDownload(client, download, lastStates.get(download.id));
      lastStates.set(download.id, download.state);
    });
  }, [client]);
  useEffect(() => api.downloads.removed(({ id }) => dropDownload(client, id)), [client]);
}

function takeStatus(client: QueryClient, status: ModelStatus): void {
  client.setQueryData<ModelStatus>(modelKeys.status, status);
  if (status.state === 'loading') return;
  // Other models fit, or no longer, when memory was taken or freed.
  void client.invalidateQueries({ queryKey: modelKeys.fits });
  // The list learns the context length at the first load, and a missing file at a failed one.
  if (status.state !== 'unloaded') void client.invalidateQueries({ queryKey: modelKeys.list });
}

async function refreshModels(client: QueryClient): Promise<void> {
  const changed = [modelKeys.list, modelKeys.fits, modelKeys.machine, modelKeys.catalogue];
  await Promise.all(changed.map((queryKey) => client.invalidateQueries({ queryKey })));
}

function takeDownload(
  client: QueryClient,
  download: Download,
  lastState: Download['state'] | undefined,
): void {
  keepDownload(client, download);
  if (download.state === lastState) return;
  if (download.state === 'done' || download.state === 'failed') notifyDownload(download);
}
