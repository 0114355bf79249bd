import { Button, Group, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { IconArrowBackUp, IconPlayerStopFilled, IconX } from '@tabler/icons-react';
import type { Comparison } from '../../../../preload/contract/comparisons';
import { notifyError } from '../../../components/errors/notifyError';
import classes from '../compare.module.css';
import { changeDraft, showComparison, useLiveComparison } from '../compareStore';
import { useChooseBest } from '../queries';
import { stopComparison } from '../runComparison';
import { useKnownNames } from '../useKnownNames';
import { columnTitle, hasUnfinished, isUnfinished } from '../words/compareWords';
import { AnswerColumn } from './AnswerColumn';
import { VerdictBar } from './VerdictBar';

/** One comparison: the question, its answers side by side, and which one was best. */
export function ComparisonView({ comparison }: { comparison: Comparison }) {
  const { id, question, columns, choice, isBlind } = comparison;
  const live = useLiveComparison();
  const isLive = live?.comparison.id === id;
  const isWriting = hasUnfinished(comparison);
  const known = useKnownNames();
  const choose = useChooseBest();
  const current = columns.findIndex(isUnfinished);
  // The verdict of a blind one is final, because the names are known after it.
  const canChoose = !isWriting && !choose.isPending && (choice === null || !isBlind);
  const onChoose = (best: NonNullable<Comparison['choice']>) =>
    choose.mutate({ id, choice: best }, { onError: (error) => notifyError(error) });
  return (
    <Stack gap="md" component="section" aria-label="Comparison">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Title order={2}>{isBlind ? 'Blind comparison' : 'Comparison'}</Title>
          <Text className={classes.asked} lineClamp={4}>
            {question}
          </Text>
        </div>
        <ViewButtons comparison={comparison} isWriting={isWriting} isStopping={isLive && live.isStopping} />
      </Group>
      <div className={classes.answers} role="group" aria-label="Answers" tabIndex={0}>
        {columns.map((column, index) => (
          <AnswerColumn
            key={index}
            column={column}
            index={index}
            known={known}
            phase={isLive && index === current ? live.phase : null}
            isBest={choice === index}
            onChoose={canChoose ? () => onChoose(index) : null}
          />
        ))}
      </div>
      <VerdictBar
        comparison={comparison}
        known={known}
        onNone={canChoose && choice !== 'none' ? () => onChoose('none') : null}
      />
      <VisuallyHidden role="status" aria-live="polite">
        {isLive &&
          columns
            .filter((column) => !isUnfinished(column))
            .map((column, index) => `${columnTitle(column, index, known)} is finished.`)
            .at(-1)}
        {!isWriting && 'All answers are finished.'}
      </VisuallyHidden>
    </Stack>
  );
}

interface ViewButtonsProps {
  comparison: Comparison;
  isWriting: boolean;
  isStopping: boolean;
}

function ViewButtons({ comparison, isWriting, isStopping }: ViewButtonsProps) {
  if (isWriting) {
    return (
      <Button
        flex="none"
        variant="light"
        color="red"
        leftSection={<IconPlayerStopFilled size={16} aria-hidden />}
        loading={isStopping}
        onClick={() => stopComparison(comparison)}
      >
        Stop
      </Button>
    );
  }
  return (
    <Group gap="xs" wrap="nowrap" flex="none">
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconArrowBackUp size={16} aria-hidden />}
        onClick={() => askAgain(comparison)}
      >
        Use again
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        leftSection={<IconX size={16} aria-hidden />}
        onClick={() => showComparison(null)}
      >
        Close
      </Button>
    </Group>
  );
}

/** Puts question and setups back into the form. While the setups are hidden, those of the form stay. */
function askAgain({ question, systemPrompt, sampling, columns }: Comparison): void {
  const setups = columns.flatMap(({ setup }) => (setup === null ? [] : [setup]));
  changeDraft({
    question,
    systemPrompt,
    sampling,
    ...(setups.length >= 2 && { setups }),
  });
}
