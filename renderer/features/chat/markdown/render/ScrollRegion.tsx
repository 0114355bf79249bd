import { useCallback, useState, type ReactNode } from 'react';

interface ScrollRegionProps {
  /** What a screen reader calls the region while it can be scrolled. */
  label: string;
  className: string | undefined;
  children: ReactNode;
  /** A span where only text may stand. Default div. */
  as?: 'div' | 'span';
}

/**
 * A box that scrolls sideways. While its content is wider than the box, the keyboard can reach it; otherwise it stays out
 * of the way.
 */
export function ScrollRegion({ label, className, children, as: Element = 'div' }: ScrollRegionProps) {
  const [isOverflowing, setIsOverflowing] = useState(false);

  const observe = useCallback((region: HTMLElement | null) => {
    // Where nothing is laid out, nothing overflows.
    if (!region || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => setIsOverflowing(region.scrollWidth > region.clientWidth));
    observer.observe(region);
    if (region.firstElementChild) observer.observe(region.firstElementChild);
    return () => observer.disconnect();
  }, []);

  const reachable = isOverflowing ? ({ role: 'region', tabIndex: 0, 'aria-label': label } as const) : {};
  return (
    <Element ref={observe} className={className} {...reachable}>
      {children}
    </Element>
  );
}
