import { create } from 'zustand';

export const narrowestViewerPx = 320;
export const widestViewerPx = 900;
const usualWidthPx = 460;

/** Kept while the window is open, so that the next source opens as wide as the last one was left. */
const useWidthState = create<{ width: number }>(() => ({ width: usualWidthPx }));

/** The width of the viewer in pixels, and how to change it; what is out of bounds is brought inside. */
export function useViewerWidth(): [width: number, change: (width: number) => void] {
  const width = useWidthState((state) => state.width);
  return [width, setViewerWidth];
}

function setViewerWidth(width: number): void {
  const most = Math.min(widestViewerPx, Math.max(narrowestViewerPx, window.innerWidth * 0.6));
  useWidthState.setState({ width: Math.round(Math.min(most, Math.max(narrowestViewerPx, width))) });
}
