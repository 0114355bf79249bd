import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { DocumentFormat } from '../../preload/contract/knowledge';
import { isAppUrl, parseUrl } from './appScheme';
import { baseHeaders } from './responseHeaders';

/** Where a document of the user's lies, and what it is taken for. */
export interface DocumentFile {
  path: string;
  format: DocumentFormat | null;
}

/** Null for an id that is none, or whose document was removed. */
export type FindDocumentFile = (id: string) => DocumentFile | null | Promise<DocumentFile | null>;

/** Larger files are not held in the page's memory; their text can be read all the same. */
export const mostDocumentBytes = 200_000_000;

/** An id and nothing else: no separator, no dot, nothing to decode. */
const documentPath = /^\/documents\/([A-Za-z0-9_-]{1,64})$/;

// Windows has no such flag, whatever the declarations say.
const withoutWaiting = (constants as Partial<typeof constants>).O_NONBLOCK ?? 0;
/** Opening something that is no file (a pipe put in its place) must not wait for a writer. */
const readWithoutWaiting = constants.O_RDONLY | withoutWaiting;

/** Where readers look for the mark of a PDF. */
const headBytes = 1024;

/** The id of the document that a URL of the app's scheme asks for; null when it asks for anything else. */
export function requestedDocumentId(url: string): string | null {
  const parsed = parseUrl(url);
  if (parsed === null || !isAppUrl(parsed) || parsed.search !== '') return null;
  return documentPath.exec(parsed.pathname)?.[1] ?? null;
}

/**
 * Answers one request for a document of the user's, as bytes for the page to draw. Only PDF files that the knowledge
 * base holds are served, named by their id: the page never says a path. Nothing that could run is made of them.
 *
 * 404: no such document, or its file is gone or is none; 413: larger than `mostDocumentBytes`; 415: not a PDF.
 */
export async function serveDocument(
  request: { url: string; method: string },
  findFile: FindDocumentFile,
): Promise<Response> {
  if (request.method !== 'GET') return refusal(405);
  const id = requestedDocumentId(request.url);
  const file = id === null ? null : await findFile(id);
  if (file === null) return refusal(404);
  if (file.format !== 'pdf') return refusal(415);
  const handle = await openFile(file.path);
  if (handle === null) return refusal(404);
  let isHandedOn = false;
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return refusal(404);
    if (stat.size > mostDocumentBytes) return refusal(413);
    // The file may be another one than was read into the knowledge base.
    if (!(await isPdf(handle))) return refusal(415);
    isHandedOn = true;
    return contentOf(handle, stat.size);
  } finally {
    if (!isHandedOn) await handle.close();
  }
}

/** Null for a file that is gone or may not be read: the page then shows the text that was read from it. */
async function openFile(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, readWithoutWaiting);
  } catch {
    return null;
  }
}

async function isPdf(handle: FileHandle): Promise<boolean> {
  const head = Buffer.alloc(headBytes);
  const { bytesRead } = await handle.read(head, 0, headBytes, 0);
  return head.subarray(0, bytesRead).includes('%PDF-', 0, 'latin1');
}

/** Takes over the handle, which is closed when the content was read or nobody wants it any more. */
function contentOf(handle: FileHandle, bytes: number): Response {
  const content = handle.createReadStream({ start: 0, end: Math.max(0, bytes - 1) });
  // The two declarations of the same web standard differ in details that make no difference here.
  const body = Readable.toWeb(content) as unknown as ReadableStream<Uint8Array<ArrayBuffer>>;
  return new Response(body, {
    headers: {
      ...baseHeaders,
      // Not as a PDF: the browser's own viewer has nothing to do with it.
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(bytes),
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    },
  });
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: baseHeaders });
}
