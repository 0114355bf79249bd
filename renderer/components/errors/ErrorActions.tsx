import { Button, Group } from '@mantine/core';
import type { ErrorCode } from '../../../preload/contract/errors';
import { nextStepFor } from './describeError';

interface ErrorActionsProps {
  code: ErrorCode;
  /** Does again what failed; the button is left out when absent. */
  onRetry?: (() => void) | undefined;
  /** Called after either button, so that a notification can close itself. */
  onAct?: (() => void) | undefined;
}

/** The next steps of a failure as buttons; nothing when there are none. */
export function ErrorActions({ code, onRetry, onAct }: ErrorActionsProps) {
  const step = nextStepFor(code);
  if (step === null && onRetry === undefined) return null;
  const runThen = (run: () => void) => () => {
    run();
    onAct?.();
  };
  return (
    <Group gap="xs" mt="xs">
      {onRetry !== undefined && (
        <Button size="compact-sm" variant="default" onClick={runThen(onRetry)}>
          Try again
        </Button>
      )}
      {step !== null && (
        <Button size="compact-sm" variant="default" onClick={runThen(step.run)}>
          {step.label}
        </Button>
      )}
    </Group>
  );
}
