import { useEffect, useRef } from 'react';
import type { Comparison } from '../../../../preload/contract/comparisons';
import { useCompareStore } from '../compareStore';
import { useComparisons } from '../queries';
import { ComparisonView } from './ComparisonView';

/** The comparison that was started or opened last; nothing when there is none. It alone draws again with each word. */
export function ShownComparison() {
  const shown = useShownComparison();
  const shownId = shown?.id ?? null;
  const element = useRef<HTMLDivElement>(null);
  const seenId = useRef(shownId);
  useEffect(() => {
    // Coming back to the screen is no reason to move the reader.
    if (shownId !== null && shownId !== seenId.current) {
      element.current?.scrollIntoView({ block: 'start', behavior: 'smooth' });
    }
    seenId.current = shownId;
  }, [shownId]);
  if (shown === null) return null;
  return (
    <div ref={element}>
      <ComparisonView key={shown.id} comparison={shown} />
    </div>
  );
}

/** As far as it has come. */
function useShownComparison(): Comparison | null {
  const shownId = useCompareStore((state) => state.shownId);
  const live = useCompareStore((state) => state.live);
  const list = useComparisons().data;
  if (shownId === null) return null;
  if (live?.comparison.id === shownId) return live.comparison;
  return list?.find(({ id }) => id === shownId) ?? null;
}
