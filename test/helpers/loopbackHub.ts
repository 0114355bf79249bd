import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** What goes wrong with an answer that carries bytes. */
export type Fault =
  | { type: 'cut' | 'stall'; afterBytes: number }
  /** Like `stall`, until `hub.release()`. */
  | { type: 'hold'; afterBytes: number }
  | { type: 'wrong-byte'; at: number }
  | { type: 'ignore-range' }
  /** Another entity tag than before, with the part that was asked for all the same. */
  | { type: 'other-etag-same-range' }
  | { type: 'without-length' }
  | { type: 'html' }
  | { type: 'extra-bytes' }
  | { type: 'packed' }
  | { type: 'redirect'; location: string }
  | { type: 'status'; status: number; headers?: Record<string, string> };

export interface HubRepositoryContent {
  commit: string;
  licence: string;
  isGated: boolean;
  /** By path. Whatever is a .gguf or .safetensors file is stored as a large one, which has a sha256. */
  files: Map<string, Buffer>;
}

export interface ServedRequest {
  server: 'hub' | 'cdn';
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  status: number;
  /** Of a file's body. */
  bodyBytes: number;
}

const pieceBytes = 16 * 1024;

/**
 * Plays the model hub and the servers that hold its files, each on a port of its own on this computer, with the headers
 * of the real ones and with their faults. Whoever starts it stops it.
 */
export class LoopbackHub {
  readonly requests: ServedRequest[] = [];
  /** Taken one by one by the answers that carry bytes. */
  readonly faults: Fault[] = [];
  /** Taken one by one by the hub's answers about a file, which only send on to the bytes. */
  readonly hubFaults: Fault[] = [];
  readonly repositories = new Map<string, HubRepositoryContent>();
  /** Pause after every piece of 16 kB, so that little is under way at any moment; default none. */
  paceMs = 0;
  #releases: (() => void)[] = [];
  readonly #hub: Server = createServer((request, response) => this.#answerHub(request, response));
  readonly #cdn: Server = createServer((request, response) => void this.#answerCdn(request, response));

  static async start(): Promise<LoopbackHub> {
    const hub = new LoopbackHub();
    for (const server of [hub.#hub, hub.#cdn]) {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    }
    return hub;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${portOf(this.#hub)}`;
  }

  addRepository(
    name: string,
    files: Record<string, Buffer>,
    options: Partial<HubRepositoryContent> = {},
  ): void {
    this.repositories.set(name, {
      commit: sha1(`${name} ${Object.keys(files).join()}`),
      licence: 'apache-2.0',
      isGated: false,
      ...options,
      files: new Map(Object.entries(files)),
    });
  }

  /** The address of the bytes themselves, as a plain server without a hub has one. */
  plainUrl(repository: string, path: string): string {
    return `http://127.0.0.1:${portOf(this.#cdn)}/files/${repository}/${path}`;
  }

  /** Lets answers go on that are held. */
  release(): void {
    for (const release of this.#releases.splice(0)) release();
  }

  /** Bytes of files that were sent so far. */
  get servedBytes(): number {
    return this.requests.reduce((total, { bodyBytes }) => total + bodyBytes, 0);
  }

  async stop(): Promise<void> {
    this.release();
    for (const server of [this.#hub, this.#cdn]) {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
  }

  #answerHub(request: IncomingMessage, response: ServerResponse): void {
    const served = this.#note('hub', request);
    response.on('close', () => (served.status = response.statusCode));
    const path = decoded(served.path);
    const api = /^\/api\/models\/([^/]+\/[^/]+)(\/.*)?$/.exec(path);
    if (api) {
      this.#answerApi(api[1] ?? '', api[2] ?? '', response);
      return;
    }
    const [, name = '', revision = '', file = ''] =
      /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(path) ?? [];
    const fault = this.hubFaults.shift();
    if (fault && answerFault(fault, response)) return;
    const repository = this.repositories.get(name);
    if (!repository) {
      refuse(response, 401, 'RepoNotFound');
      return;
    }
    if (repository.isGated) {
      refuse(response, 401, 'GatedRepo');
      return;
    }
    if (revision !== 'main' && revision !== repository.commit) {
      refuse(response, 404, 'RevisionNotFound');
      return;
    }
    const content = repository.files.get(file);
    if (!content) {
      refuse(response, 404, 'EntryNotFound');
      return;
    }
    response.setHeader('x-repo-commit', repository.commit);
    response.setHeader('accept-ranges', 'bytes');
    if (!isLarge(file)) {
      response.setHeader('etag', `"${sha1(content)}"`);
      response.setHeader('content-length', content.length);
      response.end(request.method === 'HEAD' ? undefined : content);
      return;
    }
    response.writeHead(302, {
      'x-linked-size': content.length,
      'x-linked-etag': `"${sha256(content)}"`,
      etag: `"${sha256(content)}"`,
      location: `${this.plainUrl(name, file)}?Expires=1&Signature=x`,
      'content-length': 0,
    });
    response.end();
  }

  #answerApi(name: string, rest: string, response: ServerResponse): void {
    const repository = this.repositories.get(name);
    if (!repository) {
      refuse(response, 401, 'RepoNotFound');
      return;
    }
    response.setHeader('content-type', 'application/json; charset=utf-8');
    if (rest.startsWith('/tree/')) {
      const tree = [...repository.files].map(([path, content]) => ({
        type: 'file',
        oid: sha1(content),
        size: content.length,
        ...(isLarge(path) && { lfs: { oid: sha256(content), size: content.length, pointerSize: 134 } }),
        path,
      }));
      return void response.end(
        JSON.stringify([{ type: 'directory', oid: sha1(''), size: 0, path: 'folder' }, ...tree]),
      );
    }
    response.end(
      JSON.stringify({
        id: name,
        sha: repository.commit,
        gated: repository.isGated ? 'manual' : false,
        cardData: { license: repository.licence },
        siblings: [...repository.files.keys()].map((rfilename) => ({ rfilename })),
      }),
    );
  }

  async #answerCdn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const served = this.#note('cdn', request);
    response.on('close', () => (served.status = response.statusCode));
    const [, name = '', file = ''] = /^\/files\/([^/]+\/[^/]+)\/(.+)$/.exec(decoded(served.path)) ?? [];
    const content = this.repositories.get(name)?.files.get(file);
    if (!content) return void response.writeHead(404).end('Not here');
    if (request.method === 'HEAD') {
      response.writeHead(200, fileHeaders(content)).end();
      return;
    }
    const fault = this.faults.shift();
    if (fault && answerFault(fault, response)) return;
    const headers = fileHeaders(content);
    const ignoresIfRange = fault?.type === 'other-etag-same-range';
    if (ignoresIfRange) headers['etag'] = '"another"';
    const ifRange = request.headers['if-range'] ?? headers['etag'];
    const isSameFile = ifRange === headers['etag'] || ignoresIfRange;
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const wanted = isSameFile && fault?.type !== 'ignore-range' ? range : null;
    const start = Number(wanted?.[1] ?? 0);
    const end = Math.min(content.length, Number(wanted?.[2] || Infinity) + 1);
    if (wanted && start >= content.length) {
      response.writeHead(416, { 'content-range': `bytes */${content.length}`, etag: headers['etag'] }).end();
      return;
    }
    if (wanted) headers['content-range'] = `bytes ${start}-${end - 1}/${content.length}`;
    headers['content-length'] = end - start;
    if (fault?.type === 'without-length') delete headers['content-length'];
    if (fault?.type === 'extra-bytes') delete headers['content-length'];
    response.writeHead(wanted ? 206 : 200, headers);
    await this.#send(content.subarray(start, end), { start, fault, served, response });
  }

  async #send(
    content: Buffer,
    {
      start,
      fault,
      served,
      response,
    }: { start: number; fault: Fault | undefined; served: ServedRequest; response: ServerResponse },
  ): Promise<void> {
    const stops = fault?.type === 'cut' || fault?.type === 'stall' || fault?.type === 'hold';
    const limit = stops ? Math.min(fault.afterBytes, content.length) : content.length;
    let body = content;
    if (fault?.type === 'wrong-byte' && fault.at >= start && fault.at < start + content.length) {
      body = Buffer.from(content);
      body.writeUInt8((body.readUInt8(fault.at - start) + 1) % 256, fault.at - start);
    }
    if (fault?.type === 'extra-bytes') body = Buffer.concat([content, Buffer.alloc(100_000)]);
    await this.#write(
      body.subarray(0, fault?.type === 'extra-bytes' ? body.length : limit),
      served,
      response,
    );
    if (fault?.type === 'stall') return;
    if (fault?.type === 'cut') return void response.destroy();
    if (fault?.type === 'hold') {
      await new Promise<void>((resolve) => this.#releases.push(resolve));
      await this.#write(body.subarray(limit), served, response);
    }
    response.end();
  }

  /** Resolves when the system has taken the bytes, or the other side is gone. */
  async #write(bytes: Buffer, served: ServedRequest, response: ServerResponse): Promise<void> {
    for (let offset = 0; offset < bytes.length && !response.destroyed; offset += pieceBytes) {
      const piece = bytes.subarray(offset, offset + pieceBytes);
      await new Promise<void>((resolve) => {
        response.once('close', resolve);
        response.write(piece, (error) => {
          if (!error) served.bodyBytes += piece.length;
          response.removeListener('close', resolve);
          resolve();
        });
      });
      if (this.paceMs > 0) await sleep(this.paceMs);
    }
  }

  #note(server: ServedRequest['server'], request: IncomingMessage): ServedRequest {
    const served: ServedRequest = {
      server,
      method: request.method ?? '',
      path: (request.url ?? '').replace(/\?.*$/, ''),
      headers: request.headers,
      status: 0,
      bodyBytes: 0,
    };
    this.requests.push(served);
    return served;
  }
}

/** Whether the fault was the whole answer. */
function answerFault(fault: Fault, response: ServerResponse): boolean {
  if (fault.type === 'status') {
    response.writeHead(fault.status, fault.headers).end('{"error":"no"}');
  } else if (fault.type === 'redirect') {
    response.writeHead(302, { location: fault.location }).end();
  } else if (fault.type === 'html') {
    const page = '<!doctype html><html><title>Sign in</title></html>';
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': page.length })
      .end(page);
  } else if (fault.type === 'packed') {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end('x');
  } else return false;
  return true;
}

function fileHeaders(content: Buffer): OutgoingHttpHeaders {
  return {
    etag: `"${sha1(content)}"`,
    'accept-ranges': 'bytes',
    'content-type': 'application/octet-stream',
    'content-length': content.length,
  };
}

function refuse(response: ServerResponse, status: number, errorCode: string): void {
  response.writeHead(status, { 'x-error-code': errorCode, 'content-type': 'text/plain' }).end(errorCode);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A stray % sign: there is no such file.
    return path;
  }
}

function isLarge(path: string): boolean {
  return /\.(?:gguf|safetensors)$/.test(path);
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

export function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function sha1(content: Buffer | string): string {
  return createHash('sha1').update(content).digest('hex');
}
