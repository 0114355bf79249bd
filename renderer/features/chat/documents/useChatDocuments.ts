import { useMemo } from 'react';
import type {
  Collection,
  KnowledgeDocument,
  KnowledgeScope,
  Source,
} from '../../../../preload/contract/knowledge';
import { emptyScope } from '../../../../preload/contract/knowledge';
import { useCollections, useDocuments, useSources } from '../../knowledge/queries';
import { scopeSize, type ChosenDocuments } from './scopeWords';

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

/** What a chat answers from. What is no longer there is only counted. */
export function useChatDocuments(chosenScope: KnowledgeScope | undefined): ChatDocuments {
  const scope = chosenScope ?? emptyScope;
  const { sourceIds, documentIds } = scope;
  const { data: collections } = useCollections();
  const { data: readSources } = useSources(null, sourceIds.length > 0);
  const hasDocuments = documentIds.length > 0;
  const { data: found, isPlaceholderData } = useDocuments({ ids: documentIds }, mostDocuments, hasDocuments);
  const sources = readSources ?? noSources;
  const documents = hasDocuments ? (found?.items ?? noDocuments) : noDocuments;
  const isKnown =
    collections !== undefined &&
    (sourceIds.length === 0 || readSources !== undefined) &&
    (!hasDocuments || (found !== undefined && !isPlaceholderData));
  return useMemo(() => {
    const chosen = {
      collections: (collections ?? []).filter(({ id }) => scope.collectionIds.includes(id)),
      sources: sources.filter(({ id }) => scope.sourceIds.includes(id)),
      documents: documents.filter(({ id }) => scope.documentIds.includes(id)),
    };
    const left = chosen.collections.length + chosen.sources.length + chosen.documents.length;
    return { scope, collections, chosen: { ...chosen, removed: isKnown ? scopeSize(scope) - left : 0 } };
  }, [scope, collections, sources, documents, isKnown]);
}
