import { Button, Group, Paper, Progress, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { deserializeError } from '../../../../preload/contract/errors';
import type { IndexingProgress } from '../../../../preload/contract/knowledge';
import { ErrorAlert } from '../../../components/errors/ErrorAlert';
import { formatCount } from '../../../components/formatting';
import { cancelIndexing, pauseIndexing, resumeIndexing } from '../actions';
import { useIndexingProgress } from '../queries';
import { useIndexStatus, useSearchModels } from '../retrievalQueries';
import { activityInWords, percentDone, progressFacts } from '../words/progressWords';
import classes from './indexing.module.css';

/** What indexing is doing, with its rate, what is left, and the ways to hold it; nothing while there is nothing to do. */
export function IndexingBar() {
  const progress = useIndexingProgress().data;
  if (progress === undefined) return null;
  const { activity, problem } = progress;
  if (activity === 'idle' && problem === null) return null;
  return (
    <div className={classes.bar}>
      {problem !== null && <Problem progress={progress} />}
      {activity !== 'idle' && <Activity progress={progress} />}
    </div>
  );
}

function Problem({ progress: { problem } }: { progress: IndexingProgress }) {
  const client = useQueryClient();
  if (problem === null) return null;
  return <ErrorAlert error={deserializeError(problem)} onRetry={() => void resumeIndexing(client)} />;
}

function Activity({ progress }: { progress: IndexingProgress }) {
  const building = useIndexStatus(progress.activity === 'rebuilding').data?.building ?? null;
  const percent = percentDone(progress, building);
  const words = activityInWords(progress);
  const { activity, currentFile } = progress;
  return (
    <Paper className={classes.panel} p="sm" radius="md">
      <Group gap="xs" justify="space-between" align="flex-start">
        <div className={classes.words}>
          <Text size="sm" fw={500} role="status">
            {words}
          </Text>
          <Text size="xs" className={classes.facts}>
            {activity === 'rebuilding' ? <RebuildFacts /> : progressFacts(progress).join(' · ')}
          </Text>
        </div>
        <Buttons activity={activity} />
      </Group>
      {percent !== null && (
        <Progress
          value={percent}
          size="sm"
          mt={8}
          color={activity === 'paused' ? 'gray' : 'clay'}
          aria-label="Indexing"
        />
      )}
      {currentFile !== null && activity === 'indexing' && (
        <Text size="xs" className={classes.file}>
          {currentFile}
        </Text>
      )}
    </Paper>
  );
}

/** Another embedder was chosen, and the old index answers until then; or the index there is lost some passages. */
function RebuildFacts() {
  const status = useIndexStatus().data;
  const building = status?.building ?? null;
  const models = useSearchModels().data;
  if (building === null) return 'Searches use the index there is until the new one is complete.';
  const name = models?.find(({ id }) => id === building.embedderId)?.name ?? 'the new embedder';
  const done = `${formatCount(building.passagesDone)} of ${formatCount(building.passagesTotal)} passages with ${name}.`;
  return building.embedderId === status?.embedderId ? done : `${done} Searches use the old index until then.`;
}

function Buttons({ activity }: { activity: IndexingProgress['activity'] }) {
  const client = useQueryClient();
  const isPaused = activity === 'paused';
  const toggle = useMutation({
    mutationFn: () => (isPaused ? resumeIndexing(client) : pauseIndexing(client)),
  });
  const cancel = useMutation({ mutationFn: () => cancelIndexing(client) });
  const ToggleIcon = isPaused ? IconPlayerPlay : IconPlayerPause;
  return (
    <Group gap={6}>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<ToggleIcon size={14} aria-hidden />}
        loading={toggle.isPending}
        onClick={() => toggle.mutate()}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
      {activity !== 'rebuilding' && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          loading={cancel.isPending}
          onClick={() => cancel.mutate()}
        >
          Cancel
        </Button>
      )}
    </Group>
  );
}
