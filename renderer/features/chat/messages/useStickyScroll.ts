import type { Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useState, type KeyboardEvent, type WheelEvent } from 'react';

/** Closer to the end than this, in pixels, counts as being at the end. */
const endThreshold = 48;
/** A detached reader is attached again only at the very end. */
const veryEnd = 2;
const keysUp: readonly string[] = ['ArrowUp', 'PageUp', 'Home'];

type ListVirtualizer = Virtualizer<HTMLDivElement, HTMLDivElement>;

export interface StickyScroll {
  /** For the virtualizer: how near the end the view must be to follow it. */
  scrollEndThreshold: number;
  isAtEnd: boolean;
  /** To be called at every change of the virtualizer. */
  follow: (virtualizer: ListVirtualizer) => void;
  /** Follows the end again. */
  attach: () => void;
  onWheel: (event: WheelEvent<HTMLElement>) => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

/**
 * Sticks to the end until the user scrolls up. The first touch of the wheel is enough: otherwise the next word would
 * pull a reader back who has moved by less than the threshold.
 */
export function useStickyScroll(): StickyScroll {
  const [isDetached, setIsDetached] = useState(false);
  const [isAtEnd, setIsAtEnd] = useState(true);

  const follow = useCallback((virtualizer: ListVirtualizer) => {
    const distance = virtualizer.getDistanceFromEnd();
    setIsAtEnd(distance <= endThreshold);
    if (distance <= veryEnd && !virtualizer.isScrolling) setIsDetached(false);
  }, []);
  const attach = useCallback(() => setIsDetached(false), []);
  const detach = (scroller: HTMLElement) => {
    if (scroller.scrollTop > 0) setIsDetached(true);
  };
  return {
    scrollEndThreshold: isDetached ? -1 : endThreshold,
    isAtEnd,
    follow,
    attach,
    onWheel: ({ deltaY, currentTarget }) => {
      if (deltaY < 0) detach(currentTarget);
    },
    onKeyDown: ({ key, target, currentTarget }) => {
      if (target === currentTarget && keysUp.includes(key)) detach(currentTarget);
    },
  };
}
