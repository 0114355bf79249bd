import { ActionIcon, Badge, Button, Group, Paper, Progress, Text, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { RetrievalModel } from '../../../../preload/contract/retrieval';
import { ConfirmDialog } from '../../../components/ConfirmDialog';
import { notifyError } from '../../../components/errors/notifyError';
import { formatBytes, formatCount } from '../../../components/formatting';
import {
  useIndexStatus,
  useRemoveSearchModel,
  useStopReranking,
  useUseSearchModel,
} from '../retrievalQueries';
import classes from './searchModels.module.css';

/** An embedder or reranker on this computer, and what can be done with it. */
export function SearchModelCard({ model }: { model: RetrievalModel }) {
  const { id, name, kind, isInUse, isStarter } = model;
  const status = useIndexStatus().data;
  const building = status?.building ?? null;
  const isGrowing = building?.embedderId === id;
  const isComing = isGrowing && status?.embedderId !== id;
  return (
    <Paper component="article" withBorder p="sm" radius="md" aria-label={name}>
      <Group justify="space-between" gap="xs">
        <div className={classes.about}>
          <Group gap="xs">
            <Text size="sm" fw={600}>
              {name}
            </Text>
            <Badge color="gray">{kind === 'embedder' ? 'Embedder' : 'Reranker'}</Badge>
            {isStarter && <Badge color="gray">Came with Loam</Badge>}
            {isComing ? <Badge>Taking over</Badge> : isInUse && <Badge color="moss">In use</Badge>}
          </Group>
          <Text size="xs" className={classes.facts}>
            {modelFacts(model).join(' · ')}
          </Text>
        </div>
        <Group gap={6}>
          {!isComing && <UseButton model={model} isBuilding={building !== null && !isGrowing} />}
          {!isInUse && !isStarter && <RemoveButton model={model} />}
        </Group>
      </Group>
      {isGrowing && (
        <>
          <Progress
            value={building.passagesTotal === 0 ? 0 : (building.passagesDone / building.passagesTotal) * 100}
            size="sm"
            mt={8}
            aria-label={`Index with ${name}`}
          />
          <Text size="xs" className={classes.facts}>
            {formatCount(building.passagesDone)} of {formatCount(building.passagesTotal)} passages
            {isComing && '; until then the old index answers'}
          </Text>
        </>
      )}
    </Paper>
  );
}

function modelFacts({ dimensions, maxTokens, bytes }: RetrievalModel): string[] {
  const facts = dimensions === null ? [] : [`${formatCount(dimensions)} numbers a vector`];
  return [...facts, `reads ${formatCount(maxTokens)} tokens at once`, formatBytes(bytes)];
}

interface UseButtonProps {
  model: RetrievalModel;
  /** Whether an index for another one is being made. */
  isBuilding: boolean;
}

/** Another embedder asks first, for the work it means; a reranker is used from the next search on. */
function UseButton({ model: { id, name, kind, isInUse }, isBuilding }: UseButtonProps) {
  const use = useUseSearchModel();
  const stop = useStopReranking();
  const [isAsking, setAsking] = useState(false);
  const start = () =>
    use.mutate(id, { onError: (error) => notifyError(error, { title: `${name} is not used` }) });
  if (isInUse) {
    if (kind === 'embedder') {
      return isBuilding ? (
        <Button size="compact-sm" variant="default" loading={use.isPending} onClick={start}>
          Keep this one
        </Button>
      ) : null;
    }
    return (
      <Button
        size="compact-sm"
        variant="default"
        loading={stop.isPending}
        onClick={() => stop.mutate(undefined, { onError: (error) => notifyError(error) })}
      >
        Search without it
      </Button>
    );
  }
  return (
    <>
      <Button
        size="compact-sm"
        variant="light"
        aria-label={`Use ${name}`}
        loading={use.isPending}
        onClick={() => (kind === 'embedder' ? setAsking(true) : start())}
      >
        Use
      </Button>
      <ConfirmDialog
        title={isAsking ? `Search with “${name}”?` : null}
        message="Every passage is embedded again with it, in the background, from the texts that Loam keeps. That can take a while with many documents. Until the new index is complete, searches use the old one, and nothing is lost."
        confirmLabel="Use it"
        onConfirm={start}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

function RemoveButton({ model: { id, name, bytes } }: { model: RetrievalModel }) {
  const remove = useRemoveSearchModel();
  const [isDoomed, setDoomed] = useState(false);
  return (
    <>
      <Tooltip label="Remove">
        <ActionIcon aria-label={`Remove ${name}`} onClick={() => setDoomed(true)}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <ConfirmDialog
        title={isDoomed ? `Remove “${name}”?` : null}
        message={`Loam’s own copy is deleted, which frees ${formatBytes(bytes)}. The folder you added it from stays.`}
        confirmLabel="Remove"
        onConfirm={() =>
          remove.mutate(id, { onError: (error) => notifyError(error, { title: `${name} was not removed` }) })
        }
        onClose={() => setDoomed(false)}
      />
    </>
  );
}
