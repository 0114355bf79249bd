import { useCompareStore } from './compareStore';
import { useComparisons } from './queries';
import { isVeiled } from './words/compareWords';

/** Whether the comparison that is open on the compare screen hides who answers. `isWanted`: that screen is open. */
export function useIsVeilShown(isWanted: boolean): boolean {
  const shownId = useCompareStore((state) => state.shownId);
  const shown = useComparisons(isWanted).data?.find(({ id }) => id === shownId);
  return isWanted && shown !== undefined && isVeiled(shown);
}
