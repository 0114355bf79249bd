import { useMemo } from 'react';
import { useAdapters } from '../adapters/queries';
import { useModels } from '../models/queries';
import type { KnownNames } from './words/compareWords';

/** What names of models and adapters are looked up in. The same object for as long as nothing changes. */
export function useKnownNames(): KnownNames {
  const { data: adapters } = useAdapters();
  const { data: models } = useModels();
  return useMemo(() => ({ adapters: adapters ?? [], models: models ?? [] }), [adapters, models]);
}
