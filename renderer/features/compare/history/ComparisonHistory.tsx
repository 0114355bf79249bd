import { ActionIcon, Text, Title, Tooltip, UnstyledButton } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Comparison } from '../../../../preload/contract/comparisons';
import { ConfirmDialog } from '../../../components/ConfirmDialog';
import { notifyError } from '../../../components/errors/notifyError';
import { QueryState } from '../../../components/QueryState';
import classes from '../compare.module.css';
import { showComparison, useCompareStore } from '../compareStore';
import { useComparisons, useRemoveComparison } from '../queries';
import { useKnownNames } from '../useKnownNames';
import { comparisonInWords } from '../words/compareWords';

const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Earlier comparisons, newest first. */
export function ComparisonHistory() {
  const query = useComparisons();
  const remove = useRemoveComparison();
  const [doomed, setDoomed] = useState<Comparison | null>(null);
  return (
    <section aria-labelledby="earlier-comparisons">
      <Title order={2} id="earlier-comparisons" mb="xs">
        Earlier comparisons
      </Title>
      <QueryState query={query}>
        {(comparisons) =>
          comparisons.length === 0 ? (
            <Text size="sm" c="dimmed">
              None yet. Every comparison is kept here with its answers and your verdict, on this computer
              only.
            </Text>
          ) : (
            <ul className={classes.history}>
              {comparisons.map((comparison) => (
                <Entry key={comparison.id} comparison={comparison} onDelete={() => setDoomed(comparison)} />
              ))}
            </ul>
          )
        }
      </QueryState>
      <ConfirmDialog
        title={doomed === null ? null : 'Delete this comparison?'}
        message="Its answers and your verdict are gone for good. Chats, models and adapters are not touched."
        confirmLabel="Delete"
        onConfirm={() =>
          doomed !== null && remove.mutate(doomed.id, { onError: (error) => notifyError(error) })
        }
        onClose={() => setDoomed(null)}
      />
    </section>
  );
}

function Entry({ comparison, onDelete }: { comparison: Comparison; onDelete: () => void }) {
  const { id, question, createdAt } = comparison;
  const isShown = useCompareStore(({ shownId }) => shownId === id);
  const known = useKnownNames();
  return (
    <li className={classes.entry} data-shown={isShown || undefined}>
      <UnstyledButton
        className={classes.open}
        aria-current={isShown ? 'true' : undefined}
        onClick={() => showComparison(id)}
      >
        <Text size="sm" truncate>
          {question}
        </Text>
        <Text size="xs" c="dimmed">
          {dateAndTime.format(createdAt)} · {comparisonInWords(comparison, known)}
        </Text>
      </UnstyledButton>
      <Tooltip label="Delete">
        <ActionIcon aria-label={`Delete the comparison “${question}”`} onClick={onDelete}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}
