import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';

/** Attribute of the element in a row that takes the focus when the arrow keys reach the row. */
export const rowFocusAttribute = 'data-row-focus';

/** Arrow keys, Home and End among the rows of a virtual list, of which one alone can be reached with Tab. */
export function useRowKeys(total: number, container: RefObject<HTMLElement | null>) {
  const [wanted, setWanted] = useState(0);
  const current = Math.min(wanted, Math.max(0, total - 1));
  const isMoving = useRef(false);
  useEffect(() => {
    if (!isMoving.current) return;
    const row = container.current?.querySelector<HTMLElement>(
      `[data-index="${current}"] [${rowFocusAttribute}]`,
    );
    // A row far away is drawn only after the list has scrolled there.
    if (row == null) return;
    isMoving.current = false;
    row.focus({ preventScroll: true });
  });
  const onKeyDown = (event: KeyboardEvent, scrollTo: (index: number) => void) => {
    const next = nextIndex(event.key, current, total);
    if (next === null || !isRowFocus(event.target)) return;
    event.preventDefault();
    if (next === current) return;
    isMoving.current = true;
    setWanted(next);
    scrollTo(next);
  };
  return { current, setCurrent: setWanted, onKeyDown };
}

/** An open menu lies inside the list for React; its arrow keys are its own. */
function isRowFocus(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.closest('[data-row]') !== null;
}

function nextIndex(key: string, current: number, total: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(total - 1, current + 1);
    case 'ArrowUp':
      return Math.max(0, current - 1);
    case 'Home':
      return 0;
    case 'End':
      return total - 1;
    default:
      return null;
  }
}
