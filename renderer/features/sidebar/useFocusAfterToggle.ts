import { useEffect, useRef, type RefObject } from 'react';

/**
 * The button that opens the sidebar and the one that closes it replace each other; the new one takes over the focus
 * that the old one lost. Not at the app's start, when nothing was toggled.
 */
export function useFocusAfterToggle(isToggled: boolean): RefObject<HTMLButtonElement | null> {
  const button = useRef<HTMLButtonElement>(null);
  const wasToggledAtMount = useRef(isToggled);
  useEffect(() => {
    if (wasToggledAtMount.current && document.activeElement === document.body) {
      button.current?.focus({ preventScroll: true });
    }
  }, []);
  return button;
}
