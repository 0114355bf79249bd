import { LoamError } from '../../../../../preload/contract/errors';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { cleanTitle } from '../documentTitle';
import { BlockWriter } from '../blockWriter';
import { documentEncrypted, documentMalformed, documentTooLarge } from '../documentErrors';
import type { DocumentReader, ReaderInput } from '../documentReader';
import { setUntouchedBytes, takeRefusal } from './limitAllocations';
import { PageLines, type PageLine, type TextPiece } from './pageLines';
import { BodyHeight, paragraphsOf } from './pageParagraphs';
import { CharacterMaps, loadPdfLibrary, NothingToDraw, type PdfLibrary } from './pdfLibrary';

/** No page of a book comes near; a page is held in memory. */
const mostPageCharacters = 2_000_000;
const mostPageLines = 100_000;
/** Ten times the longest manual; a page costs time even when there is nothing on it. */
const mostPages = 50_000;
/** A piece that is missing makes pdf.js begin the object it was reading anew: with small ones that takes minutes. */
const rangeBytes = 1024 * 1024;

/** PDF: paragraphs and headings page by page, put together from where the text stands on the page. */
export const readPdf: DocumentReader = async function* (input) {
  const library = await loadPdfLibrary();
  const document = await openPdf(library, input);
  try {
    if (document.numPages > mostPages) throw tooManyPages(input.file.name);
    const writer = new BlockWriter(input);
    const body = new BodyHeight();
    for (let page = 1; page <= document.numPages; page += 1) {
      const lines = await readPage(document, page, input);
      writer.place = { page, slide: null, sheet: null };
      for (const { text, headingLevel } of paragraphsOf(lines, body.with(lines))) {
        writer.add(headingLevel === null ? 'paragraph' : 'heading', text, headingLevel);
      }
      yield writer.take();
    }
    return { encoding: null, pages: document.numPages, title: await titleOf(document) };
  } finally {
    await document.loadingTask.destroy();
  }
};

async function openPdf(library: PdfLibrary, input: ReaderInput): Promise<PDFDocumentProxy> {
  const task = library.getDocument({
    range: rangesOf(library, input),
    rangeChunkSize: rangeBytes,
    // Only what is asked for is read from the disk.
    disableAutoFetch: true,
    disableStream: true,
    // Nothing is drawn, so no picture and no font needs to be decoded.
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    useWasm: false,
    disableFontFace: true,
    // Saves asking for the fonts that every reader has.
    useSystemFonts: true,
    useWorkerFetch: false,
    cMapUrl: 'cmaps/',
    cMapPacked: true,
    BinaryDataFactory: CharacterMaps,
    CanvasFactory: NothingToDraw,
    FilterFactory: NothingToDraw,
    verbosity: library.VerbosityLevel.ERRORS,
  });
  try {
    return await task.promise;
  } catch (error) {
    await task.destroy();
    throw failureOf(error, input);
  }
}

function failureOf(error: unknown, { file }: ReaderInput): Error {
  if (takeRefusal()) return tooLarge(file.name);
  if (error instanceof Error && error.name === 'PasswordException') return documentEncrypted(file.name);
  return documentMalformed(file.name, 'it is not put together like a PDF', error);
}

function tooLarge(name: string): Error {
  return documentTooLarge(
    name,
    'one of its pages takes more memory than a document may have. Leave that page out.',
  );
}

function tooManyPages(name: string): Error {
  const most = mostPages.toLocaleString('en');
  return documentTooLarge(name, `it has more than ${most} pages. Split it into parts.`);
}

/** Lets pdf.js read the file in parts, instead of holding all of it in memory. */
function rangesOf(
  { PDFDataRangeTransport }: PdfLibrary,
  { file }: ReaderInput,
): InstanceType<PdfLibrary['PDFDataRangeTransport']> {
  const first = new Uint8Array(file.sample.subarray(0, Math.min(rangeBytes, file.bytes)));
  const ranges = new PDFDataRangeTransport(file.bytes, first);
  // pdf.js makes room for the whole file.
  let untouchedBytes = file.bytes;
  setUntouchedBytes(untouchedBytes);
  ranges.requestDataRange = (begin: number, end: number): void => {
    const target = new Uint8Array(end - begin);
    untouchedBytes -= target.length;
    setUntouchedBytes(Math.max(0, untouchedBytes));
    void file.read(target, begin).then((count) => ranges.onDataRange(begin, target.subarray(0, count)));
  };
  return ranges;
}

async function readPage(
  document: PDFDocumentProxy,
  number: number,
  input: ReaderInput,
): Promise<readonly PageLine[]> {
  const lines = new PageLines();
  try {
    await gatherLines(await document.getPage(number), lines, input);
  } catch (error) {
    throw error instanceof LoamError ? error : failureOf(error, input);
  }
  if (takeRefusal()) throw tooLarge(input.file.name);
  input.onProgress();
  return lines.lines;
}

async function gatherLines(page: PDFPageProxy, lines: PageLines, { file }: ReaderInput): Promise<void> {
  for await (const piece of piecesOf(page)) {
    lines.add(piece);
    if (lines.characters > mostPageCharacters || lines.lines.length > mostPageLines) {
      throw documentTooLarge(
        file.name,
        `its page ${page.pageNumber} holds more text than a book. Split it into parts.`,
      );
    }
  }
  lines.end();
  page.cleanup();
}

async function* piecesOf(page: PDFPageProxy): AsyncGenerator<TextPiece> {
  const reader = page.streamTextContent({ includeMarkedContent: false }).getReader();
  for (;;) {
    // pdf.js does not declare what is in its stream.
    const { done, value } = (await reader.read()) as { done: boolean; value?: { items: TextPiece[] } };
    if (done) return;
    yield* value?.items ?? [];
  }
}

async function titleOf(document: PDFDocumentProxy): Promise<string | null> {
  const { info } = await document.getMetadata();
  const title: unknown = Reflect.get(info, 'Title');
  return typeof title === 'string' ? cleanTitle(title) : null;
}
