import { Button, Group, Paper, Progress, Text } from '@mantine/core';
import { deserializeError } from '../../../../preload/contract/errors';
import type { InstalledModel, ModelStatus } from '../../../../preload/contract/models';
import { ErrorAlert } from '../../../components/errors/ErrorAlert';
import { notifyError } from '../../../components/errors/notifyError';
import { modelStatusWords } from '../modelStatusWords';
import { useLoadModel, useModelStatus, useUnloadModel } from '../queries';
import { KeptModels } from './KeptModels';
import { ReallyUsed } from './ReallyUsed';
import classes from './status.module.css';

/** What the model process is doing: nothing, loading, ready with what it really got, or failed with a way on. */
export function ModelStatusPanel({ models }: { models: readonly InstalledModel[] }) {
  const status = useModelStatus().data;
  const load = useLoadModel();
  if (status === undefined) return null;
  if (status.state === 'failed') {
    return (
      <>
        <ErrorAlert
          error={deserializeError(status.error)}
          onRetry={() => load.mutate(status.modelId, { onError: (error) => notifyError(error) })}
        />
        <KeptModels kept={status.kept} models={models} />
      </>
    );
  }
  return (
    <Paper className={classes.status} p="md" radius="md">
      <Group gap="xs" justify="space-between">
        <Group gap="xs" wrap="nowrap" role="status">
          <span className={classes.dot} data-state={status.state} />
          <Text fw={500}>{modelStatusWords(status, models)}</Text>
        </Group>
        <FreeButton status={status} />
      </Group>
      <StatusDetail status={status} models={models} />
    </Paper>
  );
}

function FreeButton({ status }: { status: ModelStatus }) {
  const unload = useUnloadModel();
  if (status.state !== 'ready' && status.state !== 'loading') return null;
  const modelId = status.state === 'ready' ? status.loaded.modelId : status.modelId;
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={unload.isPending}
      onClick={() => unload.mutate(modelId, { onError: (error) => notifyError(error) })}
    >
      {status.state === 'ready' ? 'Free the memory' : 'Cancel'}
    </Button>
  );
}

interface StatusDetailProps {
  status: ModelStatus;
  models: readonly InstalledModel[];
}

function StatusDetail({ status, models }: StatusDetailProps) {
  switch (status.state) {
    case 'loading':
      return <Progress value={status.progress * 100} size="sm" mt="sm" aria-label="Loading the model" />;
    case 'ready':
      return (
        <>
          <ReallyUsed loaded={status.loaded} />
          <KeptModels kept={status.kept} models={models} />
        </>
      );
    default:
      return (
        <>
          <Text size="sm" c="dimmed" mt={4}>
            {status.state === 'unloaded' && status.kept.length > 0
              ? 'The model for new chats is not in memory now.'
              : 'Nothing is in memory now.'}{' '}
            The first question of a chat loads it; you can also do it here.
          </Text>
          {status.state === 'unloaded' && <KeptModels kept={status.kept} models={models} />}
        </>
      );
  }
}
