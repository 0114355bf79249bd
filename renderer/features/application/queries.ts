import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../../api';

export const applicationInfoOptions = queryOptions({
  queryKey: ['application', 'info'],
  queryFn: () => api.application.info({}),
});

export function useApplicationInfo() {
  return useQuery(applicationInfoOptions);
}
