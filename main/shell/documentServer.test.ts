import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { traversalUrls } from '../../test/fixtures/traversalUrls';
import { mostDocumentBytes, requestedDocumentId, serveDocument, type DocumentFile } from './documentServer';

const content = '%PDF-1.7\nnot much of one\n%%EOF\n';

let folder: string;
let files: Record<string, DocumentFile>;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'loam-documents-')));
  await writeFile(join(folder, 'report.pdf'), content);
  await writeFile(join(folder, 'swapped.pdf'), 'root:x:0:0');
  await writeFile(join(folder, 'large.pdf'), content);
  await truncate(join(folder, 'large.pdf'), mostDocumentBytes + 1);
  await writeFile(join(folder, 'notes.md'), '# Notes');
  await mkdir(join(folder, 'folder.pdf'));
  const pdf = (name: string): DocumentFile => ({ path: join(folder, name), format: 'pdf' });
  files = {
    report: pdf('report.pdf'),
    swapped: pdf('swapped.pdf'),
    large: pdf('large.pdf'),
    gone: pdf('gone.pdf'),
    folder: pdf('folder.pdf'),
    pipe: pdf('pipe.pdf'),
    notes: { path: join(folder, 'notes.md'), format: 'markdown' },
    unknown: { path: join(folder, 'report.pdf'), format: null },
  };
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

function serve(url: string, method = 'GET'): Promise<Response> {
  return serveDocument({ url, method }, (id) => files[id] ?? null);
}

describe('the id in an address', () => {
  it('is found under the app’s own origin only', () => {
    expect(requestedDocumentId('loam://app/documents/0190f-ab_C')).toBe('0190f-ab_C');
    for (const url of [
      'loam://evil/documents/a',
      'loam://app.evil/documents/a',
      'loam://user@app/documents/a',
      'https://app/documents/a',
      'file:///documents/a',
      'loam://app/documents/',
      'loam://app/documents/a/b',
      'loam://app/documents/a.pdf',
      'loam://app/documents/a?path=/etc/passwd',
      'loam://app/documents/%2e%2e',
      `loam://app/documents/${'a'.repeat(65)}`,
      'loam://app/index.html',
    ]) {
      expect(requestedDocumentId(url), url).toBeNull();
    }
  });

  it('is never a path, whatever is tried', async () => {
    for (const url of traversalUrls()) {
      const path = url.replace('loam://app/', 'loam://app/documents/');
      const asked: string[] = [];
      const response = await serveDocument({ url: path, method: 'GET' }, (id) => {
        asked.push(id);
        return null;
      });
      expect(response.status, path).toBe(404);
      expect(asked.filter((id) => !/^[\w-]+$/.test(id))).toEqual([]);
    }
  });
});

describe('a document', () => {
  it('is served as bytes that no viewer takes for a page', async () => {
    const response = await serve('loam://app/documents/report');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(content);
    expect(response.headers.get('Content-Type')).toBe('application/octet-stream');
    expect(response.headers.get('Content-Length')).toBe(String(content.length));
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(response.headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin');
    expect(response.headers.get('Content-Security-Policy')).toBe("default-src 'none'; sandbox");
  });

  it('is not served when it is no PDF, by its format or by its content', async () => {
    expect((await serve('loam://app/documents/notes')).status).toBe(415);
    expect((await serve('loam://app/documents/unknown')).status).toBe(415);
    expect((await serve('loam://app/documents/swapped')).status).toBe(415);
  });

  it('is not served when it is unknown, gone, a folder or too large', async () => {
    expect((await serve('loam://app/documents/other')).status).toBe(404);
    expect((await serve('loam://app/documents/gone')).status).toBe(404);
    expect((await serve('loam://app/documents/folder')).status).toBe(404);
    expect((await serve('loam://app/documents/large')).status).toBe(413);
  });

  it.skipIf(process.platform === 'win32')('does not wait for a pipe in its place', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.pdf')]);
    expect((await serve('loam://app/documents/pipe')).status).toBe(404);
  });

  it('can only be read', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS']) {
      expect((await serve('loam://app/documents/report', method)).status).toBe(405);
    }
  });
});
