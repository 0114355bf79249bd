import { Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { useEffect, useRef, useState } from 'react';
import { drawPage } from './drawPage';
import classes from './Pdf.module.css';

interface PdfPageProps {
  pdf: PDFDocumentProxy;
  /** From 1. */
  page: number;
  widthPx: number;
  passage: string | null;
}

/** Drawing anew at every step of a drag would take longer than the drag. */
const settleMs = 120;

/** One page, with its text to select and the passage marked in it. */
export function PdfPage({ pdf, page, widthPx, passage }: PdfPageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const [settledWidthPx] = useDebouncedValue(widthPx, settleMs);
  const [isFailed, setFailed] = useState(false);

  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    const draw = async () => {
      const proxy = await pdf.getPage(page);
      if (signal.aborted || canvas.current === null || text.current === null) return;
      const drawn = { canvas: canvas.current, textContainer: text.current, widthPx: settledWidthPx };
      const marked = await drawPage({ page: proxy, ...drawn, passage, signal });
      marked?.scrollIntoView({ block: 'center' });
    };
    draw().catch(() => {
      if (!signal.aborted) setFailed(true);
    });
    return () => leaving.abort();
  }, [pdf, page, passage, settledWidthPx]);

  return (
    <div className={classes.page}>
      {isFailed && (
        <Text size="sm" p="md">
          This page cannot be drawn. Its text is shown under “Text”.
        </Text>
      )}
      {/* What is drawn on it is said by the text over it. */}
      <canvas ref={canvas} className={classes.canvas} aria-hidden />
      <div ref={text} className={classes.textLayer} data-page={page} />
    </div>
  );
}
