import { Button, Skeleton, Table, Text } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { RecallRun } from '../../../../preload/contract/retrieval';
import { formatDaysAgo } from '../../../components/formatting';
import { HelpHint } from '../../../components/HelpHint';
import { formatScore } from '../../chat/grounding/groundingWords';
import { useSearchModels } from '../retrievalQueries';
import { formatShare, hitRate } from '../words/recallWords';
import classes from './recall.module.css';

const RecallChart = lazy(() => import('./RecallChart'));

/** How the saved questions did in the newest run, and in all runs before it. */
export function RunFigures({ runs }: { runs: readonly RecallRun[] }) {
  const models = useSearchModels().data;
  const [showsAll, setShowsAll] = useState(false);
  const newest = runs.at(-1);
  if (newest === undefined) return null;
  const rate = hitRate(newest);
  const nameOf = (id: string) => models?.find((model) => model.id === id)?.name ?? 'another embedder';
  return (
    <>
      <dl className={classes.figures}>
        <div>
          <dt>
            Hit rate{' '}
            <HelpHint term="Hit rate">
              The share of the questions whose right passage was among the first ten. 100 % is best.
            </HelpHint>
          </dt>
          <dd>{rate === null ? '–' : formatShare(rate)}</dd>
        </div>
        <div>
          <dt>
            Mean rank score{' '}
            <HelpHint term="Mean rank score">
              Also called mean reciprocal rank. First place counts 1, second 1/2, third 1/3, not found 0; this
              is the mean over all questions. 1 is best.
            </HelpHint>
          </dt>
          <dd>{formatScore(newest.meanReciprocalRank)}</dd>
        </div>
      </dl>
      <Text size="xs" c="dimmed" mt={4}>
        {`Run ${formatDaysAgo(newest.createdAt)} ${triggerWords[newest.trigger]}, ${newest.hits} of ${newest.questions} found, with ${nameOf(newest.embedderId)}`}
      </Text>
      {runs.length === 1 ? (
        <Text size="xs" c="dimmed" mt="xs">
          From the second run on, a chart here shows how it changes.
        </Text>
      ) : (
        <Suspense fallback={<Skeleton className={classes.chartSpace} mt="sm" />}>
          <RecallChart runs={runs} />
        </Suspense>
      )}
      {runs.length > 1 && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-expanded={showsAll}
          onClick={() => setShowsAll(!showsAll)}
        >
          {showsAll ? 'Hide the runs' : `All ${runs.length} runs`}
        </Button>
      )}
      {showsAll && <RunTable runs={runs} nameOf={nameOf} />}
    </>
  );
}

const triggerWords = {
  user: 'by hand',
  'after-indexing': 'after indexing',
} as const satisfies Record<RecallRun['trigger'], string>;

const runTime = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

function RunTable({ runs, nameOf }: { runs: readonly RecallRun[]; nameOf: (id: string) => string }) {
  return (
    // Scrolls by itself, so it must be reachable by keyboard.
    <div className={classes.runs} role="region" aria-label="All runs" tabIndex={0}>
      <Table fz="xs" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Run</Table.Th>
            <Table.Th>Found</Table.Th>
            <Table.Th>Mean rank score</Table.Th>
            <Table.Th>Why</Table.Th>
            <Table.Th>Embedder</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {[...runs].reverse().map((run) => (
            <Table.Tr key={run.id}>
              <Table.Td>{runTime.format(run.createdAt)}</Table.Td>
              <Table.Td>
                {run.hits} of {run.questions}
              </Table.Td>
              <Table.Td>{formatScore(run.meanReciprocalRank)}</Table.Td>
              <Table.Td>{triggerWords[run.trigger]}</Table.Td>
              <Table.Td>{nameOf(run.embedderId)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
