import type { Adapter } from '../../../preload/contract/adapters';
import { useNavigation } from '../../navigation';
import { setFreshChoices } from '../chat/choices/useChatChoices';

/** Opens a new chat that has this adapter switched on, with the model it was checked against. */
export function tryAdapter({ id, baseModelId }: Pick<Adapter, 'id' | 'baseModelId'>): void {
  setFreshChoices({ adapters: [{ adapterId: id, scale: 1 }], modelId: baseModelId });
  useNavigation.getState().startNewChat();
}
