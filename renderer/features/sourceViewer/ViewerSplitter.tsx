import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import classes from './SourceViewer.module.css';
import { narrowestViewerPx, widestViewerPx } from './useViewerWidth';

interface ViewerSplitterProps {
  /** Of the viewer, in pixels. */
  width: number;
  onChange: (width: number) => void;
}

const keyStepPx = 24;

/** The edge between screen and viewer: dragged with the pointer, or moved with the arrow keys. */
export function ViewerSplitter({ width, onChange }: ViewerSplitterProps) {
  const drag = useRef<{ startX: number; startWidth: number } | null>(null);
  const start = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { startX: event.clientX, startWidth: width };
  };
  const move = (event: PointerEvent) => {
    if (drag.current === null) return;
    onChange(drag.current.startWidth + drag.current.startX - event.clientX);
  };
  const end = () => {
    drag.current = null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: keyStepPx, ArrowRight: -keyStepPx }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onChange(width + step);
  };
  return (
    <div
      className={classes.splitter}
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the source"
      aria-valuenow={width}
      aria-valuemin={narrowestViewerPx}
      aria-valuemax={widestViewerPx}
      tabIndex={0}
      onPointerDown={start}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={onKeyDown}
    />
  );
}
