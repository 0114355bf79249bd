import { randomBytes } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { isAppUrl, parseUrl } from './appScheme';
import { baseHeaders, contentSecurityPolicy } from './responseHeaders';

/** What the page may consist of. A file of any other kind is not there, whatever lies in the folder. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.pfb': 'application/octet-stream',
  '.bcmap': 'application/octet-stream',
  '.wasm': 'application/wasm',
};

/** A document other than the page (an SVG opened by itself, say) runs nothing at all. */
const inertPolicy = "default-src 'none'; sandbox";
/** The one module is the worker that reads PDF files. It fetches nothing; it compiles the decoders it is handed. */
const workerPolicy = "default-src 'none'; script-src 'wasm-unsafe-eval'";

const noncePlaceholder = '__STYLE_NONCE__';

/** A name that the bundler gives: no separator, no leading dot, nothing to decode. */
const safeSegment = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/;

/**
 * The path below the asset folder that a URL asks for, or null when it asks for anything else. Percent-encoding is not
 * decoded but refused: no asset needs it, and an encoded separator then never meets a file system.
 */
export function relativeAssetPath(url: string): string | null {
  const parsed = parseUrl(url);
  if (parsed === null || !isAppUrl(parsed)) return null;
  const path = parsed.pathname === '/' ? '/index.html' : parsed.pathname;
  const segments = path.slice(1).split('/');
  if (segments.length > 8 || !segments.every((segment) => safeSegment.test(segment))) return null;
  return Object.hasOwn(contentTypes, extname(path)) ? join(...segments) : null;
}

/**
 * The absolute path of an asset after following links, or null when there is none inside the folder.
 *
 * @param folder real path of the asset folder
 */
export async function resolveAsset(url: string, folder: string): Promise<string | null> {
  const relative = relativeAssetPath(url);
  if (relative === null) return null;
  try {
    const file = await realpath(join(folder, relative));
    return file.startsWith(folder + sep) && Object.hasOwn(contentTypes, extname(file)) ? file : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Answers one request of the app's scheme out of the built renderer. */
export async function serveAsset(
  request: { url: string; method: string },
  assetFolder: string,
): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405);
  const file = await resolveAsset(request.url, await realpath(assetFolder));
  if (file === null) return refusal(404);
  const content = await readAsset(file);
  if (content === null) return refusal(404);
  const extension = extname(file);
  const page = extension === '.html' ? withStyleNonce(content) : null;
  const headers = {
    ...baseHeaders,
    'Content-Type': contentTypes[extension] ?? 'application/octet-stream',
    'Cache-Control': page === null ? 'no-cache' : 'no-store',
    'Content-Security-Policy': page?.policy ?? (extension === '.mjs' ? workerPolicy : inertPolicy),
  };
  const body = page?.html ?? new Uint8Array(content);
  return new Response(request.method === 'HEAD' ? null : body, { headers });
}

function withStyleNonce(content: Buffer): { html: string; policy: string } {
  const nonce = randomBytes(16).toString('base64');
  return {
    html: content.toString('utf8').replaceAll(noncePlaceholder, nonce),
    policy: contentSecurityPolicy(nonce),
  };
}

/** Null when the path turns out to be a folder or is gone since. */
async function readAsset(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String(error.code))
  );
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: baseHeaders });
}
