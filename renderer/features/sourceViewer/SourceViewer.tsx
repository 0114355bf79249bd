import { Skeleton, Stack } from '@mantine/core';
import { LoamError } from '../../../preload/contract/errors';
import { ErrorAlert } from '../../components/errors/ErrorAlert';
import { GoneDocument } from './GoneDocument';
import { OpenDocument } from './OpenDocument';
import classes from './SourceViewer.module.css';
import { useSourceViewer, type SourceView } from './sourceViewerStore';
import { useDocumentAt } from './useReading';
import { ViewerHeader } from './ViewerHeader';
import { useViewerKeys } from './useViewerKeys';

const goneCodes: readonly string[] = ['document/not-found', 'source/not-found', 'collection/not-found'];

/** A document of the user's, open at a passage. Draws nothing while no source was asked for. */
export default function SourceViewer() {
  const view = useSourceViewer((state) => state.view);
  const requests = useSourceViewer((state) => state.requests);
  return view === null ? null : <ViewerOf key={view.documentId} view={view} requests={requests} />;
}

function ViewerOf({ view, requests }: { view: SourceView; requests: number }) {
  const root = useViewerKeys(requests);
  const { data, error, refetch } = useDocumentAt(view.documentId, view.ordinal);
  return (
    <div ref={root} className={classes.viewer} tabIndex={-1} data-source-viewer>
      <ViewerBody view={view} requests={requests} data={data} error={error} onRetry={() => void refetch()} />
    </div>
  );
}

interface ViewerBodyProps {
  view: SourceView;
  requests: number;
  data: ReturnType<typeof useDocumentAt>['data'];
  error: unknown;
  onRetry: () => void;
}

function ViewerBody({ view, requests, data, error, onRetry }: ViewerBodyProps) {
  const name = view.citation?.documentName ?? '';
  if (error instanceof LoamError && goneCodes.includes(error.code)) {
    return <GoneDocument citation={view.citation ?? null} />;
  }
  if (error !== null && error !== undefined) {
    return (
      <>
        <ViewerHeader name={name} place={null} document={null} />
        <div className={classes.notice}>
          <ErrorAlert error={error} onRetry={onRetry} />
        </div>
      </>
    );
  }
  if (data === undefined) {
    return (
      <>
        <ViewerHeader name={name} place={view.citation?.place ?? null} document={null} />
        <Stack className={classes.notice} role="status" aria-label="Opening the document">
          <Skeleton height={80} />
          <Skeleton height={140} />
          <Skeleton height={100} />
        </Stack>
      </>
    );
  }
  return <OpenDocument view={view} requests={requests} reading={data} />;
}
