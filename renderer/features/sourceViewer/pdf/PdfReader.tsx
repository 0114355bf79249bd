import { Alert, ActionIcon, Button, Center, Group, Loader, NumberInput, Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight, IconFileOff, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useState } from 'react';
import type { PdfFailure } from './openPdf';
import classes from './Pdf.module.css';
import { PdfPage } from './PdfPage';
import { usePdf } from './usePdf';

interface PdfReaderProps {
  documentId: string;
  /** From 1. */
  page: number;
  /** What is marked on that page. */
  passage: string | null;
  onShowText: () => void;
}

const failureWords = {
  gone: 'The file is not where it was, or can no longer be opened.',
  'too-large': 'The file is too large to be shown page by page.',
  password: 'The file is locked with a password.',
  unreadable: 'The pages of this file cannot be drawn.',
} as const satisfies Record<PdfFailure, string>;

const zoomSteps = [1, 1.25, 1.5, 2, 3];
const pageMarginPx = 32;

/** A PDF on its pages. */
export function PdfReader({ documentId, page, passage, onShowText }: PdfReaderProps) {
  const pdf = usePdf(documentId);
  const [turned, setTurned] = useState<{ from: number; to: number } | null>(null);
  const [zoom, setZoom] = useState(1);
  const { ref, width } = useElementSize<HTMLDivElement>();

  if (pdf.state === 'failed') return <PdfFailureNotice failure={pdf.failure} onShowText={onShowText} />;
  if (pdf.state === 'opening') {
    return (
      <Center flex={1}>
        <Loader size="sm" aria-label="Opening the PDF" />
      </Center>
    );
  }
  const pages = pdf.pdf.numPages;
  // Where the reader turned to counts until another passage is asked for.
  const shown = Math.min(pages, Math.max(1, turned?.from === page ? turned.to : page));
  return (
    <>
      <PageBar
        page={shown}
        pages={pages}
        zoom={zoom}
        onTurn={(to) => setTurned({ from: page, to })}
        onZoom={setZoom}
      />
      <div ref={ref} className={classes.scroller} tabIndex={0} role="region" aria-label="Page of the PDF">
        {width > 0 && (
          <PdfPage
            key={shown}
            pdf={pdf.pdf}
            page={shown}
            widthPx={Math.max(200, (width - pageMarginPx) * zoom)}
            passage={shown === page ? passage : null}
          />
        )}
      </div>
    </>
  );
}

interface PageBarProps {
  page: number;
  pages: number;
  zoom: number;
  onTurn: (page: number) => void;
  onZoom: (zoom: number) => void;
}

function PageBar({ page, pages, zoom, onTurn, onZoom }: PageBarProps) {
  const step = zoomSteps.indexOf(zoom);
  return (
    <Group className={classes.bar} justify="space-between" gap="xs" wrap="nowrap">
      <Group gap={4} wrap="nowrap">
        <ActionIcon aria-label="Previous page" disabled={page <= 1} onClick={() => onTurn(page - 1)}>
          <IconChevronLeft size={16} aria-hidden />
        </ActionIcon>
        <NumberInput
          size="xs"
          w={56}
          hideControls
          aria-label="Page"
          min={1}
          max={pages}
          allowDecimal={false}
          value={page}
          onChange={(value) => typeof value === 'number' && value >= 1 && value <= pages && onTurn(value)}
        />
        <Text size="xs" c="dimmed" className={classes.count}>
          of {pages}
        </Text>
        <ActionIcon aria-label="Next page" disabled={page >= pages} onClick={() => onTurn(page + 1)}>
          <IconChevronRight size={16} aria-hidden />
        </ActionIcon>
      </Group>
      <Group gap={4} wrap="nowrap">
        <ActionIcon
          aria-label="Smaller"
          disabled={step <= 0}
          onClick={() => onZoom(zoomSteps[step - 1] ?? 1)}
        >
          <IconZoomOut size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon
          aria-label="Larger"
          disabled={step >= zoomSteps.length - 1}
          onClick={() => onZoom(zoomSteps[step + 1] ?? zoom)}
        >
          <IconZoomIn size={16} aria-hidden />
        </ActionIcon>
      </Group>
    </Group>
  );
}

function PdfFailureNotice({ failure, onShowText }: { failure: PdfFailure; onShowText: () => void }) {
  return (
    <Alert
      m="md"
      color="gray"
      variant="light"
      title="The pages cannot be shown"
      icon={<IconFileOff size={18} aria-hidden />}
    >
      <Text size="sm">{failureWords[failure]} The text that was read from it is still here.</Text>
      <Button mt="sm" size="compact-sm" variant="default" onClick={onShowText}>
        Show its text
      </Button>
    </Alert>
  );
}
