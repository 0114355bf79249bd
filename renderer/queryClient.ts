import { QueryClient } from '@tanstack/react-query';
import { LoamError } from '../preload/contract/errors';

const mostRetries = 2;
const firstRetryDelayMs = 200;

/**
 * The window's cache of what the main process knows. Nothing goes stale by age: events say when something changed.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Requests go to our own main process: being offline must not pause them.
        networkMode: 'always',
        staleTime: Infinity,
        refetchOnWindowFocus: false,
        retry: (failureCount, error) =>
          failureCount < mostRetries && error instanceof LoamError && error.retryable,
        retryDelay: (failureCount) => firstRetryDelayMs * 2 ** failureCount,
      },
      mutations: { networkMode: 'always' },
    },
  });
}
