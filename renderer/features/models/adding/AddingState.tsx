import { Alert, Button, Group, List, Paper, Progress, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { formatProgress, formatRate, formatTimeLeft } from '../../../components/formatting';
import { cancelAdding, dismissRefusals } from './addModels';
import { useAddModelsState, type CopyProgress } from './addModelsStore';

/** Files that are being added, and files that were not: nothing while there are neither. */
export function AddingState() {
  const { isAdding, progress, refused } = useAddModelsState();
  return (
    <Stack mb={isAdding || refused.length > 0 ? 'md' : 0}>
      {isAdding && <AddingProgress progress={progress} />}
      {refused.length > 0 && (
        <Alert
          color="red"
          icon={<IconAlertTriangle aria-hidden />}
          title={refused.length === 1 ? 'A file was not added' : `${refused.length} files were not added`}
          withCloseButton
          closeButtonLabel="Close"
          onClose={dismissRefusals}
        >
          <List size="sm" listStyleType="none" spacing={6}>
            {refused.map(({ fileName, error }, index) => (
              // Files of the same name may lie in different folders.
              <List.Item key={index}>
                <b>{fileName}</b>: {error.message}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
    </Stack>
  );
}

function AddingProgress({ progress }: { progress: CopyProgress | null }) {
  const percent = progress === null ? 100 : (progress.copiedBytes / Math.max(1, progress.totalBytes)) * 100;
  return (
    <Paper withBorder p="md" radius="md">
      <Group justify="space-between" gap="xs">
        <div role="status">
          <Text size="sm" fw={500}>
            {progress === null ? 'Checking the files' : `Copying ${progress.fileName}`}
          </Text>
        </div>
        <Button size="compact-sm" variant="default" onClick={() => void cancelAdding()}>
          Cancel
        </Button>
      </Group>
      <Progress
        value={percent}
        animated={progress === null}
        size="sm"
        mt="sm"
        aria-label="Copying the model"
      />
      {progress !== null && (
        <Text size="xs" c="dimmed" mt={6}>
          {copyWords(progress)}
        </Text>
      )}
    </Paper>
  );
}

function copyWords({ copiedBytes, totalBytes, bytesPerSecond }: CopyProgress): string {
  const done = formatProgress(copiedBytes, totalBytes);
  if (bytesPerSecond === null || bytesPerSecond === 0) return done;
  const left = formatTimeLeft((totalBytes - copiedBytes) / bytesPerSecond);
  return `${done} · ${formatRate(bytesPerSecond)} · ${left}`;
}
