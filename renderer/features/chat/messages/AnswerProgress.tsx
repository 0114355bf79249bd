import { Loader, Text } from '@mantine/core';
import { useModelStatus } from '../../models/queries';
import { tokensInWords } from './answerWords';
import type { LiveAnswer } from '../generation/generationStore';
import classes from './MessageRow.module.css';
import { useContextUse } from '../generation/useGeneration';

interface AnswerProgressProps {
  conversationId: string;
  /** Undefined: the answer is written for another page than this one. */
  live: LiveAnswer | undefined;
}

/** What the user is waiting for. Not announced: it changes with every word. */
export function AnswerProgress({ conversationId, live }: AnswerProgressProps) {
  const { data: status } = useModelStatus();
  const use = useContextUse(conversationId);
  const progress = status?.state === 'loading' ? status.progress : null;
  return (
    <div className={classes.progress}>
      <Loader type="dots" size={18} color="var(--mantine-color-dimmed)" aria-hidden />
      <Text size="xs" component="span">
        {progressInWords(live, progress, use?.usedTokens ?? null)}
      </Text>
    </div>
  );
}

function progressInWords(
  live: LiveAnswer | undefined,
  loadProgress: number | null,
  usedTokens: number | null,
): string {
  if (live === undefined) return 'Being written…';
  if (live.isStopping) return 'Stopping…';
  switch (live.phase) {
    case 'sending':
      return 'Sending…';
    case 'reading-documents':
      return 'Reading your documents…';
    case 'rewriting-question':
      return 'Understanding the question…';
    case 'searching':
      return 'Searching your documents…';
    case 'loading-model':
      return loadProgress === null
        ? 'Getting the model ready…'
        : `Loading the model… ${Math.round(loadProgress * 100)} %`;
    case 'reading':
      return usedTokens === null ? 'Reading…' : `Reading ${tokensInWords(usedTokens)}…`;
    case 'writing':
      return `Writing… ${tokensInWords(live.completionTokens)}`;
  }
}
