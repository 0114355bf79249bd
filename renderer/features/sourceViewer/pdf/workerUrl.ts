/** The one script that the page may start as a worker: the reader of PDF files. */
export { default as pdfWorkerUrl } from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
