import type { DocumentFormat } from '../../../../preload/contract/knowledge';
import type { DocumentReader } from './documentReader';
import { readCsv, readJson } from './text/readData';
import { readCode, readText } from './text/readText';

/** Formats that are cut at line ends and no more: nothing in them can hold up or fill the process. */
export const plainReaders = {
  text: readText,
  code: readCode,
  csv: readCsv,
  json: readJson,
} satisfies Partial<Record<DocumentFormat, DocumentReader>>;

/** The reader of a format that needs no thread of its own; undefined for those that do. */
export function plainReader(format: DocumentFormat): DocumentReader | undefined {
  const readers: Partial<Record<DocumentFormat, DocumentReader>> = plainReaders;
  return readers[format];
}
