import type { DocumentFormat } from '../../../../preload/contract/knowledge';
import type { DocumentReader } from './documentReader';
import { plainReaders } from './plainReaders';

/** The reader of any format. Parsers are large, so each is only loaded when it is needed. */
export async function loadReader(format: DocumentFormat): Promise<DocumentReader> {
  switch (format) {
    case 'text':
    case 'code':
    case 'csv':
    case 'json':
      return plainReaders[format];
    case 'markdown':
      return (await import('./markdown/readMarkdown')).readMarkdown;
    case 'html':
      return (await import('./html/readHtml')).readHtml;
    case 'docx':
      return (await import('./word/readDocx')).readDocx;
    case 'pptx':
      return (await import('./slides/readPptx')).readPptx;
    case 'xlsx':
      return (await import('./sheets/readXlsx')).readXlsx;
    case 'odt':
      return (await import('./opendocument/readOdt')).readOdt;
    case 'epub':
      return (await import('./epub/readEpub')).readEpub;
    case 'rtf':
      return (await import('./rtf/readRtf')).readRtf;
    case 'pdf':
      return (await import('./pdf/readPdf')).readPdf;
    case 'eml':
      return (await import('./mail/readEml')).readEml;
    case 'ipynb':
      return (await import('./notebook/readNotebook')).readNotebook;
  }
}
