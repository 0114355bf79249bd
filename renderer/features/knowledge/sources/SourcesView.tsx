import { Button, EmptyState, Stack } from '@mantine/core';
import { IconFolderPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Collection, Source } from '../../../../preload/contract/knowledge';
import { QueryState } from '../../../components/QueryState';
import { CollectionHeading } from '../collections/CollectionHeading';
import type { DocumentsPlace } from '../documents/DocumentsView';
import { useSources } from '../queries';
import { AddSourcesButtons } from './AddSourcesButtons';
import { SourceCard } from './SourceCard';

interface SourcesViewProps {
  collection: Collection;
  /** Whether what was pressed to come here is gone, so that the heading takes the focus. */
  takesFocus: boolean;
  /** Opens the list of files. */
  onOpen: (place: DocumentsPlace) => void;
}

/** A collection's files and folders, as they were added. */
export function SourcesView({ collection, takesFocus, onOpen }: SourcesViewProps) {
  const query = useSources(collection.id);
  const isEmpty = query.data?.length === 0;
  return (
    <section aria-label={`Sources of ${collection.name}`}>
      <CollectionHeading
        collection={collection}
        takesFocus={takesFocus}
        onOpen={onOpen}
        // The empty state has the buttons.
        actions={!isEmpty && <AddSourcesButtons />}
      />
      <QueryState query={query}>
        {(sources) =>
          sources.length === 0 ? (
            <EmptyState
              icon={<IconFolderPlus aria-hidden />}
              title="Nothing in this collection yet"
              description="Add a folder or drop files here: Loam reads them on this computer and answers from them."
              py="xl"
            >
              <EmptyState.Actions>
                <AddSourcesButtons isFirst />
              </EmptyState.Actions>
            </EmptyState>
          ) : (
            <SourceCards key={collection.id} sources={sources} onOpen={onOpen} />
          )
        }
      </QueryState>
    </section>
  );
}

/** Hundreds of files can be dropped at once, each a source of its own. */
const cardsAtOnce = 40;

function SourceCards({
  sources,
  onOpen,
}: {
  sources: readonly Source[];
  onOpen: (place: DocumentsPlace) => void;
}) {
  const [shown, setShown] = useState(cardsAtOnce);
  const rest = sources.length - shown;
  return (
    <Stack gap="sm">
      {sources.slice(0, shown).map((source) => (
        <SourceCard key={source.id} source={source} onOpen={onOpen} />
      ))}
      {rest > 0 && (
        <Button variant="default" onClick={() => setShown(shown + cardsAtOnce)}>
          Show {Math.min(rest, cardsAtOnce)} more of {rest}
        </Button>
      )}
    </Stack>
  );
}
