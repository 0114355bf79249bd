import { Button, Group, Text } from '@mantine/core';
import type { Download } from '../../../../preload/contract/downloads';
import { notifyError } from '../../../components/errors/notifyError';
import { formatBytes } from '../../../components/formatting';
import { useNavigation } from '../../../navigation';
import { useUpdateSettings } from '../../settings/queries';
import { useResumeDownload } from './queries';

interface DownloadNoticeProps {
  download: Download;
  /** Closes the notification. */
  onAct: () => void;
}

/** A model or an adapter has arrived: what it weighs, and the step most people want next. */
export function ArrivedNotice({ download, onAct }: DownloadNoticeProps) {
  const { mutate } = useUpdateSettings();
  const { kind, installedId, totalBytes, receivedBytes, isVouchedFor } = download;
  return (
    <>
      <Text size="sm">
        {formatBytes(totalBytes ?? receivedBytes)} downloaded and checked.
        {isVouchedFor === false &&
          ' No server said which bytes are right, so only its size and its header could be checked.'}
      </Text>
      {kind === 'model' && installedId !== null && (
        <Group gap="xs" mt="xs">
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              mutate({ defaultModelId: installedId }, { onError: (error) => notifyError(error) });
              onAct();
            }}
          >
            Use it for new chats
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              useNavigation.getState().showModels('installed');
              onAct();
            }}
          >
            Show models
          </Button>
        </Group>
      )}
      {kind === 'adapter' && (
        <Button
          size="compact-sm"
          variant="light"
          mt="xs"
          onClick={() => {
            useNavigation.getState().showScreen('adapters');
            onAct();
          }}
        >
          Show adapters
        </Button>
      )}
    </>
  );
}

/** A download that gave up, with the reason and a way on. */
export function FailedNotice({ download, onAct }: DownloadNoticeProps) {
  const { mutate: resume } = useResumeDownload();
  return (
    <>
      <Text size="sm">{download.error?.message ?? 'It stopped before it was complete.'}</Text>
      <Group gap="xs" mt="xs">
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            resume(download.id, { onError: (error) => notifyError(error) });
            onAct();
          }}
        >
          Try again
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            useNavigation.getState().showModels('downloads');
            onAct();
          }}
        >
          Open downloads
        </Button>
      </Group>
    </>
  );
}
