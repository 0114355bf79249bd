import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { isCancellation } from '../../../preload/contract/errors';
import { errorTitle, nextStepFor, toLoamError } from './describeError';
import { ErrorActions } from './ErrorActions';

export interface NotifyErrorOptions {
  /** Replaces the heading that belongs to the error's code. */
  title?: string;
  /** Does again what failed; offered as a button. */
  retry?: () => void;
}

const readingTimeMs = 8_000;

/**
 * Shows a failure with its message and next steps. The user's own cancellation shows nothing; the same failure twice
 * replaces the first. A failure with a button stays until it is closed.
 */
export function notifyError(error: unknown, options: NotifyErrorOptions = {}): void {
  if (isCancellation(error)) return;
  const loamError = toLoamError(error);
  if (loamError !== error) reportError(error);
  const { code } = loamError;
  const id = `error:${code}`;
  const hasAction = options.retry !== undefined || nextStepFor(code) !== null;
  notifications.hide(id);
  notifications.show({
    id,
    color: 'red',
    title: options.title ?? errorTitle(code),
    message: (
      <>
        <Text size="sm">{loamError.message}</Text>
        <ErrorActions code={code} onRetry={options.retry} onAct={() => notifications.hide(id)} />
      </>
    ),
    role: 'alert',
    autoClose: hasAction ? false : readingTimeMs,
  });
}
