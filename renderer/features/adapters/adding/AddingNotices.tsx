import { Alert, Group, Loader, Paper, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { errorTitle } from '../../../components/errors/describeError';
import { ErrorActions } from '../../../components/errors/ErrorActions';
import { closeRefusal, useAdding } from './addingStore';

/** What is being added now, and what could not be: each with its reason and the next step. */
export function AddingNotices() {
  const { adding, refused } = useAdding();
  if (adding.length === 0 && refused.length === 0) return null;
  return (
    <Stack gap="xs" mb="md">
      {adding.map((fileName, index) => (
        <Paper key={`${fileName} ${index}`} withBorder p="sm" role="status">
          <Group gap="sm" wrap="nowrap">
            <Loader size="xs" aria-hidden />
            <Text size="sm">Copying and checking {fileName}…</Text>
          </Group>
        </Paper>
      ))}
      {refused.map(({ fileName, error }, index) => (
        <Alert
          key={`${fileName} ${index}`}
          color="red"
          icon={<IconAlertTriangle aria-hidden />}
          title={`${fileName}: ${errorTitle(error.code)}`}
          withCloseButton
          closeButtonLabel="Close"
          onClose={() => closeRefusal(index)}
        >
          <Text size="sm">{error.message}</Text>
          <ErrorActions code={error.code} />
        </Alert>
      ))}
    </Stack>
  );
}
