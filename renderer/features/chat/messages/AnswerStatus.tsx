import { Button, Group, Text } from '@mantine/core';
import { IconHandStop, IconPlayerPlay, IconPlugConnectedX, IconRefresh } from '@tabler/icons-react';
import { useContext, type ReactNode } from 'react';
import type { Message } from '../../../../preload/contract/conversations';
import { FailureNotice } from '../failures/FailureNotice';
import { busyReason, IsBusyContext, useMessageActions } from './messageActions';
import classes from './MessageRow.module.css';

interface AnswerStatusProps {
  message: Message;
  /** Only the last answer of a branch can be carried on. */
  isLast: boolean;
}

/** What became of an answer that is not complete, and how to go on. */
export function AnswerStatus({ message, isLast }: AnswerStatusProps) {
  const { act } = useMessageActions();
  switch (message.status) {
    case 'stopped':
      return (
        <StatusLine icon={<IconHandStop size={16} aria-hidden />} message={message} isLast={isLast}>
          You stopped this answer.
        </StatusLine>
      );
    case 'interrupted':
      return (
        <StatusLine icon={<IconPlugConnectedX size={16} aria-hidden />} message={message} isLast={isLast}>
          {message.error === null
            ? 'Loam closed before the answer was finished. What was written is kept.'
            : `${message.error.message} What was written is kept.`}
        </StatusLine>
      );
    case 'failed':
      return message.error === null ? null : (
        <div className={classes.status}>
          <FailureNotice error={message.error} onAct={(action) => act(action, message)} />
        </div>
      );
    case 'complete':
    case 'streaming':
      return null;
  }
}

interface StatusLineProps extends AnswerStatusProps {
  icon: ReactNode;
  children: ReactNode;
}

function StatusLine({ icon, message, isLast, children }: StatusLineProps) {
  const isBusy = useContext(IsBusyContext);
  const { continueAnswer, regenerate } = useMessageActions();
  return (
    <Group className={classes.status} gap="xs" wrap="wrap">
      <Group gap={6} wrap="nowrap" c="dimmed">
        {icon}
        <Text size="sm">{children}</Text>
      </Group>
      {isLast && (
        <Group gap="xs" title={isBusy ? busyReason : undefined}>
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconPlayerPlay size={14} aria-hidden />}
            disabled={isBusy}
            onClick={() => continueAnswer(message.id)}
          >
            Continue
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconRefresh size={14} aria-hidden />}
            disabled={isBusy}
            onClick={() => regenerate(message.id)}
          >
            Regenerate
          </Button>
        </Group>
      )}
    </Group>
  );
}
