import type { KnowledgeScope } from '../../../../preload/contract/knowledge';
import { useDocuments, useSources } from '../../knowledge/queries';
import type { PickerItem } from './PickerList';
import { documentItems, sourceItems } from './pickerItems';

const mostFound = 50;

/** Sources and files of folders whose names hold the words. A file that is a source by itself comes as the source. */
export function useFoundFiles(
  search: string,
  scope: KnowledgeScope,
): { items: PickerItem[]; isSearching: boolean } {
  const { data: sources = [], isFetching: isReading } = useSources(null);
  const { data: found, isFetching } = useDocuments({ name: search }, mostFound);
  const words = search.toLocaleLowerCase();
  const singleFiles = new Set(sources.filter(({ kind }) => kind === 'file').map(({ id }) => id));
  const foundSources = sources.filter(({ name }) => name.toLocaleLowerCase().includes(words));
  const foundDocuments = (found?.items ?? []).filter(({ sourceId }) => !singleFiles.has(sourceId));
  return {
    items: [...sourceItems(foundSources, scope), ...documentItems(foundDocuments, scope)],
    isSearching: isReading || isFetching,
  };
}
