import { Badge, Button, Loader, Paper, Text, Title } from '@mantine/core';
import { IconTrophy } from '@tabler/icons-react';
import { memo } from 'react';
import type { ComparisonColumn } from '../../../../preload/contract/comparisons';
import { deserializeError } from '../../../../preload/contract/errors';
import { api } from '../../../api';
import { ErrorAlert } from '../../../components/errors/ErrorAlert';
import { notifyError } from '../../../components/errors/notifyError';
import { StreamingMarkdown } from '../../chat/markdown/StreamingMarkdown';
import { speedInWords, tokensInWords } from '../../chat/messages/answerWords';
import classes from '../compare.module.css';
import type { ColumnPhase } from '../compareStore';
import { columnNames, columnTitle, type KnownNames } from '../words/compareWords';

interface AnswerColumnProps {
  column: ComparisonColumn;
  index: number;
  known: KnownNames;
  /** What it does now, where it is the one that is being answered; null else. */
  phase: ColumnPhase | null;
  isBest: boolean;
  /** Null while nothing can be chosen. */
  onChoose: (() => void) | null;
}

function openLink(url: string): void {
  api.application.openLink({ url }).catch((error: unknown) => notifyError(error));
}

/** One answer of a comparison under the name of who gave it. Draws again only when something of its own changes. */
export const AnswerColumn = memo(function AnswerColumn(props: AnswerColumnProps) {
  const { column, index, known, phase, isBest, onChoose } = props;
  const { text, status } = column;
  const title = columnTitle(column, index, known);
  const canBeBest = text !== '' && status !== 'failed';
  return (
    <Paper
      component="article"
      className={classes.answer}
      withBorder
      p="md"
      data-best={isBest || undefined}
      aria-label={title}
    >
      <div className={classes.head}>
        <div className={classes.who}>
          <Title order={3} fz="sm">
            {title}
          </Title>
          <Text size="xs" c="dimmed">
            {columnNames(column, known)?.model ?? 'Hidden until you choose'}
          </Text>
        </div>
        {isBest && (
          <Badge color="moss" leftSection={<IconTrophy size={12} aria-hidden />}>
            Best
          </Badge>
        )}
      </div>
      <div className={classes.words}>
        {text !== '' && (
          <StreamingMarkdown text={text} isStreaming={status === 'writing'} onOpenLink={openLink} />
        )}
        <ColumnState column={column} phase={phase} />
      </div>
      <div className={classes.foot}>
        <Text size="xs" className={classes.facts}>
          {factsOf(column)}
        </Text>
        {canBeBest && !isBest && onChoose !== null && (
          <Button
            size="compact-sm"
            variant="light"
            aria-label={`This one is best: ${title}`}
            onClick={onChoose}
          >
            This one is best
          </Button>
        )}
      </div>
    </Paper>
  );
});

function ColumnState({
  column: { status, text, error },
  phase,
}: Pick<AnswerColumnProps, 'column' | 'phase'>) {
  switch (status) {
    case 'waiting':
    case 'writing':
      return (
        <Text size="sm" c="dimmed" component="div">
          {phase !== null && <Loader type="dots" size={18} color="gray" aria-hidden mr={8} />}
          {phase === null
            ? status === 'waiting'
              ? 'Waits for its turn'
              : 'Being written…'
            : phaseWords(phase, text)}
        </Text>
      );
    case 'failed':
      return error === null ? null : <ErrorAlert error={deserializeError(error)} />;
    case 'stopped':
      return (
        <Text size="sm" c="dimmed" fs="italic" mt={text === '' ? 0 : 'xs'}>
          {text === '' ? 'It was stopped before this one began.' : 'It was stopped here.'}
        </Text>
      );
    case 'complete':
      return text === '' ? (
        <Text size="sm" c="dimmed" fs="italic">
          The model ended without a word.
        </Text>
      ) : null;
  }
}

function phaseWords(phase: ColumnPhase, text: string): string {
  if (text !== '') return '';
  switch (phase) {
    case 'loading-model':
      return 'Getting the model ready…';
    case 'reading':
      return 'Reading…';
    case 'writing':
      return 'Writing…';
  }
}

function factsOf({ provenance }: ComparisonColumn): string | null {
  if (provenance === null || provenance.completionTokens === 0) return null;
  const { completionTokens, tokensPerSecond } = provenance;
  const tokens = tokensInWords(completionTokens);
  return tokensPerSecond === null ? tokens : `${tokens} · ${speedInWords(tokensPerSecond)}`;
}
