import { emptyScope, type Collection, type KnowledgeScope } from '../../../../preload/contract/knowledge';

/** As many collections as a scope may name. */
const mostCollections = 200;

/** One collection to search in; null: all of them. */
export function searchScope(collections: readonly Collection[], collectionId: string | null): KnowledgeScope {
  const ids = collectionId === null ? collections.map(({ id }) => id) : [collectionId];
  return { ...emptyScope, collectionIds: ids.slice(0, mostCollections) };
}

/** What a saved question is searched in, in a few words. */
export function scopeInWords(scope: KnowledgeScope, collections: readonly Collection[]): string {
  const names = scope.collectionIds.flatMap((id) => collections.find((each) => each.id === id)?.name ?? []);
  const parts = scope.sourceIds.length + scope.documentIds.length;
  if (parts > 0) return names.length === 0 ? 'chosen files' : `${names.join(', ')} and chosen files`;
  if (names.length === 0) return 'a collection that is gone';
  if (names.length === collections.length && names.length > 1) return 'everything';
  return names.length > 2 ? `${names.length} collections` : names.join(' and ');
}
