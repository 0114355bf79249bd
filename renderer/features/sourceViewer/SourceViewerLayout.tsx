import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { ViewerSplitter } from './ViewerSplitter';
import { closeSource, useSourceViewer } from './sourceViewerStore';
import classes from './SourceViewer.module.css';
import { useViewerWidth } from './useViewerWidth';

const SourceViewer = lazy(() => import('./SourceViewer'));

/** Below this the viewer lies over the screen instead of standing beside it. */
const narrowWindow = '(max-width: 63.99em)';

/** A screen with the source viewer beside it, while one is open; in a narrow window the viewer covers the screen. */
export function SourceViewerLayout({ children }: { children: ReactNode }) {
  const isOpen = useSourceViewer(({ view }) => view !== null);
  const isNarrow = useMediaQuery(narrowWindow, undefined, { getInitialValueInEffect: false });
  const [width, setWidth] = useViewerWidth();
  // Another screen has other sources.
  useEffect(() => closeSource, []);

  return (
    <div className={classes.layout}>
      <div className={classes.screen}>{children}</div>
      {isOpen && !isNarrow && (
        <>
          <ViewerSplitter width={width} onChange={setWidth} />
          <aside className={classes.panel} style={{ width }} aria-label="Source" data-source-viewer>
            <LoadedViewer />
          </aside>
        </>
      )}
      {isNarrow && (
        <Drawer
          opened={isOpen}
          onClose={closeSource}
          position="right"
          size="min(100%, 34rem)"
          padding={0}
          withCloseButton={false}
          returnFocus={false}
          // The viewer scrolls by itself.
          scrollAreaComponent={Unscrolled}
          classNames={{ content: classes.drawer, body: classes.drawerBody }}
          attributes={{ content: { 'aria-label': 'Source', 'data-source-viewer': true } }}
        >
          {isOpen && <LoadedViewer />}
        </Drawer>
      )}
    </div>
  );
}

function Unscrolled({ children }: { children?: ReactNode }) {
  return children;
}

function LoadedViewer() {
  return (
    <Suspense fallback={null}>
      <SourceViewer />
    </Suspense>
  );
}
