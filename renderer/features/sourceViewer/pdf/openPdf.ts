import {
  getDocument,
  PasswordException,
  PDFWorker,
  type PDFDocumentLoadingTask,
  type PDFDocumentProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import { documentUrl, pdfFolderUrl, startPdfWorker } from './pdfFiles';

/** Why a PDF cannot be shown on its pages; its text still can. */
export type PdfFailure = 'gone' | 'too-large' | 'password' | 'unreadable';

export class PdfError extends Error {
  readonly failure: PdfFailure;

  constructor(failure: PdfFailure, cause?: unknown) {
    super(`The PDF cannot be shown: ${failure}.`, { cause });
    this.name = 'PdfError';
    this.failure = failure;
  }
}

/** An open PDF with the worker that reads it. To be closed by whoever opened it. */
export interface OpenPdf {
  document: PDFDocumentProxy;
  close: () => void;
}

/**
 * Fetches a document of the user's from the main process and opens it. Scripts, forms and links of the file do nothing:
 * only its pages are drawn.
 *
 * @throws PdfError
 * @throws DOMException AbortError
 */
export async function openPdf(documentId: string, signal: AbortSignal): Promise<OpenPdf> {
  const data = await fetchPdf(documentId, signal);
  const port = startPdfWorker();
  const worker = PDFWorker.create({ port });
  const task = getDocument({
    data,
    worker,
    enableXfa: false,
    stopAtErrors: false,
    // The worker's own policy lets it fetch nothing.
    useWorkerFetch: false,
    cMapUrl: pdfFolderUrl('cmaps'),
    cMapPacked: true,
    standardFontDataUrl: pdfFolderUrl('standard_fonts'),
    wasmUrl: pdfFolderUrl('wasm'),
    verbosity: 0,
  });
  const close = () => {
    void task.destroy().catch(() => undefined);
    worker.destroy();
    port.terminate();
  };
  try {
    const document = await loaded(task, signal);
    return { document, close };
  } catch (error) {
    close();
    signal.throwIfAborted();
    throw new PdfError(error instanceof PasswordException ? 'password' : 'unreadable', error);
  }
}

async function fetchPdf(documentId: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(documentUrl(documentId), { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new PdfError('gone', error);
  });
  if (response.status === 413) throw new PdfError('too-large');
  if (!response.ok) throw new PdfError('gone');
  return new Uint8Array(await response.arrayBuffer());
}

function loaded(task: PDFDocumentLoadingTask, signal: AbortSignal): Promise<PDFDocumentProxy> {
  // A password is never asked for: it would have to be kept for the next page as well.
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('Closed.', 'AbortError')), { once: true });
    task.promise.then(resolve, reject);
  });
}
