import { useState } from 'react';
import type { Collection } from '../../../preload/contract/knowledge';
import { QueryState } from '../../components/QueryState';
import { useNavigation } from '../../navigation';
import { shownCollection } from './actions';
import { CollectionList } from './collections/CollectionList';
import { DocumentsView, type DocumentsPlace } from './documents/DocumentsView';
import { EmptyKnowledge } from './EmptyKnowledge';
import classes from './knowledge.module.css';
import { useCollections } from './queries';
import { SearchModelsSection } from './searchModels/SearchModelsSection';
import { SourcesView } from './sources/SourcesView';

/** Collections, the sources of the chosen one, and the files of the source that was opened. */
export function DocumentsTab() {
  const query = useCollections();
  return (
    <QueryState query={query}>
      {(collections) => (
        <>
          {collections.length === 0 ? <EmptyKnowledge /> : <Columns collections={collections} />}
          <SearchModelsSection />
        </>
      )}
    </QueryState>
  );
}

function Columns({ collections }: { collections: readonly Collection[] }) {
  const chosenId = useNavigation((state) => state.knowledgeCollectionId);
  const collection = shownCollection(collections, chosenId);
  const [place, setPlace] = useState<DocumentsPlace | null>(null);
  const [hasReturned, setReturned] = useState(false);
  if (collection === undefined) return null;
  const isOpen = place !== null && place.collectionId === collection.id;
  const choose = (id: string) => {
    setPlace(null);
    setReturned(false);
    useNavigation.getState().showKnowledge('documents', id);
  };
  return (
    <div className={classes.columns}>
      <div className={classes.grid}>
        <CollectionList collections={collections} shownId={collection.id} onChoose={choose} />
        <div className={classes.main}>
          {isOpen ? (
            <DocumentsView
              // Filters and the place in the list belong to what is looked at.
              key={place.sourceId ?? place.collectionId}
              place={place}
              collection={collection}
              onClose={() => {
                setPlace(null);
                setReturned(true);
              }}
            />
          ) : (
            <SourcesView collection={collection} takesFocus={hasReturned} onOpen={setPlace} />
          )}
        </div>
      </div>
    </div>
  );
}
