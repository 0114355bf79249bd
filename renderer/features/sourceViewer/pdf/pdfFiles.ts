import { pdfWorkerUrl } from './workerUrl';

/** Where the main process serves a document of the user's; it answers for PDF files it knows, and nothing else. */
export function documentUrl(documentId: string): string {
  return new URL(`/documents/${encodeURIComponent(documentId)}`, window.location.href).href;
}

/** The folder of a kind of file that came with pdf.js and that a PDF may leave to its reader, such as fonts. */
export function pdfFolderUrl(folder: 'cmaps' | 'standard_fonts' | 'wasm'): string {
  return new URL(`/pdfjs/${folder}/`, window.location.href).href;
}

/** Starts the process that reads PDF files for this page. To be terminated by the caller. */
export function startPdfWorker(): Worker {
  return new Worker(new URL(pdfWorkerUrl, window.location.href).href, { type: 'module', name: 'pdf' });
}
