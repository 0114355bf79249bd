import { useEffect, useState } from 'react';
import { useNavigation } from '../../../navigation';
import type { BranchEntry } from './messageTree';

const highlightMs = 2500;

/**
 * Brings the message a search led to into view, once it is on screen's branch. Returns its id for as long as it is
 * to be highlighted.
 */
export function useTargetMessage(
  entries: readonly BranchEntry[],
  show: (index: number) => void,
): string | null {
  const wantedId = useNavigation((state) => state.targetMessageId);
  const clearTargetMessage = useNavigation((state) => state.clearTargetMessage);
  const [highlightedId, setHighlightedId] = useState<string | null>(null);
  const index = wantedId === null ? -1 : entries.findIndex(({ message }) => message.id === wantedId);
  useEffect(() => {
    if (index < 0) return;
    show(index);
    setHighlightedId(wantedId);
    clearTargetMessage();
    // `show` is a new function at every render; only a new target is a reason to scroll.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [index, wantedId, clearTargetMessage]);
  useEffect(() => {
    if (highlightedId === null) return undefined;
    const timer = setTimeout(() => setHighlightedId(null), highlightMs);
    return () => clearTimeout(timer);
  }, [highlightedId]);
  return highlightedId;
}
