import type {
  Collection,
  KnowledgeDocument,
  KnowledgeScope,
  Source,
  StateCounts,
} from '../../../../preload/contract/knowledge';
import { countAll, countGroup, documentStateWords, filesInWords } from '../../knowledge/words/stateWords';
import type { PickerItem } from './PickerList';

export function collectionItems(collections: readonly Collection[], scope: KnowledgeScope): PickerItem[] {
  return collections.map(({ id, name, documents }) => ({
    list: 'collectionIds',
    id,
    name,
    description: contentInWords(documents),
    isChosen: scope.collectionIds.includes(id),
  }));
}

/** Folders and single files that the user added. */
export function sourceItems(sources: readonly Source[], scope: KnowledgeScope): PickerItem[] {
  return sources.map(({ id, name, kind, path, documents }) => ({
    list: 'sourceIds',
    id,
    name,
    description: kind === 'folder' ? `Folder · ${contentInWords(documents)}` : path,
    isChosen: scope.sourceIds.includes(id),
  }));
}

/** Files inside of folders. */
export function documentItems(documents: readonly KnowledgeDocument[], scope: KnowledgeScope): PickerItem[] {
  return documents.map(({ id, name, path, state }) => ({
    list: 'documentIds',
    id,
    name,
    description: state === 'done' ? path : `${documentStateWords[state]} · ${path}`,
    isChosen: scope.documentIds.includes(id),
  }));
}

function contentInWords(documents: StateCounts): string {
  const waiting = countGroup(documents, 'waiting');
  const files = filesInWords(countAll(documents));
  return waiting === 0 ? files : `${files}, ${waiting} still to be read`;
}
