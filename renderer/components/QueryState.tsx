import { Skeleton, Stack } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorAlert } from './errors/ErrorAlert';

interface QueryStateProps<Value> {
  query: UseQueryResult<Value>;
  children: (value: Value) => ReactNode;
}

/** What a question to the main process shows: placeholders, the failure with a retry, or what the children draw. */
export function QueryState<Value>({ query, children }: QueryStateProps<Value>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null) return <ErrorAlert error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <Stack role="status" aria-label="Reading">
      <Skeleton h={72} />
      <Skeleton h={72} />
    </Stack>
  );
}
