import type { QueryClient } from '@tanstack/react-query';
import type { Collection } from '../../../preload/contract/knowledge';
import { chatFilesCollectionId } from '../../../preload/contract/knowledge';
import { api } from '../../api';
import { notifyError } from '../../components/errors/notifyError';
import { useNavigation } from '../../navigation';
import { collectionsOptions, keepProgress, refreshKnowledge, sourcesOptions } from './queries';
import { countAll, hasWork } from './words/stateWords';

/**
 * The collection that the knowledge screen shows: the one that was chosen, else the first that the user made; the files
 * of chats only where there is nothing else.
 */
export function shownCollection(
  collections: readonly Collection[],
  chosenId: string | null,
): Collection | undefined {
  return (
    collections.find(({ id }) => id === chosenId) ??
    collections.find(({ id }) => id !== chatFilesCollectionId) ??
    collections[0]
  );
}

/** Asks for files or a folder and adds them to the collection on screen; nothing happens when the user cancels. */
export async function chooseSources(client: QueryClient, kind: 'files' | 'folder'): Promise<void> {
  await add(client, (target) => api.knowledge.chooseSources({ ...target, kind }));
}

/** Adds what was dropped to the collection on screen. */
export async function addSources(client: QueryClient, paths: string[]): Promise<void> {
  await add(client, (target) => api.knowledge.addSources({ ...target, paths }));
}

async function add(
  client: QueryClient,
  request: (target: { collectionId?: string }) => Promise<unknown>,
): Promise<void> {
  try {
    const collections = await client.query(collectionsOptions);
    const shown = shownCollection(collections, useNavigation.getState().knowledgeCollectionId);
    // The core makes the first collection; without a choice of the user the files of chats are not the place.
    const chosenId = useNavigation.getState().knowledgeCollectionId;
    const isTarget = shown !== undefined && (shown.id !== chatFilesCollectionId || shown.id === chosenId);
    await request(isTarget ? { collectionId: shown.id } : {});
    await refreshKnowledge(client);
  } catch (error) {
    notifyError(error);
  }
}

/** Nothing more is read or embedded until it is resumed, also over a restart. */
export async function pauseIndexing(client: QueryClient): Promise<void> {
  await control(client, () => api.knowledge.pause({}));
}

export async function resumeIndexing(client: QueryClient): Promise<void> {
  await control(client, () => api.knowledge.resume({}));
}

/** Pauses indexing, or goes on with it. */
export async function toggleIndexing(client: QueryClient): Promise<void> {
  await control(client, async () => {
    const { activity } = await api.knowledge.progress({});
    return activity === 'paused' ? api.knowledge.resume({}) : api.knowledge.pause({});
  });
}

async function control(client: QueryClient, request: () => Promise<unknown>): Promise<void> {
  try {
    await request();
    keepProgress(client, await api.knowledge.progress({}));
  } catch (error) {
    notifyError(error);
  }
}

/** Leaves everything unread that is not read yet, in every source; what is done stays. */
export async function cancelIndexing(client: QueryClient): Promise<void> {
  try {
    const sources = await client.query({ ...sourcesOptions(null), staleTime: 0 });
    // One without a file is perhaps being looked through.
    const busy = sources.filter(({ documents }) => hasWork(documents) || countAll(documents) === 0);
    await Promise.all(busy.map(({ id }) => api.knowledge.cancelSource({ id })));
    await refreshKnowledge(client);
  } catch (error) {
    notifyError(error);
  }
}
