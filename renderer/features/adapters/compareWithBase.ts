import type { Adapter } from '../../../preload/contract/adapters';
import { useNavigation } from '../../navigation';

/** Opens the compare screen with two columns: the adapter's base alone, and with the adapter. */
export function compareWithBase({ id, baseModelId }: Pick<Adapter, 'id' | 'baseModelId'>): void {
  useNavigation.getState().showCompare({
    setups: [
      { modelId: baseModelId, adapters: [] },
      { modelId: baseModelId, adapters: [{ adapterId: id, scale: 1 }] },
    ],
  });
}
