import type { KnowledgeDocument, KnowledgeScope } from '../../../preload/contract/knowledge';
import type { ScopeExtent } from '../../../preload/contract/retrieval';

/** Whether a conversation answers from nothing but the model itself. */
export function isEmptyScope(scope: KnowledgeScope): boolean {
  return sizeOf(scope) === 0;
}

function sizeOf({ collectionIds, sourceIds, documentIds }: KnowledgeScope): number {
  return collectionIds.length + sourceIds.length + documentIds.length;
}

/**
 * How much of a scope is there to answer from.
 *
 * @param known the part of it that is still there
 * @param hasDocuments whether that part holds any
 */
export function extentOf(scope: KnowledgeScope, known: KnowledgeScope, hasDocuments: boolean): ScopeExtent {
  if (isEmptyScope(known)) return 'removed';
  if (!hasDocuments) return 'empty';
  return sizeOf(known) === sizeOf(scope) ? 'all' : 'part';
}

/** Whether an answer is drawn from nothing but the model itself, since its scope holds no documents any more. */
export function isWithoutDocuments(extent: ScopeExtent): boolean {
  return extent === 'removed' || extent === 'empty';
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
