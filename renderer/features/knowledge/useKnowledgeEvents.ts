import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../../api';
import { keepProgress, refreshKnowledge } from './queries';
import { refreshRetrieval, refreshSearchIndex, retrievalKeys } from './retrievalQueries';

/** Follows what the core tells about documents, indexing and searching. Mounted once, by the app. */
export function useKnowledgeEvents(): void {
  const client = useQueryClient();
  useEffect(() => api.knowledge.progressChanged((progress) => keepProgress(client, progress)), [client]);
  useEffect(
    () =>
      api.knowledge.changed(() => {
        void refreshKnowledge(client);
        // What was read or removed is in the index, or no longer.
        void client.invalidateQueries({ queryKey: retrievalKeys.indexStatus });
      }),
    [client],
  );
  useEffect(
    () =>
      api.retrieval.changed(({ isRecallToo = false }) => {
        // A rebuild tells each of its steps; questions and runs have no part in them.
        void (isRecallToo ? refreshRetrieval(client) : refreshSearchIndex(client));
      }),
    [client],
  );
}
