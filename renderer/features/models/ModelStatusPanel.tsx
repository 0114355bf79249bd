import { Group, Paper, Progress, Text } from '@mantine/core';
import { deserializeError } from '../../../preload/contract/errors';
import type { InstalledModel, ModelStatus } from '../../../preload/contract/models';
import { ErrorAlert } from '../../components/errors/ErrorAlert';
import { notifyError } from '../../components/errors/notifyError';
import { formatCount, formatSeconds } from '../../components/formatting';
import classes from './models.module.css';
import { modelStatusWords } from './modelStatusWords';
import { useLoadModel, useModelStatus } from './queries';

/** What the model process is doing: nothing, loading, ready with what it got, or failed with a way on. */
export function ModelStatusPanel({ models }: { models: readonly InstalledModel[] }) {
  const status = useModelStatus().data;
  const load = useLoadModel();
  if (status === undefined) return null;
  if (status.state === 'failed') {
    return (
      <ErrorAlert
        error={deserializeError(status.error)}
        onRetry={() => load.mutate(status.modelId, { onError: (error) => notifyError(error) })}
      />
    );
  }
  return (
    <Paper className={classes.status} p="md" radius="md" role="status">
      <Group gap="xs" wrap="nowrap">
        <span className={classes.dot} data-state={status.state} />
        <Text fw={500}>{modelStatusWords(status, models)}</Text>
      </Group>
      <StatusDetail status={status} />
    </Paper>
  );
}

function StatusDetail({ status }: { status: ModelStatus }) {
  switch (status.state) {
    case 'loading':
      return <Progress value={status.progress * 100} size="sm" mt="sm" aria-label="Loading the model" />;
    case 'ready': {
      const { contextSize, device, gpuLayers, threads, loadMs } = status.loaded;
      const place =
        gpuLayers > 0
          ? `${formatCount(gpuLayers)} layers on ${device}`
          : `on the processor, ${formatCount(threads)} threads`;
      return (
        <Text size="sm" c="dimmed" mt={4}>
          Holds {formatCount(contextSize)} tokens at a time · runs {place} · loaded in {formatSeconds(loadMs)}
        </Text>
      );
    }
    default:
      return (
        <Text size="sm" c="dimmed" mt={4}>
          Nothing is in memory now. The first question of a chat loads the model; you can also do it here.
        </Text>
      );
  }
}
