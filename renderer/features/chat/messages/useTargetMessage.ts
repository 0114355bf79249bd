import { useEffect, useEffectEvent } from 'react';
import { useNavigation } from '../../../navigation';
import type { BranchEntry } from './messageTree';

const highlightMs = 2500;

/**
 * Brings the message a search led to into view, once it is on the branch on screen, and clears the target after a
 * moment. Returns its id for as long as it is to be highlighted.
 */
export function useTargetMessage(
  entries: readonly BranchEntry[],
  show: (index: number) => void,
): string | null {
  const targetId = useNavigation((state) => state.targetMessageId);
  const clearTargetMessage = useNavigation((state) => state.clearTargetMessage);
  const showTarget = useEffectEvent(show);
  const index = targetId === null ? -1 : entries.findIndex(({ message }) => message.id === targetId);
  useEffect(() => {
    if (index < 0) return undefined;
    showTarget(index);
    const timer = setTimeout(clearTargetMessage, highlightMs);
    return () => clearTimeout(timer);
  }, [index, targetId, clearTargetMessage]);
  return targetId;
}
