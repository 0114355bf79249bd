import { useMemo } from 'react';
import type {
  Collection,
  KnowledgeDocument,
  KnowledgeScope,
  Source,
} from '../../../../preload/contract/knowledge';
import { emptyScope } from '../../../../preload/contract/knowledge';
import { useCollections, useDocuments, useSources } from '../../knowledge/queries';
import type { ChosenDocuments } from './scopeWords';

/** The documents of a chat, and what else it could be given. */
export interface ChatDocuments {
  scope: KnowledgeScope;
  chosen: ChosenDocuments;
  /** Undefined while they are being read. */
  collections: readonly Collection[] | undefined;
}

const mostDocuments = 200;
const noSources: readonly Source[] = [];
const noDocuments: readonly KnowledgeDocument[] = [];

/** What a chat answers from. What is no longer there is left out. */
export function useChatDocuments(chosenScope: KnowledgeScope | undefined): ChatDocuments {
  const scope = chosenScope ?? emptyScope;
  const { sourceIds, documentIds } = scope;
  const { data: collections } = useCollections();
  const { data: sources = noSources } = useSources(null, sourceIds.length > 0);
  const hasDocuments = documentIds.length > 0;
  const { data: found } = useDocuments({ ids: documentIds }, mostDocuments, hasDocuments);
  const documents = hasDocuments ? (found?.items ?? noDocuments) : noDocuments;
  return useMemo(
    () => ({
      scope,
      collections,
      chosen: {
        collections: (collections ?? []).filter(({ id }) => scope.collectionIds.includes(id)),
        sources: sources.filter(({ id }) => scope.sourceIds.includes(id)),
        documents: documents.filter(({ id }) => scope.documentIds.includes(id)),
      },
    }),
    [scope, collections, sources, documents],
  );
}
