import { useEffect, useState } from 'react';
import { openPdf, PdfError, type OpenPdf, type PdfFailure } from './openPdf';

export type PdfState =
  | { state: 'opening' }
  | { state: 'open'; pdf: OpenPdf['document'] }
  | { state: 'failed'; failure: PdfFailure };

/** Opens a PDF for as long as the component is mounted. */
export function usePdf(documentId: string): PdfState {
  const [opened, setOpened] = useState<{ documentId: string; state: PdfState } | null>(null);
  useEffect(() => {
    const closing = new AbortController();
    const { signal } = closing;
    let close: () => void = () => undefined;
    openPdf(documentId, signal).then(
      (open) => {
        if (signal.aborted) {
          open.close();
          return;
        }
        close = open.close;
        setOpened({ documentId, state: { state: 'open', pdf: open.document } });
      },
      (error: unknown) => {
        if (signal.aborted) return;
        const failure = error instanceof PdfError ? error.failure : 'unreadable';
        setOpened({ documentId, state: { state: 'failed', failure } });
      },
    );
    return () => {
      closing.abort();
      close();
    };
  }, [documentId]);
  return opened?.documentId === documentId ? opened.state : { state: 'opening' };
}
