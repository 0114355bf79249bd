import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { SerializedError } from '../../../../preload/contract/errors';
import { errorTitle } from '../../../components/errors/describeError';
import classes from './FailureNotice.module.css';
import { failureActionLabels, failureAdvice, type FailureAction } from './failureAdvice';

interface FailureNoticeProps {
  error: Pick<SerializedError, 'code' | 'message'>;
  /** Replaces the heading that belongs to the error's code. */
  title?: string;
  onAct: (action: FailureAction) => void;
  /** Steps that make no sense here. */
  without?: readonly FailureAction[];
  /** Offered before the steps of the error's own advice. */
  firstAction?: { label: string; run: () => void } | undefined;
}

/** A failure in plain words with its next steps as buttons. */
export function FailureNotice({ error, title, onAct, without = [], firstAction }: FailureNoticeProps) {
  const { actions, explanation } = failureAdvice[error.code];
  const offered = actions.filter((action) => !without.includes(action));
  return (
    <Alert
      className={classes.notice}
      color="red"
      variant="light"
      title={title ?? errorTitle(error.code)}
      icon={<IconAlertTriangle size={18} aria-hidden />}
    >
      <Text size="sm">{error.message}</Text>
      {explanation !== null && (
        <Text size="sm" mt={4}>
          {explanation}
        </Text>
      )}
      <Group gap="xs" mt="sm">
        {firstAction !== undefined && (
          <Button size="compact-sm" variant="filled" onClick={firstAction.run}>
            {firstAction.label}
          </Button>
        )}
        {offered.map((action, index) => (
          <Button
            key={action}
            size="compact-sm"
            variant={index === 0 && firstAction === undefined ? 'filled' : 'default'}
            onClick={() => onAct(action)}
          >
            {failureActionLabels[action]}
          </Button>
        ))}
      </Group>
    </Alert>
  );
}
