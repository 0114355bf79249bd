import { Paper, Stack, Text } from '@mantine/core';
import { DownloadProgress } from '../models/downloads/DownloadProgress';
import { useDownloads } from '../models/downloads/queries';

/** Adapters that are on their way; nothing when there are none. */
export function AdapterDownloads() {
  const downloads = useDownloads().data?.filter(({ kind, state }) => kind === 'adapter' && state !== 'done');
  if (downloads === undefined || downloads.length === 0) return null;
  return (
    <Stack gap="xs" mb="md">
      {downloads.map((download) => (
        <Paper key={download.id} withBorder p="md">
          <Text size="sm" fw={600} mb={4}>
            {download.name}
          </Text>
          <DownloadProgress download={download} />
        </Paper>
      ))}
    </Stack>
  );
}
