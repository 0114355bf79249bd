import type { KnowledgeDocument, KnowledgeScope } from '../../../preload/contract/knowledge';

/** Whether a conversation answers from nothing but the model itself. */
export function isEmptyScope({ collectionIds, sourceIds, documentIds }: KnowledgeScope): boolean {
  return collectionIds.length + sourceIds.length + documentIds.length === 0;
}

/** Whether these documents, which the scope names one by one, are all there is in it. */
export function namesOnly(scope: KnowledgeScope, documents: readonly KnowledgeDocument[]): boolean {
  const sourceIds = new Set(documents.map(({ sourceId }) => sourceId));
  return (
    documents.length > 0 &&
    scope.collectionIds.length === 0 &&
    scope.sourceIds.every((sourceId) => sourceIds.has(sourceId))
  );
}

/** Whether there is a text of it: of the newest reading, or of one before that failed. */
export function isReadable({ state, passages }: KnowledgeDocument): boolean {
  return state === 'embedding' || state === 'done' || passages > 0;
}

/** Whether a document will be read or searchable without the user's doing. */
export function isUnderWay({ state }: KnowledgeDocument, until: 'read' | 'searchable'): boolean {
  return state === 'queued' || state === 'parsing' || (until === 'searchable' && state === 'embedding');
}
