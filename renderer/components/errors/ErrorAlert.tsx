import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { errorTitle, toLoamError } from './describeError';
import { ErrorActions } from './ErrorActions';

interface ErrorAlertProps {
  /** Anything thrown, or a stored error made an Error again by `deserializeError`. */
  error: unknown;
  /** Replaces the heading that belongs to the error's code. */
  title?: string;
  onRetry?: (() => void) | undefined;
}

/** A failure in the place where its result would have been, with its next steps. */
export function ErrorAlert({ error, title, onRetry }: ErrorAlertProps) {
  const { code, message } = toLoamError(error);
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={title ?? errorTitle(code)}>
      <Text size="sm">{message}</Text>
      <ErrorActions code={code} onRetry={onRetry} />
    </Alert>
  );
}
