import { useEffect, useRef, type RefObject } from 'react';
import { closeSource } from './sourceViewerStore';

/**
 * Gives the viewer the focus when a source is asked for, and closes it with Esc. Esc is listened for on the element, so
 * that it does not stop an answer as well.
 */
export function useViewerKeys(requests: number): RefObject<HTMLDivElement | null> {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => root.current?.focus({ preventScroll: true }), [requests]);
  useEffect(() => {
    const element = root.current;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      event.stopPropagation();
      closeSource();
    };
    element?.addEventListener('keydown', onKeyDown);
    return () => element?.removeEventListener('keydown', onKeyDown);
  }, []);
  return root;
}
