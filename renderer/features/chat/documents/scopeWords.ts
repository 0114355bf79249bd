import type {
  Collection,
  KnowledgeDocument,
  KnowledgeScope,
  Source,
} from '../../../../preload/contract/knowledge';
import { formatCount } from '../../../components/formatting';

/** What a scope names, as far as it is still there. */
export interface ChosenDocuments {
  collections: readonly Collection[];
  sources: readonly Source[];
  documents: readonly KnowledgeDocument[];
  /** How much of what the scope names was removed; 0 as long as that is not known. */
  removed: number;
}

export function isEmptyScope(scope: KnowledgeScope): boolean {
  return scopeSize(scope) === 0;
}

/** How many things it names, there or not. */
export function scopeSize({ collectionIds, sourceIds, documentIds }: KnowledgeScope): number {
  return collectionIds.length + sourceIds.length + documentIds.length;
}

/** The scope without what was removed. */
export function scopeOfChosen({ collections, sources, documents }: ChosenDocuments): KnowledgeScope {
  const idsOf = (chosen: readonly { id: string }[]) => chosen.map(({ id }) => id);
  return { collectionIds: idsOf(collections), sourceIds: idsOf(sources), documentIds: idsOf(documents) };
}

/** `2 collections, 1 file, 1 removed`; the name where it is one thing only. */
export function chosenDocumentsInWords(chosen: ChosenDocuments): string {
  const { removed } = chosen;
  const isNothingLeft = isEmptyScope(scopeOfChosen(chosen));
  if (isNothingLeft) return removed > 0 ? 'Documents removed' : 'No documents';
  const words = leftInWords(chosen);
  return removed > 0 ? `${words}, ${formatCount(removed)} removed` : words;
}

function leftInWords({ collections, sources, documents }: ChosenDocuments): string {
  const names = [...collections, ...sources, ...documents].map(({ name }) => name);
  if (names.length === 1 && names[0] !== undefined) return names[0];
  const folders = sources.filter(({ kind }) => kind === 'folder').length;
  return [
    counted(collections.length, 'collection', 'collections'),
    counted(folders, 'folder', 'folders'),
    counted(sources.length - folders + documents.length, 'file', 'files'),
  ]
    .filter((part) => part !== null)
    .join(', ');
}

function counted(count: number, one: string, many: string): string | null {
  return count === 0 ? null : `${formatCount(count)} ${count === 1 ? one : many}`;
}

export type ScopeList = keyof KnowledgeScope;

/** Takes something into the scope, or out of it. */
export function toggledScope(scope: KnowledgeScope, list: ScopeList, id: string): KnowledgeScope {
  const ids = scope[list];
  return { ...scope, [list]: ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id] };
}

/** The same documents, in whatever order they were chosen. */
export function isSameScope(a: KnowledgeScope, b: KnowledgeScope): boolean {
  const isSame = (list: ScopeList) =>
    a[list].length === b[list].length && a[list].every((id) => b[list].includes(id));
  return isSame('collectionIds') && isSame('sourceIds') && isSame('documentIds');
}
