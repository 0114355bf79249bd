import { Button, EmptyState, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconDownload } from '@tabler/icons-react';
import type { Download } from '../../../../preload/contract/downloads';
import { notifyError } from '../../../components/errors/notifyError';
import { formatDaysAgo } from '../../../components/formatting';
import { ItemCard } from '../../../components/ItemCard';
import { QueryState } from '../../../components/QueryState';
import { useNavigation } from '../../../navigation';
import { useSettings, useUpdateSettings } from '../../settings/queries';
import { defaultModel } from '../defaultModel';
import { useModels } from '../queries';
import { downloadProgressWords, isActiveDownload } from '../words/downloadWords';
import { DownloadProgress } from './DownloadProgress';
import { useDownloads, useRemoveDownload } from './queries';
import { sourceWords } from './sourceWords';

/** Everything that is being fetched, was fetched, or failed to be. */
export function DownloadsPanel() {
  const query = useDownloads();
  return (
    <QueryState query={query}>
      {(downloads) =>
        downloads.length === 0 ? (
          <NothingFetched />
        ) : (
          <Stack>
            <ClearFinished downloads={downloads} />
            {inUrgency(downloads).map((download) => (
              <DownloadCard key={download.id} download={download} />
            ))}
          </Stack>
        )
      }
    </QueryState>
  );
}

/** What moves comes first, then what waits for the user, then what is done; each newest first. */
function inUrgency(downloads: readonly Download[]): Download[] {
  const rank = (download: Download) => (isActiveDownload(download) ? 0 : download.state === 'done' ? 2 : 1);
  return downloads.toSorted((a, b) => rank(a) - rank(b) || b.createdAt - a.createdAt);
}

function NothingFetched() {
  return (
    <EmptyState
      icon={<IconDownload aria-hidden />}
      title="No downloads"
      description="A model that you fetch shows here, with how far it is. It can be paused, and goes on where it stopped, also after a restart."
      py="xl"
    >
      <EmptyState.Actions>
        <Button onClick={() => useNavigation.getState().showModels('find')}>Find models</Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}

function ClearFinished({ downloads }: { downloads: readonly Download[] }) {
  const remove = useRemoveDownload();
  const finished = downloads.filter(({ state }) => state === 'done');
  if (finished.length < 2) return null;
  return (
    <Group justify="flex-end">
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        onClick={() => {
          for (const { id } of finished) remove.mutate(id, { onError: (error) => notifyError(error) });
        }}
      >
        Clear what is done
      </Button>
    </Group>
  );
}

function DownloadCard({ download }: { download: Download }) {
  const { name, source, state } = download;
  return (
    <ItemCard title={name}>
      {source.type !== 'catalogue' && (
        <Text size="xs" c="dimmed" mb="xs">
          {sourceWords(source)}
        </Text>
      )}
      {state === 'done' ? <DoneDownload download={download} /> : <DownloadProgress download={download} />}
    </ItemCard>
  );
}

function DoneDownload({ download }: { download: Download }) {
  const remove = useRemoveDownload();
  const { id, name, createdAt } = download;
  return (
    <Group gap="xs" justify="space-between">
      <Group gap={6}>
        <IconCircleCheck size={18} aria-hidden />
        <Text size="sm">
          Downloaded and checked, {downloadProgressWords(download)}, {formatDaysAgo(createdAt)}
        </Text>
      </Group>
      <Group gap="xs">
        <UseDownloaded download={download} />
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          aria-label={`Take ${name} off this list`}
          onClick={() => remove.mutate(id, { onError: (error) => notifyError(error) })}
        >
          Clear
        </Button>
      </Group>
    </Group>
  );
}

/** Makes the model that arrived the one for new chats, while it is still there and is not already. */
function UseDownloaded({ download: { kind, installedId } }: { download: Download }) {
  const models = useModels().data;
  const defaultModelId = useSettings().data?.defaultModelId ?? null;
  const { mutate } = useUpdateSettings();
  if (kind !== 'model' || installedId === null) return null;
  if (models?.some(({ id }) => id === installedId) !== true) return null;
  if (defaultModel(models, defaultModelId)?.id === installedId) return null;
  return (
    <Button
      size="compact-sm"
      variant="light"
      onClick={() => mutate({ defaultModelId: installedId }, { onError: (error) => notifyError(error) })}
    >
      Use for new chats
    </Button>
  );
}
