import { notifications } from '@mantine/notifications';
import type { QueryClient } from '@tanstack/react-query';
import type { Adapter } from '../../../../preload/contract/adapters';
import { isCancellation } from '../../../../preload/contract/errors';
import { api } from '../../../api';
import { toLoamError } from '../../../components/errors/describeError';
import { notifyError } from '../../../components/errors/notifyError';
import { refreshAdapters } from '../queries';
import { adapterTitle } from '../words/adapterWords';
import { AddedNotice } from './AddedNotice';
import { beginAdding, endAdding, keepRefusal } from './addingStore';

/** Asks for an adapter file or a PEFT folder and adds it; nothing happens when the user cancels. */
export async function chooseAdapter(client: QueryClient, what: 'file' | 'folder'): Promise<void> {
  try {
    const path = await api.adapters.choose({ what });
    if (path !== null) await addAdapters(client, [path]);
  } catch (error) {
    notifyError(error);
  }
}

/** Adds files and folders one after the other. Each one that is refused is kept with its reason, for the screen. */
export async function addAdapters(client: QueryClient, paths: readonly string[]): Promise<void> {
  beginAdding(paths.map(fileNameOf));
  for (const path of paths) {
    const fileName = fileNameOf(path);
    try {
      tellAdded(await api.adapters.add({ path, baseModelId: null }));
      await refreshAdapters(client);
    } catch (error) {
      if (!isCancellation(error)) keepRefusal({ fileName, error: toLoamError(error) });
    } finally {
      endAdding(fileName);
    }
  }
}

function tellAdded(adapter: Adapter): void {
  const id = `adapter:${adapter.id}`;
  notifications.show({
    id,
    color: 'moss',
    title: `${adapterTitle(adapter)} is here`,
    message: <AddedNotice adapter={adapter} onAct={() => notifications.hide(id)} />,
    autoClose: 12_000,
  });
}

/** What follows the last separator of either kind. */
function fileNameOf(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;
}
