import { EmptyState, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconPuzzle } from '@tabler/icons-react';
import { useState } from 'react';
import type { Adapter } from '../../../preload/contract/adapters';
import { DropArea } from '../../components/DropArea';
import { HelpHint } from '../../components/HelpHint';
import { QueryState } from '../../components/QueryState';
import { Screen } from '../../components/Screen';
import { addAdapters } from './adding/addAdapter';
import { AddAdapterMenu } from './adding/AddAdapterMenu';
import { AddingNotices } from './adding/AddingNotices';
import { FetchAdapterDialog } from './adding/FetchAdapterDialog';
import { AdapterDownloads } from './AdapterDownloads';
import { AdapterGroupCard } from './card/AdapterGroupCard';
import { ArchivedAdapters } from './card/ArchivedAdapters';
import { useAdapters } from './queries';
import { groupAdapters } from './words/adapterGroups';

/** The adapters on this computer, by name and version, and the ways to get one. */
export default function AdaptersScreen() {
  const client = useQueryClient();
  const query = useAdapters();
  const [isFetching, setFetching] = useState(false);
  const addMenu = <AddAdapterMenu onFetch={() => setFetching(true)} />;
  // The empty state has the button; it must not move there while someone reaches for it.
  const hasMenuAbove = query.error !== null || (query.data !== undefined && query.data.length > 0);
  return (
    <DropArea
      icon={<IconPuzzle size={36} stroke={1.5} aria-hidden />}
      title="Drop adapters here"
      hint="A GGUF file, or the folder of a PEFT adapter. It is copied and checked."
      onDrop={(files) =>
        void addAdapters(
          client,
          files.map(({ path }) => path),
        )
      }
    >
      <Screen
        title="Adapters"
        description={
          <>
            An adapter changes how a model answers without changing the model: a small file with what was
            learned on top of it&nbsp;
            <HelpHint term="adapter">
              Also called a LoRA. It holds the difference that some training made: a tone, a format, a field
              of knowledge. It works with the model it was trained on, and with no other.
            </HelpHint>
            .
          </>
        }
        actions={hasMenuAbove ? addMenu : undefined}
      >
        <AddingNotices />
        <AdapterDownloads />
        <QueryState query={query}>
          {(adapters) =>
            adapters.length === 0 ? (
              <EmptyState
                icon={<IconPuzzle aria-hidden />}
                title="No adapters yet"
                description="Add a GGUF adapter or the folder that a training with PEFT left, or get one from the model hub that was made for a model you have. Files can also be dropped here."
                py="xl"
              >
                <EmptyState.Actions>{addMenu}</EmptyState.Actions>
              </EmptyState>
            ) : (
              <AdapterList adapters={adapters} />
            )
          }
        </QueryState>
        <FetchAdapterDialog isOpen={isFetching} onClose={() => setFetching(false)} />
      </Screen>
    </DropArea>
  );
}

function AdapterList({ adapters }: { adapters: readonly Adapter[] }) {
  const { groups, archived } = groupAdapters(adapters);
  return (
    <Stack>
      {groups.map((group) => (
        <AdapterGroupCard key={group.name} group={group} />
      ))}
      {archived.length > 0 && <ArchivedAdapters adapters={archived} />}
    </Stack>
  );
}
