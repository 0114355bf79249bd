import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Download, DownloadSource } from '../../../preload/contract/downloads';
import type { Fault } from '../../helpers/loopbackHub';
import {
  fileName,
  ggufLike,
  hubWithModel,
  openDownloads,
  type OpenDownloads,
  repositoryName,
  whenAnnounced,
} from './openDownloads';

async function download(opened: OpenDownloads, source: DownloadSource): Promise<Download> {
  const { id } = await opened.downloads.start({ kind: 'model', source });
  return opened.downloads.settled(id);
}

function partOf({ downloadsFolder }: OpenDownloads, id: string): string {
  return join(downloadsFolder, id, 'files', `${fileName}.part`);
}

/** Leaves a download paused with about that much of it. */
async function pausedAt(
  opened: OpenDownloads,
  hub: { faults: Fault[] },
  source: DownloadSource,
  bytes: number,
): Promise<string> {
  hub.faults.push({ type: 'hold', afterBytes: bytes });
  const { id } = await opened.downloads.start({ kind: 'model', source });
  await whenAnnounced(opened, ({ receivedBytes }) => receivedBytes >= bytes - 16_384);
  await opened.downloads.pause(id);
  return id;
}

describe('a connection with trouble', () => {
  it('is asked again for the rest after it was cut, several times in a row', async () => {
    const { hub, content, source } = await hubWithModel();
    hub.faults.push(
      { type: 'cut', afterBytes: 100_000 },
      { type: 'cut', afterBytes: 0 },
      { type: 'cut', afterBytes: 10 },
      { type: 'cut', afterBytes: 500_000 },
    );
    const opened = await openDownloads(hub);
    expect(await download(opened, source)).toMatchObject({ state: 'done', error: null });
    expect(opened.installed[0]?.content.equals(content)).toBe(true);
    expect(hub.faults).toEqual([]);
  });

  it('says why it waits while it waits', async () => {
    const { hub, source } = await hubWithModel();
    hub.faults.push({ type: 'status', status: 429, headers: { 'retry-after': '1' } });
    const opened = await openDownloads(hub);
    const started = performance.now();
    const running = download(opened, source);
    const waiting = await whenAnnounced(opened, ({ error }) => error !== null);
    expect(waiting).toMatchObject({
      state: 'downloading',
      error: { code: 'download/interrupted', retryable: true },
    });
    expect(waiting.error?.message).toMatch(/asked too often .* Loam tries again by itself in a second\.$/);
    expect(await running).toMatchObject({ state: 'done', error: null });
    expect(performance.now() - started).toBeGreaterThan(1000);
  });

  it('is left to the user when the server wants a pause that is too long', async () => {
    const { hub, source } = await hubWithModel();
    hub.faults.push({ type: 'status', status: 503, headers: { 'retry-after': '3600' } });
    const failed = await download(await openDownloads(hub), source);
    expect(failed).toMatchObject({
      state: 'failed',
      error: { code: 'download/interrupted', retryable: true },
    });
    expect(failed.error?.message).toContain('It asks to wait 60 minutes.');
    expect(hub.requests.filter(({ server }) => server === 'cdn')).toHaveLength(1);
  });

  it('is given up after seven vain attempts in a row, with what arrived kept', async () => {
    const { hub, source } = await hubWithModel();
    hub.faults.push({ type: 'cut', afterBytes: 300_000 });
    for (let count = 0; count < 7; count += 1) hub.faults.push({ type: 'status', status: 502 });
    const opened = await openDownloads(hub);
    const failed = await download(opened, source);
    expect(failed).toMatchObject({
      state: 'failed',
      error: { code: 'download/interrupted', retryable: true },
    });
    expect(failed.receivedBytes).toBeGreaterThan(200_000);
    expect(hub.faults).toEqual([]);
    opened.downloads.resume(failed.id);
    expect(await opened.downloads.settled(failed.id)).toMatchObject({ state: 'done', error: null });
  });

  it('is not waited for without end when nothing arrives any more', async () => {
    const { hub, source } = await hubWithModel();
    hub.faults.push({ type: 'stall', afterBytes: 500_000 });
    const opened = await openDownloads(hub, { timing: { silenceTimeoutMs: 200 } });
    expect(await download(opened, source)).toMatchObject({ state: 'done' });
    expect(opened.announced.some(({ error }) => error?.message.includes('sent nothing for too long'))).toBe(
      true,
    );
    expect(hub.servedBytes).toBeLessThanOrEqual(1_000_000 * 1.05);
  });

  it('that cannot be made is explained with the next step', async () => {
    const { hub, source } = await hubWithModel();
    const opened = await openDownloads(hub, { hubEndpoint: 'http://127.0.0.1:1' });
    const failed = await download(opened, source);
    expect(failed).toMatchObject({
      state: 'failed',
      error: { code: 'download/unreachable', retryable: true },
    });
    expect(failed.error?.message).toBe(
      '127.0.0.1:1 cannot be reached. Check the network connection, then try again.',
    );
  });
});

describe('wrong bytes', () => {
  it('are never a model: the file is deleted, and a second try fetches it anew', async () => {
    const { hub, content, source } = await hubWithModel();
    hub.faults.push({ type: 'wrong-byte', at: 654_321 });
    const opened = await openDownloads(hub);
    const failed = await download(opened, source);
    expect(failed).toMatchObject({
      state: 'failed',
      receivedBytes: 0,
      error: { code: 'download/corrupt', retryable: true },
    });
    expect(opened.installed).toEqual([]);
    expect(readdirSync(join(opened.downloadsFolder, failed.id, 'files'))).toEqual([]);
    opened.downloads.resume(failed.id);
    expect(await opened.downloads.settled(failed.id)).toMatchObject({ state: 'done' });
    expect(opened.installed[0]?.content.equals(content)).toBe(true);
  });

  it('that an earlier process left are fetched again, visibly', async () => {
    const { hub, content, source } = await hubWithModel();
    const opened = await openDownloads(hub);
    const id = await pausedAt(opened, hub, source, 600_000);
    const part = partOf(opened, id);
    const damaged = readFileSync(part);
    damaged.fill(0, 300_000);
    writeFileSync(part, damaged);
    opened.downloads.resume(id);
    expect(await opened.downloads.settled(id)).toMatchObject({ state: 'done', error: null });
    expect(opened.installed[0]?.content.equals(content)).toBe(true);
    expect(
      opened.announced.some(({ error }) => error?.message.includes('was damaged, so it is fetched again')),
    ).toBe(true);
  });

  it('after a power loss cost what was not on the disk yet, only that is fetched again', async () => {
    const { hub, content, source } = await hubWithModel();
    const opened = await openDownloads(hub);
    const id = await pausedAt(opened, hub, source, 600_000);
    const part = partOf(opened, id);
    const metadata = JSON.parse(readFileSync(`${part}.json`, 'utf8'));
    writeFileSync(`${part}.json`, JSON.stringify({ ...metadata, syncedBytes: 400_000 }));
    const zeroed = readFileSync(part);
    zeroed.fill(0, 400_000);
    writeFileSync(part, zeroed);
    opened.downloads.resume(id);
    expect(await opened.downloads.settled(id)).toMatchObject({ state: 'done' });
    expect(opened.installed[0]?.content.equals(content)).toBe(true);
    expect(hub.requests.at(-2)?.headers.range).toBe('bytes=400000-');
  });

  it('more of them than announced are refused', async () => {
    const { hub, source } = await hubWithModel();
    hub.faults.push({ type: 'extra-bytes' });
    const failed = await download(await openDownloads(hub), source);
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'download/refused' } });
    expect(failed.error?.message).toMatch(/sent more of .* than its 1000000 bytes/);
  });
});

describe('a server that cannot or will not go on in the middle', () => {
  it('sends the whole file: it starts over and says so', async () => {
    const { hub, content, source } = await hubWithModel();
    const opened = await openDownloads(hub);
    const id = await pausedAt(opened, hub, source, 600_000);
    hub.faults.push({ type: 'ignore-range' });
    opened.downloads.resume(id);
    expect(await opened.downloads.settled(id)).toMatchObject({ state: 'done', error: null });
    expect(opened.installed[0]?.content.equals(content)).toBe(true);
    expect(
      opened.announced.some(({ error }) => error?.message.includes('cannot go on in the middle of')),
    ).toBe(true);
  });

  it('and cuts the connection each time is given up in the end', async () => {
    const { hub, plainSource } = await hubWithModel();
    for (let count = 0; count < 30; count += 1)
      hub.faults.push({ type: 'ignore-range' }, { type: 'cut', afterBytes: 300_000 });
    hub.faults.splice(0, 1);
    const failed = await download(await openDownloads(hub), plainSource);
    expect(['failed', 'done']).toContain(failed.state);
    expect(hub.requests.length).toBeLessThan(30);
  });

  it.each([
    ['tells so with another entity tag', false],
    ['sends the part all the same, of another file', true],
  ])('because the file changed, and %s: it starts over and says so', async (_how, ignoresIfRange) => {
    const { hub, plainSource } = await hubWithModel();
    const opened = await openDownloads(hub);
    const id = await pausedAt(opened, hub, plainSource, 600_000);
    const changed = ggufLike(1_200_000);
    hub.repositories.get(repositoryName)?.files.set(fileName, changed);
    if (ignoresIfRange) hub.faults.push({ type: 'other-etag-same-range' });
    opened.downloads.resume(id);
    expect(await opened.downloads.settled(id)).toMatchObject({ state: 'done', totalBytes: 1_200_000 });
    expect(opened.installed[0]?.content.equals(changed)).toBe(true);
    expect(opened.announced.some(({ error }) => error?.code === 'download/changed')).toBe(true);
  });

  it('because the hub has another file now: the download ends, and says what to do', async () => {
    const { hub, source } = await hubWithModel();
    const opened = await openDownloads(hub);
    const id = await pausedAt(opened, hub, source, 600_000);
    hub.repositories.get(repositoryName)?.files.set(fileName, ggufLike(1_000_000));
    opened.downloads.resume(id);
    const failed = await opened.downloads.settled(id);
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'download/changed' } });
    expect(failed.error?.message).toMatch(/Remove this download; then look at what the server offers now/);
    expect(opened.installed).toEqual([]);
  });

  it('only has other entity tags, while the hub vouches for the same bytes: nothing is fetched twice but by its wish', async () => {
    const { hub, content, source } = await hubWithModel();
    const opened = await openDownloads(hub);
    const id = await pausedAt(opened, hub, source, 600_000);
    hub.faults.push({ type: 'other-etag-same-range' });
    opened.downloads.resume(id);
    expect(await opened.downloads.settled(id)).toMatchObject({ state: 'done' });
    expect(opened.installed[0]?.content.equals(content)).toBe(true);
    expect(hub.servedBytes).toBeLessThanOrEqual(content.length * 1.05);
  });
});

describe('a part that is longer or more complete than thought', () => {
  it('needs no server when all bytes are there already', async () => {
    const { hub, content, source } = await hubWithModel();
    const opened = await openDownloads(hub);
    const id = await pausedAt(opened, hub, source, 600_000);
    writeFileSync(partOf(opened, id), content);
    const requests = hub.requests.filter(({ server }) => server === 'cdn').length;
    opened.downloads.resume(id);
    expect(await opened.downloads.settled(id)).toMatchObject({ state: 'done' });
    expect(hub.requests.filter(({ server }) => server === 'cdn')).toHaveLength(requests);
  });

  it('takes the answer 416 for what it is: everything is here', async () => {
    const { hub, content, plainSource } = await hubWithModel();
    const opened = await openDownloads(hub);
    const id = await pausedAt(opened, hub, plainSource, 600_000);
    const part = partOf(opened, id);
    writeFileSync(part, content);
    const metadata = JSON.parse(readFileSync(`${part}.json`, 'utf8'));
    writeFileSync(`${part}.json`, JSON.stringify({ ...metadata, totalBytes: null }));
    opened.downloads.resume(id);
    expect(await opened.downloads.settled(id)).toMatchObject({ state: 'done' });
    expect(hub.requests.at(-1)?.status).toBe(416);
    expect(opened.installed[0]?.content.equals(content)).toBe(true);
  });

  it('starts over when there is more than the file has', async () => {
    const { hub, content, source } = await hubWithModel();
    const opened = await openDownloads(hub);
    const id = await pausedAt(opened, hub, source, 600_000);
    truncateSync(partOf(opened, id), content.length + 5);
    opened.downloads.resume(id);
    expect(await opened.downloads.settled(id)).toMatchObject({ state: 'done' });
    expect(opened.installed[0]?.content.equals(content)).toBe(true);
  });

  it('starts over after an unexpected 416', async () => {
    const { hub, content, plainSource } = await hubWithModel();
    const opened = await openDownloads(hub);
    const id = await pausedAt(opened, hub, plainSource, 600_000);
    hub.faults.push({ type: 'status', status: 416 });
    opened.downloads.resume(id);
    expect(await opened.downloads.settled(id)).toMatchObject({ state: 'done' });
    expect(opened.installed[0]?.content.equals(content)).toBe(true);
  });

  it('is not trusted without its description where nobody vouches for the bytes', async () => {
    const { hub, content, plainSource } = await hubWithModel();
    const opened = await openDownloads(hub);
    const id = await pausedAt(opened, hub, plainSource, 600_000);
    writeFileSync(`${partOf(opened, id)}.json`, '{"url":');
    opened.downloads.resume(id);
    expect(await opened.downloads.settled(id)).toMatchObject({ state: 'done' });
    expect(hub.requests.at(-1)?.headers.range).toBeUndefined();
    expect(opened.installed[0]?.content.equals(content)).toBe(true);
  });

  it('is trusted without its description where the sha256 will tell', async () => {
    const { hub, content, source } = await hubWithModel();
    const opened = await openDownloads(hub);
    const id = await pausedAt(opened, hub, source, 600_000);
    writeFileSync(`${partOf(opened, id)}.json`, '');
    opened.downloads.resume(id);
    expect(await opened.downloads.settled(id)).toMatchObject({ state: 'done' });
    expect(hub.servedBytes).toBeLessThanOrEqual(content.length * 1.05);
  });
});

describe('something else than the file', () => {
  it.each<[what: string, fault: Fault, message: RegExp]>([
    ['a web page', { type: 'html' }, /sent a web page instead of .* Open the address in a browser/],
    ['a packed file', { type: 'packed' }, /in packed form \(gzip\)/],
    [
      'a redirect to http',
      { type: 'redirect', location: 'http://cdn.example.com/x.gguf' },
      /not an https address/,
    ],
    [
      'a redirect into the local network',
      { type: 'redirect', location: 'http://192.168.1.1/x.gguf' },
      /not an https address/,
    ],
    [
      'a redirect to another protocol',
      { type: 'redirect', location: 'file:///etc/passwd' },
      /not an https address/,
    ],
    [
      'a redirect with a password',
      { type: 'redirect', location: 'https://a:b@cdn.example.com/' },
      /a name or password/,
    ],
    ['a refusal', { type: 'status', status: 403 }, /only to people who signed in or accepted its terms/],
    ['nothing', { type: 'status', status: 404 }, /has no Model-1B-Q4_K_M\.gguf/],
    ['an odd answer', { type: 'status', status: 418 }, /it answered 418/],
  ])('%s is refused in words, and nothing of it is kept', async (_what, fault, message) => {
    const { hub, source } = await hubWithModel();
    hub.faults.push(fault);
    const opened = await openDownloads(hub);
    const failed = await download(opened, source);
    expect(failed).toMatchObject({ state: 'failed', receivedBytes: 0, error: { code: 'download/refused' } });
    expect(failed.error?.message).toMatch(message);
    expect(existsSync(join(opened.downloadsFolder, failed.id, 'files', fileName))).toBe(false);
    expect(hub.faults).toEqual([]);
  });

  it('a redirect without end is left', async () => {
    const { hub, source } = await hubWithModel();
    for (let count = 0; count < 20; count += 1) {
      hub.faults.push({ type: 'redirect', location: hub.plainUrl(repositoryName, fileName) });
    }
    expect((await download(await openDownloads(hub), source)).error?.message).toMatch(
      /from one address to the next without end/,
    );
  });

  it.each([
    ['a text', 'Not a model at all', /something that is not a GGUF file/],
    ['a page without a type', '<!DOCTYPE html><title>Hello</title>', /a web page instead of/],
    [
      'a pointer of a repository',
      'version https://git-lfs.github.com/spec/v1\noid sha256:0',
      /only a note about where/,
    ],
  ])('%s under the name of a model is refused after its first bytes', async (_what, text, message) => {
    const { hub, plainSource } = await hubWithModel();
    hub.repositories
      .get(repositoryName)
      ?.files.set(fileName, Buffer.concat([Buffer.from(text), Buffer.alloc(900_000)]));
    const failed = await download(await openDownloads(hub), plainSource);
    expect(failed).toMatchObject({ state: 'failed', receivedBytes: 0, error: { code: 'download/refused' } });
    expect(failed.error?.message).toMatch(message);
  });

  it('a repository behind terms is explained with the way around', async () => {
    const { hub, source } = await hubWithModel();
    const repository = hub.repositories.get(repositoryName);
    if (repository) repository.isGated = true;
    const failed = await download(await openDownloads(hub), source);
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'download/refused' } });
    expect(failed.error?.message).toMatch(
      /accepted its terms\. Open its page in a browser, .* add it in Loam; or choose a copy that is free/,
    );
  });

  it.each([
    ['repository', 'nobody/nothing', fileName],
    ['file', repositoryName, 'Other.gguf'],
  ])('a %s that the hub does not have is named', async (_what, repository, file) => {
    const { hub } = await hubWithModel();
    const failed = await download(await openDownloads(hub), {
      type: 'repository',
      repository,
      revision: 'main',
      files: [file],
    });
    expect(failed.error).toMatchObject({
      code: 'download/refused',
      message: expect.stringContaining(`has no ${file}`),
    });
  });
});
