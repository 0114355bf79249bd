import { ActionIcon, Button, Group, Progress, Text, Tooltip } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import type { Download } from '../../../../preload/contract/downloads';
import { notifyError } from '../../../components/errors/notifyError';
import { downloadPercent, downloadProgressWords, downloadStateWords } from '../words/downloadWords';
import { usePauseDownload, useRemoveDownload, useResumeDownload } from './queries';

/** A download that is not done, in place: how far, how fast, how long, and the buttons to steer it. */
export function DownloadProgress({ download }: { download: Download }) {
  const { state, name, error } = download;
  const percent = downloadPercent(download);
  const isUncertain = state === 'checking' || (state === 'downloading' && percent === null);
  return (
    <div>
      <Group gap="xs" wrap="nowrap" justify="space-between">
        <div>
          <Text size="sm" fw={500}>
            {downloadStateWords(download)}
          </Text>
          <Text size="xs" c="dimmed">
            {downloadProgressWords(download)}
          </Text>
        </div>
        <Group gap={4} wrap="nowrap">
          <SteerButtons download={download} />
        </Group>
      </Group>
      <Progress
        mt={6}
        size="sm"
        value={isUncertain ? 100 : (percent ?? 0)}
        animated={isUncertain}
        color={state === 'failed' ? 'red' : 'clay'}
        aria-label={`Download of ${name}`}
      />
      {error !== null && (
        <Text size="sm" mt={6} c={state === 'failed' ? 'red' : 'dimmed'}>
          {error.message}
        </Text>
      )}
    </div>
  );
}

function SteerButtons({ download: { id, name, state } }: { download: Download }) {
  const pause = usePauseDownload();
  const resume = useResumeDownload();
  const remove = useRemoveDownload();
  const onError = (error: unknown) => notifyError(error);
  return (
    <>
      {(state === 'queued' || state === 'downloading') && (
        <Tooltip label="Pause">
          <ActionIcon
            size="lg"
            aria-label={`Pause the download of ${name}`}
            loading={pause.isPending}
            onClick={() => pause.mutate(id, { onError })}
          >
            <IconPlayerPause size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      {state === 'failed' && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`Try again to download ${name}`}
          loading={resume.isPending}
          onClick={() => resume.mutate(id, { onError })}
        >
          Try again
        </Button>
      )}
      {state === 'paused' && (
        <Tooltip label="Resume">
          <ActionIcon
            size="lg"
            aria-label={`Resume the download of ${name}`}
            loading={resume.isPending}
            onClick={() => resume.mutate(id, { onError })}
          >
            <IconPlayerPlay size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      <Tooltip label="Cancel and delete what has arrived">
        <ActionIcon
          size="lg"
          aria-label={`Cancel the download of ${name}`}
          loading={remove.isPending}
          onClick={() => remove.mutate(id, { onError })}
        >
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </>
  );
}
