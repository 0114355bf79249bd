import { Alert, SegmentedControl, Spoiler, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { KnowledgeDocument, ReaderPassage } from '../../../preload/contract/knowledge';
import type { CitedPassage } from '../../../preload/contract/retrieval';
import { stillSays } from './citedText';
import { Reader, type MarkedRange } from './reader/Reader';
import classes from './SourceViewer.module.css';
import type { SourceView } from './sourceViewerStore';
import { ViewerHeader } from './ViewerHeader';

const PdfReader = lazy(async () => ({ default: (await import('./pdf/PdfReader')).PdfReader }));

interface OpenDocumentProps {
  view: SourceView;
  requests: number;
  /** The document with the part of it around the passage. */
  reading: { document: KnowledgeDocument; passages: ReaderPassage[]; readablePassages: number };
}

type Look = 'pages' | 'text';

/** A document that is there: its pages where it is a PDF, its text otherwise and on request. */
export function OpenDocument({ view, requests, reading }: OpenDocumentProps) {
  const { document, passages, readablePassages } = reading;
  const { citation, ordinal } = view;
  const [chosenLook, setLook] = useState<Look>('pages');
  const passage = passages.find((candidate) => candidate.ordinal === ordinal);
  const isChanged = citation !== undefined && !stillSays(passages, readablePassages, citation);
  const place = (isChanged ? null : passage?.place) ?? citation?.place ?? passage?.place ?? null;
  const page = place?.page ?? null;
  const hasPages = document.format === 'pdf' && page !== null;
  const isOnPages = hasPages && chosenLook === 'pages';
  const marked: MarkedRange = {
    fromOrdinal: citation?.fromOrdinal ?? ordinal,
    toOrdinal: citation?.toOrdinal ?? ordinal,
  };
  return (
    <>
      <ViewerHeader name={document.name} place={place} document={document}>
        {hasPages && (
          <SegmentedControl
            size="xs"
            aria-label="How the PDF is shown"
            data={[
              { value: 'pages', label: 'Pages' },
              { value: 'text', label: 'Text' },
            ]}
            value={chosenLook}
            onChange={setLook}
          />
        )}
      </ViewerHeader>
      {isChanged && <ChangedNotice citation={citation} />}
      {document.format === 'html' && (
        <Text className={classes.hint} size="xs">
          A web page, shown as its text.
        </Text>
      )}
      {isOnPages ? (
        <Suspense fallback={null}>
          <PdfReader
            documentId={document.id}
            page={page}
            passage={citation?.text ?? passage?.text ?? null}
            onShowText={() => setLook('text')}
          />
        </Suspense>
      ) : (
        <Reader document={document} passageCount={readablePassages} marked={marked} requests={requests} />
      )}
    </>
  );
}

const quoteHeightPx = 96;

function ChangedNotice({ citation }: { citation: CitedPassage }) {
  return (
    <Alert
      className={classes.notice}
      color="gray"
      variant="light"
      title="Changed since this answer"
      icon={<IconHistory size={18} aria-hidden />}
    >
      <Text size="sm" mb={6}>
        The document no longer says this in the same place. The answer was given this passage:
      </Text>
      <Spoiler maxHeight={quoteHeightPx} showLabel="Show all" hideLabel="Show less">
        <Text size="sm" className={classes.quote}>
          {citation.text}
        </Text>
      </Spoiler>
    </Alert>
  );
}
