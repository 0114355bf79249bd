import type { DocumentFormat } from '../../../../preload/contract/knowledge';
import {
  documentBinary,
  documentMalformed,
  documentEncrypted,
  documentTooLarge,
  documentUnsupported,
  documentWithoutText,
  readableKinds,
} from './documentErrors';
import type { DocumentFile } from './documentFile';
import type { DocumentLimits } from './documentLimits';
import { endingOf, formatOfName, isTextFormat, isVerbatimFormat } from './fileFormats';
import { looksLikeText } from './text/looksLikeText';

type Content = 'pdf' | 'zip' | 'rtf' | 'compound' | 'text' | 'other';

const formatsInZip: ReadonlySet<DocumentFormat> = new Set(['docx', 'pptx', 'xlsx', 'odt', 'epub']);

/** The binary files of Microsoft Office up to 2003, and what to save them as. */
const formerFormats: Readonly<Record<string, string>> = {
  doc: 'docx',
  dot: 'docx',
  xls: 'xlsx',
  ppt: 'pptx',
  pps: 'pptx',
};

/**
 * What a file is: what its name promises, provided that its content is of that kind.
 * @throws LoamError document/binary, document/encrypted, document/malformed, document/no-text, document/too-large,
 * document/unsupported
 */
export function recogniseFormat(file: DocumentFile, limits: DocumentLimits): DocumentFormat {
  const { name, sample, bytes } = file;
  if (bytes === 0) throw documentWithoutText(name);
  const promised = formatOfName(name);
  const head = Buffer.from(sample.buffer, sample.byteOffset, Math.min(sample.length, 1024)).toString(
    'latin1',
  );
  // Readers accept up to a kilobyte of something else before a PDF begins.
  const content = promised === 'pdf' && head.includes('%PDF-') ? 'pdf' : contentOf(sample, head);
  const format =
    promised === null ? formatOfContent(content, head, name) : checkPromise(promised, content, name);
  checkSize(format, bytes, name, limits);
  return format;
}

function contentOf(sample: Uint8Array, head: string): Content {
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return 'zip';
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return 'compound';
  if (head.startsWith('{\\rtf')) return 'rtf';
  if (head.startsWith('%PDF-')) return 'pdf';
  return looksLikeText(sample) ? 'text' : 'other';
}

function formatOfContent(content: Content, head: string, name: string): DocumentFormat {
  if (content === 'text' && /^\s*<(?:!doctype html|html)\b/i.test(head)) return 'html';
  if (content === 'text' || content === 'rtf' || content === 'pdf') return content;
  if (content === 'compound') throw formerFormat(name);
  throw documentUnsupported(name, `It reads ${readableKinds}.`);
}

function checkPromise(promised: DocumentFormat, content: Content, name: string): DocumentFormat {
  if (isTextFormat(promised)) {
    // A PDF or RTF in the clear could be shown as text, but nobody wants to read that.
    if (content === 'text') return promised;
    throw documentBinary(name);
  }
  const expected = formatsInZip.has(promised) ? 'zip' : promised;
  if (content === expected) return promised;
  // Office wraps a protected document in another container.
  if (content === 'compound' && formatsInZip.has(promised)) throw documentEncrypted(name);
  throw documentMalformed(name, `its name says ${promised.toUpperCase()}, but its content does not`);
}

function formerFormat(name: string): Error {
  const successor = formerFormats[endingOf(name) ?? ''];
  const advice =
    successor === undefined
      ? `It reads ${readableKinds}.`
      : `It is in the format of Office up to 2003: save it as .${successor} and add that one.`;
  return documentUnsupported(name, advice);
}

function checkSize(format: DocumentFormat, bytes: number, name: string, limits: DocumentLimits): void {
  const mostBytes = isVerbatimFormat(format) ? limits.textFileBytes : limits.binaryFileBytes;
  if (bytes <= mostBytes) return;
  const reason = `${inWords(bytes)}, and Loam reads up to ${inWords(mostBytes)} of this format. Split it into parts.`;
  throw documentTooLarge(name, reason);
}

function inWords(bytes: number): string {
  const gigabytes = bytes / 1024 ** 3;
  return gigabytes >= 1 ? `${Math.ceil(gigabytes * 10) / 10} GB` : `${Math.ceil(bytes / 1024 ** 2)} MB`;
}
