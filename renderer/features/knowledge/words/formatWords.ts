import type { DocumentFormat } from '../../../../preload/contract/knowledge';

/** What kind of file it is, as people call it. */
export const formatWords = {
  text: 'Text',
  markdown: 'Markdown',
  html: 'Web page',
  pdf: 'PDF',
  docx: 'Word',
  pptx: 'Slides',
  xlsx: 'Spreadsheet',
  csv: 'CSV table',
  odt: 'OpenDocument',
  epub: 'E-book',
  rtf: 'Rich text',
  eml: 'E-mail',
  ipynb: 'Notebook',
  json: 'JSON',
  code: 'Source code',
} as const satisfies Record<DocumentFormat, string>;
