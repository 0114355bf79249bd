import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { notifyError } from '../../../components/errors/notifyError';
import { formatSeconds } from '../../../components/formatting';
import { useLoadModel, useModels, useModelStatus } from '../../models/queries';

/** Says from when on changes count, and makes them count now. */
export function ApplyNow() {
  const status = useModelStatus().data;
  const models = useModels().data;
  const load = useLoadModel();
  const loadedId = status?.state === 'ready' ? status.loaded.modelId : null;
  const name = models?.find(({ id }) => id === loadedId)?.name;
  const isLoading = load.isPending || status?.state === 'loading';
  const apply = () => {
    load.mutate(loadedId, {
      onSuccess: ({ loadMs }) =>
        notifications.show({
          color: 'moss',
          title: 'The settings count now',
          message: `The model was made ready in ${formatSeconds(loadMs)}.`,
        }),
      onError: (error) => notifyError(error),
    });
  };
  return (
    <Group justify="space-between" gap="sm">
      <Text size="sm" c="dimmed" flex="1 1 260px">
        Changes count from the next message on, or from the next time a model is loaded.
        {name !== undefined && ` “Apply now” makes ${name} ready with them at once.`}
      </Text>
      <Button size="xs" variant="default" disabled={loadedId === null} loading={isLoading} onClick={apply}>
        Apply now
      </Button>
    </Group>
  );
}
