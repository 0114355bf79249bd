import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { WrongFileError } from './adoptFile.mjs';
import { downloadFile, partFiles } from './downloadFile.mjs';
import { loopbackServer } from './loopbackServer.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

const content = randomBytes(200_000);
const etag = '"first"';
const isLoopback = (url) => url.hostname === '127.0.0.1';

/** @param {string} url */
function fileAt(url) {
  return {
    url,
    destination: path.join(temporaryFolder(), 'weights.gguf'),
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  };
}

/**
 * @param {ReturnType<typeof fileAt>} file
 * @param {Partial<import('./downloadFile.mjs').DownloadOptions>} [options]
 */
function download(file, options) {
  return downloadFile(file, { isAllowed: isLoopback, retryDelayMs: 1, ...options });
}

/** Answers as a file server does, ranges included. */
function serve(request, response, { body = content, tag = etag } = {}) {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const isSameFile = (request.headers['if-range'] ?? tag) === tag;
  if (start > 0 && isSameFile) {
    const range = `bytes ${start}-${body.length - 1}/${body.length}`;
    response.writeHead(206, { 'content-range': range, 'content-length': body.length - start, etag: tag });
    return response.end(body.subarray(start));
  }
  response.writeHead(200, { 'content-length': body.length, etag: tag });
  return response.end(body);
}

/** Sends the first bytes of the whole file, then cuts the connection. */
function cutAfter(response, bytes) {
  response.writeHead(200, { 'content-length': content.length, etag });
  response.write(content.subarray(0, bytes), () => setTimeout(() => response.destroy(), 20));
}

describe('a download', () => {
  it('gives the file its name when size and hash are right, and leaves nothing else', async () => {
    const { url } = await loopbackServer((request, response) => serve(request, response));
    const file = fileAt(url);
    await expect(download(file)).resolves.toEqual({ transferredBytes: content.length });
    expect(readFileSync(file.destination).equals(content)).toBe(true);
    expect(readdirSync(path.dirname(file.destination))).toEqual(['weights.gguf']);
  });

  it('goes on where the connection was cut', async () => {
    const { url, requests } = await loopbackServer((request, response) => {
      if (requests.length === 1) cutAfter(response, 150_000);
      else serve(request, response);
    });
    const file = fileAt(url);
    const { transferredBytes } = await download(file);
    expect(readFileSync(file.destination).equals(content)).toBe(true);
    expect(requests[1]?.headers.range).toBe('bytes=150000-');
    expect(transferredBytes).toBe(content.length);
  });

  it('goes on in a later call with what an interrupted one left', async () => {
    const stopper = new AbortController();
    const { url, requests } = await loopbackServer((request, response) => {
      if (requests.length > 1) return serve(request, response);
      response.writeHead(200, { 'content-length': content.length, etag });
      return response.write(content.subarray(0, 100_000));
    });
    const file = fileAt(url);
    const onProgress = (bytes) => {
      if (bytes === 100_000) stopper.abort(new Error('interrupted'));
    };
    await expect(download(file, { signal: stopper.signal, onProgress })).rejects.toThrow('interrupted');
    expect(existsSync(file.destination)).toBe(false);
    expect(readFileSync(partFiles(file.destination).part)).toHaveLength(100_000);

    await expect(download(file)).resolves.toEqual({ transferredBytes: 100_000 });
    expect(readFileSync(file.destination).equals(content)).toBe(true);
  });

  it('finishes a complete part without asking the server', async () => {
    const { url, requests } = await loopbackServer((request, response) => serve(request, response));
    const file = fileAt(url);
    writeFileSync(partFiles(file.destination).part, content);
    writeFileSync(partFiles(file.destination).meta, JSON.stringify({ sha256: file.sha256 }));
    await expect(download(file)).resolves.toEqual({ transferredBytes: 0 });
    expect(requests).toHaveLength(0);
  });

  it('starts over when the server ignores the range', async () => {
    const { url, requests } = await loopbackServer((request, response) => {
      if (requests.length === 1) return cutAfter(response, 150_000);
      response.writeHead(200, { 'content-length': content.length });
      return response.end(content);
    });
    const file = fileAt(url);
    await download(file);
    expect(readFileSync(file.destination).equals(content)).toBe(true);
  });

  it('starts over when the file on the server has changed since', async () => {
    const { url, requests } = await loopbackServer((request, response) => {
      if (requests.length === 1) cutAfter(response, 150_000);
      else serve(request, response, { tag: '"second"' });
    });
    const file = fileAt(url);
    await download(file);
    expect(requests[1]?.headers['if-range']).toBe(etag);
    expect(readFileSync(file.destination).equals(content)).toBe(true);
  });

  it('starts over when the server cannot go on at that byte', async () => {
    const { url, requests } = await loopbackServer((request, response) => {
      if (requests.length === 1) return cutAfter(response, 150_000);
      if (request.headers.range !== undefined) return response.writeHead(416).end();
      return serve(request, response);
    });
    const file = fileAt(url);
    await download(file);
    expect(readFileSync(file.destination).equals(content)).toBe(true);
  });

  it('fetches anew when what an earlier attempt left turns out to be damaged', async () => {
    const { url, requests } = await loopbackServer((request, response) => serve(request, response));
    const file = fileAt(url);
    writeFileSync(partFiles(file.destination).part, randomBytes(100_000));
    writeFileSync(partFiles(file.destination).meta, JSON.stringify({ sha256: file.sha256, etag }));
    await download(file);
    expect(requests.map((request) => request.headers.range)).toEqual(['bytes=100000-', undefined]);
    expect(readFileSync(file.destination).equals(content)).toBe(true);
  });

  it('refuses and deletes a file with the right size and a wrong hash', async () => {
    const { url, requests } = await loopbackServer((request, response) =>
      serve(request, response, { body: randomBytes(content.length) }),
    );
    const file = fileAt(url);
    await expect(download(file)).rejects.toThrow(/sha256 .* instead of .* It was deleted/);
    expect(requests).toHaveLength(1);
    expect(readdirSync(path.dirname(file.destination))).not.toContain('weights.gguf');
    expect(existsSync(partFiles(file.destination).part)).toBe(false);
  });

  it.each([
    ['a web page instead of the file', { 'content-type': 'text/html; charset=utf-8' }, 'a web page'],
    ['a file of another length', { 'content-length': '4' }, 'a file of 4 bytes'],
  ])('refuses %s before it reads it', async (_what, headers, message) => {
    const { url, requests } = await loopbackServer((_request, response) => {
      response.writeHead(200, headers).end('page');
    });
    const file = fileAt(url);
    await expect(download(file)).rejects.toThrow(message);
    expect(requests).toHaveLength(1);
    expect(readdirSync(path.dirname(file.destination))).toEqual([]);
  });

  it('keeps what it has when a web page comes instead of the rest', async () => {
    const { url, requests } = await loopbackServer((_request, response) => {
      if (requests.length === 1) cutAfter(response, 150_000);
      else response.writeHead(200, { 'content-type': 'text/html' }).end('sign in');
    });
    const file = fileAt(url);
    await expect(download(file)).rejects.toBeInstanceOf(WrongFileError);
    expect(readFileSync(partFiles(file.destination).part)).toHaveLength(150_000);
  });

  it('stops reading when more arrives than the file has bytes', async () => {
    const { url } = await loopbackServer((_request, response) => {
      response.writeHead(200);
      response.end(Buffer.concat([content, content]));
    });
    const file = fileAt(url);
    await expect(download(file)).rejects.toThrow('more than');
    expect(readdirSync(path.dirname(file.destination))).not.toContain('weights.gguf');
  });

  it('asks again after an overloaded server, but not for ever', async () => {
    const { url, requests } = await loopbackServer((_request, response) => response.writeHead(503).end());
    await expect(download(fileAt(url))).rejects.toThrow('answered 503');
    expect(requests).toHaveLength(3);
  });

  it('does not ask again for a file that is not there', async () => {
    const { url, requests } = await loopbackServer((_request, response) => response.writeHead(404).end());
    await expect(download(fileAt(url))).rejects.toThrow('answered 404');
    expect(requests).toHaveLength(1);
  });

  it('gives up on a server that stays silent in the middle, and keeps what came', async () => {
    const { url } = await loopbackServer((request, response) => {
      const start = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0);
      const headers = { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}`, etag };
      response.writeHead(start > 0 ? 206 : 200, start > 0 ? headers : { etag });
      response.write(start > 0 ? '' : content.subarray(0, 1_000));
      response.flushHeaders();
    });
    const file = fileAt(url);
    await expect(download(file, { silenceTimeoutMs: 50 })).rejects.toThrow('no more bytes arrived');
    expect(readFileSync(partFiles(file.destination).part)).toHaveLength(1_000);
  });

  it('gives up on a server that never answers', async () => {
    const { url } = await loopbackServer(() => {});
    await expect(download(fileAt(url), { answerTimeoutMs: 50 })).rejects.toThrow('did not answer');
  });

  it('follows a redirect', async () => {
    const { url } = await loopbackServer((request, response) => {
      if (request.url === '/elsewhere') serve(request, response);
      else response.writeHead(302, { location: '/elsewhere' }).end();
    });
    const file = fileAt(url);
    await download(file);
    expect(readFileSync(file.destination).equals(content)).toBe(true);
  });

  it('does not follow a redirect to an address that may not be asked', async () => {
    const { url, requests } = await loopbackServer((_request, response) => {
      response.writeHead(302, { location: 'http://localhost:1/' }).end();
    });
    await expect(download(fileAt(url))).rejects.toThrow('not an address that may be asked');
    expect(requests).toHaveLength(1);
  });

  it('asks no http address unless it is told to', async () => {
    const { url, requests } = await loopbackServer((request, response) => serve(request, response));
    await expect(downloadFile(fileAt(url))).rejects.toThrow('https only');
    expect(requests).toHaveLength(0);
  });

  it('ends in a circle of redirects', async () => {
    const { url, requests } = await loopbackServer((_request, response) => {
      response.writeHead(302, { location: '/' }).end();
    });
    await expect(download(fileAt(url))).rejects.toThrow('redirected more than');
    expect(requests.length).toBeLessThan(12);
  });
});
