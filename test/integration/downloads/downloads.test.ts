import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LoamError } from '../../../preload/contract/errors';
import { sha256 } from '../../helpers/loopbackHub';
import {
  fileName,
  ggufLike,
  hubWithModel,
  openDownloads,
  repositoryName,
  startHub,
  whenAnnounced,
} from './openDownloads';

describe('a download from the hub', () => {
  it('arrives whole, is checked with the sha256 of the hub and handed to the installer alone in its folder', async () => {
    const { hub, content, source } = await hubWithModel();
    const opened = await openDownloads(hub);
    const started = await opened.downloads.start({ kind: 'model', source });
    expect(started).toMatchObject({
      kind: 'model',
      error: null,
      name: 'Model-1B-Q4_K_M',
      fileNames: [fileName],
    });
    const done = await opened.downloads.settled(started.id);
    expect(done).toMatchObject({
      state: 'done',
      error: null,
      installedId: `installed-${started.id}`,
      receivedBytes: content.length,
      totalBytes: content.length,
      bytesPerSecond: null,
      secondsLeft: null,
      isVouchedFor: true,
    });
    expect(opened.installed).toHaveLength(1);
    expect(opened.installed[0]).toMatchObject({
      downloadId: started.id,
      source,
      sourceLabel: repositoryName,
      catalogueId: null,
      licence: 'apache-2.0',
      folderContent: [fileName],
      files: [{ name: fileName, bytes: content.length, sha256: sha256(content) }],
    });
    expect(opened.installed[0]?.content.equals(content)).toBe(true);
    expect(readdirSync(opened.downloadsFolder)).toEqual([]);
  });

  it('asks for the commit that the branch stood for, and sends no key, cookie or name', async () => {
    const { hub, source } = await hubWithModel();
    const { downloads } = await openDownloads(hub);
    await downloads.settled((await downloads.start({ kind: 'model', source })).id);
    const commit = hub.repositories.get(repositoryName)?.commit;
    expect(
      hub.requests.filter(({ path }) => path.includes('/resolve/')).map(({ method, path }) => [method, path]),
    ).toEqual([
      ['HEAD', `/${repositoryName}/resolve/main/${fileName}`],
      ['GET', `/${repositoryName}/resolve/${commit}/${fileName}`],
    ]);
    for (const { headers } of hub.requests) {
      expect(headers).not.toHaveProperty('authorization');
      expect(headers).not.toHaveProperty('cookie');
      expect(headers['user-agent']).toBe('Loam');
    }
  });

  it('tells progress with rate and time left, in few announcements and one last', async () => {
    const { hub, content, source } = await hubWithModel();
    hub.faults.push({ type: 'hold', afterBytes: 600_000 });
    const opened = await openDownloads(hub);
    const { id } = await opened.downloads.start({ kind: 'model', source });
    const half = await whenAnnounced(opened, ({ receivedBytes }) => receivedBytes > 500_000);
    expect(half).toMatchObject({ state: 'downloading', totalBytes: content.length, error: null });
    expect(half.bytesPerSecond).toBeGreaterThan(0);
    expect(half.secondsLeft).toBeGreaterThan(0);
    hub.release();
    await opened.downloads.settled(id);
    const states = opened.announced
      .map(({ state }) => state)
      .filter((state, index, all) => state !== all[index - 1]);
    expect(states).toEqual(['queued', 'downloading', 'checking', 'done']);
    // A megabyte comes in more than sixty pieces.
    expect(opened.announced.length).toBeLessThan(20);
  });

  it('fetches the parts of a split model as one, by any of them', async () => {
    const hub = await startHub();
    const parts = [1, 2, 3].map(
      (number) => [`q4/Big-Q4_K_M-0000${number}-of-00003.gguf`, ggufLike(50_000 * number)] as const,
    );
    hub.addRepository('maker/big', Object.fromEntries(parts));
    const { downloads, installed } = await openDownloads(hub);
    const source = {
      type: 'repository' as const,
      repository: 'maker/big',
      revision: 'main',
      files: [parts[1]?.[0] ?? ''],
    };
    const { id, name } = await downloads.start({ kind: 'model', source });
    expect(name).toBe('Big-Q4_K_M');
    expect(await downloads.settled(id)).toMatchObject({ state: 'done', totalBytes: 300_000 });
    expect(installed[0]?.files).toEqual(
      parts.map(([path, content]) => ({
        name: path.slice(3),
        bytes: content.length,
        sha256: sha256(content),
      })),
    );
    expect(installed[0]?.folderContent.toSorted()).toEqual(parts.map(([path]) => path.slice(3)));
  });

  it('takes a PEFT folder for an adapter, and nothing but model files for a model', async () => {
    const hub = await startHub();
    hub.addRepository('maker/adapter', {
      'adapter_config.json': Buffer.from('{"r": 8}'),
      'adapter_model.safetensors': Buffer.alloc(2000, 1),
    });
    const { downloads, installed } = await openDownloads(hub);
    const source = {
      type: 'repository' as const,
      repository: 'maker/adapter',
      revision: 'main',
      files: ['adapter_model.safetensors', 'adapter_config.json'],
    };
    await expect(downloads.start({ kind: 'model', source })).rejects.toMatchObject({
      code: 'download/refused',
    });
    const { id } = await downloads.start({ kind: 'adapter', source });
    expect(await downloads.settled(id)).toMatchObject({ state: 'done', kind: 'adapter' });
    expect(installed[0]?.files.map(({ name }) => name)).toEqual([
      'adapter_config.json',
      'adapter_model.safetensors',
    ]);
  });
});

describe('a download from any address', () => {
  it('arrives although nobody vouches for it, its sha256 found out', async () => {
    const { hub, content, plainSource } = await hubWithModel();
    const { downloads, installed } = await openDownloads(hub);
    const { id, isVouchedFor } = await downloads.start({ kind: 'model', source: plainSource });
    expect(isVouchedFor).toBeNull();
    expect(await downloads.settled(id)).toMatchObject({ state: 'done', isVouchedFor: false });
    expect(installed[0]).toMatchObject({
      sourceLabel: new URL(plainSource.url).host + new URL(plainSource.url).pathname,
      licence: null,
      files: [{ name: fileName, bytes: content.length, sha256: sha256(content) }],
    });
  });

  it('asks the hub where the address is one of the hub', async () => {
    const { hub, content } = await hubWithModel();
    const { downloads, installed } = await openDownloads(hub);
    const url = `https://huggingface.co/${repositoryName}/blob/main/${fileName}`;
    const { id } = await downloads.start({ kind: 'model', source: { type: 'url', url } });
    expect(await downloads.settled(id)).toMatchObject({ state: 'done' });
    expect(installed[0]).toMatchObject({ licence: 'apache-2.0', files: [{ sha256: sha256(content) }] });
    expect(hub.requests[0]?.path).toBe(`/${repositoryName}/resolve/main/${fileName}`);
  });

  it('arrives from a server that does not know the size beforehand', async () => {
    const { hub, content, plainSource } = await hubWithModel();
    hub.faults.push({ type: 'without-length' });
    const { downloads } = await openDownloads(hub);
    const { id } = await downloads.start({ kind: 'model', source: plainSource });
    expect(await downloads.settled(id)).toMatchObject({ state: 'done', totalBytes: content.length });
  });
});

describe('the queue', () => {
  it('runs two downloads at a time and the next when one is through', async () => {
    const hub = await startHub();
    const names = ['one', 'two', 'three'];
    for (const name of names) hub.addRepository(`maker/${name}`, { [`${name}.gguf`]: ggufLike(100_000) });
    hub.faults.push({ type: 'hold', afterBytes: 50_000 }, { type: 'hold', afterBytes: 50_000 });
    const opened = await openDownloads(hub);
    const ids: string[] = [];
    for (const name of names) {
      const source = {
        type: 'repository' as const,
        repository: `maker/${name}`,
        revision: 'main',
        files: [`${name}.gguf`],
      };
      ids.push((await opened.downloads.start({ kind: 'model', source })).id);
    }
    await whenAnnounced(opened, ({ id, receivedBytes }) => id === ids[1] && receivedBytes > 0);
    await whenAnnounced(opened, ({ id, receivedBytes }) => id === ids[0] && receivedBytes > 0);
    const byName = new Map(opened.downloads.list().map(({ name, state }) => [name, state]));
    expect(Object.fromEntries(byName)).toEqual({ one: 'downloading', two: 'downloading', three: 'queued' });
    expect(hub.requests.filter(({ path }) => path.includes('three'))).toEqual([]);
    hub.release();
    const done = await Promise.all(ids.map((id) => opened.downloads.settled(id)));
    expect(done.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  });

  it('lets a waiting download be paused and resumed', async () => {
    const { hub, source, plainSource } = await hubWithModel();
    hub.faults.push({ type: 'hold', afterBytes: 50_000 });
    const opened = await openDownloads(hub, { concurrency: 1 });
    const first = await opened.downloads.start({ kind: 'model', source });
    await whenAnnounced(opened, ({ receivedBytes }) => receivedBytes > 0);
    const second = await opened.downloads.start({ kind: 'model', source: plainSource });
    expect(await opened.downloads.pause(second.id)).toMatchObject({ state: 'paused', error: null });
    expect(opened.downloads.resume(second.id)).toMatchObject({ state: 'queued' });
    hub.release();
    expect(await opened.downloads.settled(first.id)).toMatchObject({ state: 'done' });
    expect(await opened.downloads.settled(second.id)).toMatchObject({ state: 'done' });
  });

  it('does not fetch the same twice: starting it again goes on with the first', async () => {
    const { hub, source } = await hubWithModel();
    hub.faults.push({ type: 'hold', afterBytes: 50_000 });
    const opened = await openDownloads(hub);
    const [one, two] = await Promise.all([
      opened.downloads.start({ kind: 'model', source }),
      opened.downloads.start({ kind: 'model', source }),
    ]);
    expect(two.id).toBe(one.id);
    await whenAnnounced(opened, ({ receivedBytes }) => receivedBytes > 0);
    await opened.downloads.pause(one.id);
    expect((await opened.downloads.start({ kind: 'model', source })).id).toBe(one.id);
    expect(await opened.downloads.settled(one.id)).toMatchObject({ state: 'done' });
    expect(opened.downloads.list()).toHaveLength(1);
  });
});

describe('pausing, resuming and removing', () => {
  it('goes on with the bytes that are there, if the file is still the same', async () => {
    const { hub, content, source } = await hubWithModel();
    hub.faults.push({ type: 'hold', afterBytes: 700_000 });
    const opened = await openDownloads(hub);
    const { id } = await opened.downloads.start({ kind: 'model', source });
    await whenAnnounced(opened, ({ receivedBytes }) => receivedBytes >= 690_000);
    const paused = await opened.downloads.pause(id);
    expect(paused).toMatchObject({ state: 'paused', error: null, bytesPerSecond: null });
    expect(paused.receivedBytes).toBeGreaterThan(690_000);
    opened.downloads.resume(id);
    expect(await opened.downloads.settled(id)).toMatchObject({ state: 'done' });
    const last = hub.requests.findLast(({ server }) => server === 'cdn');
    expect(last?.status).toBe(206);
    expect(last?.headers.range).toBe(`bytes=${paused.receivedBytes}-`);
    expect(last?.headers['if-range']).toMatch(/^"[0-9a-f]{40}"$/);
    expect(hub.servedBytes).toBeLessThanOrEqual(content.length * 1.05);
    expect(opened.installed[0]?.content.equals(content)).toBe(true);
  });

  it('deletes what has arrived when an unfinished download is removed, and nothing of a finished one', async () => {
    const { hub, source, plainSource } = await hubWithModel();
    const opened = await openDownloads(hub);
    const done = await opened.downloads.settled((await opened.downloads.start({ kind: 'model', source })).id);
    hub.faults.push({ type: 'hold', afterBytes: 50_000 });
    const { id } = await opened.downloads.start({ kind: 'model', source: plainSource });
    await whenAnnounced(opened, (download) => download.id === id && download.receivedBytes > 0);
    expect(existsSync(join(opened.downloadsFolder, id))).toBe(true);
    await opened.downloads.remove(id);
    await opened.downloads.remove(done.id);
    expect(existsSync(join(opened.downloadsFolder, id))).toBe(false);
    expect(existsSync(join(opened.home, 'installed', done.id, fileName))).toBe(true);
    expect(opened.downloads.list()).toEqual([]);
    expect(opened.removed).toEqual([id, done.id]);
    await expect(opened.downloads.pause(id)).rejects.toMatchObject({ code: 'download/not-found' });
  });

  it('fails with what the installer said, and deletes files that are no model', async () => {
    const { hub, source, content } = await hubWithModel();
    let isRefused = true;
    const opened = await openDownloads(hub, {
      installers: {
        model: ({ downloadId }) => {
          if (isRefused) throw new LoamError('model/file-invalid', 'It is not a model. Choose another one.');
          return Promise.resolve(downloadId);
        },
        adapter: () => Promise.reject(new Error('No adapter is downloaded here.')),
      },
    });
    const { id } = await opened.downloads.start({ kind: 'model', source });
    expect(await opened.downloads.settled(id)).toMatchObject({
      state: 'failed',
      error: { code: 'model/file-invalid', message: 'It is not a model. Choose another one.' },
      receivedBytes: 0,
    });
    isRefused = false;
    opened.downloads.resume(id);
    expect(await opened.downloads.settled(id)).toMatchObject({ state: 'done', error: null });
    expect(hub.servedBytes).toBe(2 * content.length);
  });

  it('keeps right files when the installer could not store them, and needs no server for the second try', async () => {
    const { hub, source } = await hubWithModel();
    const opened = await openDownloads(hub, {
      installers: {
        model: ({ downloadId, files }) => {
          if (opened.downloads.list()[0]?.error === null && hub.repositories.size > 0) {
            throw new LoamError('storage/full', 'The disk is full.', { retryable: true });
          }
          return Promise.resolve(`${downloadId} ${files.length}`);
        },
        adapter: () => Promise.reject(new Error('No adapter is downloaded here.')),
      },
    });
    const { id } = await opened.downloads.start({ kind: 'model', source });
    expect(await opened.downloads.settled(id)).toMatchObject({
      state: 'failed',
      error: { code: 'storage/full' },
    });
    hub.repositories.clear();
    const servedBytes = hub.servedBytes;
    opened.downloads.resume(id);
    expect(await opened.downloads.settled(id)).toMatchObject({ state: 'done' });
    expect(hub.servedBytes).toBe(servedBytes);
  });
});

describe('after Loam was closed', () => {
  it('comes back as paused with a word, asks nothing by itself, and goes on when it is resumed', async () => {
    const { hub, content, source } = await hubWithModel();
    hub.faults.push({ type: 'hold', afterBytes: 700_000 });
    const before = await openDownloads(hub);
    const { id } = await before.downloads.start({ kind: 'model', source });
    await whenAnnounced(before, ({ receivedBytes }) => receivedBytes >= 690_000);
    await before.downloads.dispose();
    const requests = hub.requests.length;

    const after = await openDownloads(hub, { home: before.home });
    after.downloads.recover();
    const [found] = after.downloads.list();
    expect(found).toMatchObject({ id, state: 'paused', totalBytes: content.length });
    expect(found?.error?.message).toMatch(
      /^Loam was closed before this download was complete\. \d{3} kB of it are kept\. Resume it to go on\.$/,
    );
    expect(hub.requests.length).toBe(requests);
    after.downloads.resume(id);
    expect(await after.downloads.settled(id)).toMatchObject({ state: 'done', error: null });
    expect(after.installed[0]?.content.equals(content)).toBe(true);
    expect(hub.servedBytes).toBeLessThanOrEqual(content.length * 1.05);
  });

  it('does not touch a download that another process is busy with', async () => {
    const { hub, source } = await hubWithModel();
    hub.faults.push({ type: 'hold', afterBytes: 50_000 });
    const one = await openDownloads(hub);
    const { id } = await one.downloads.start({ kind: 'model', source });
    await whenAnnounced(one, ({ receivedBytes }) => receivedBytes > 0);
    const other = await openDownloads(hub, { home: one.home });
    other.downloads.recover();
    expect(other.downloads.list()[0]).toMatchObject({ state: 'downloading' });
    expect(() => other.downloads.resume(id)).toThrow(/Another Loam is busy/);
    await expect(other.downloads.pause(id)).rejects.toMatchObject({ code: 'download/refused' });
    await expect(other.downloads.remove(id)).rejects.toMatchObject({ code: 'download/refused' });
    hub.release();
    expect(await one.downloads.settled(id)).toMatchObject({ state: 'done' });
  });

  it('deletes what belongs to no download', async () => {
    const { hub, source } = await hubWithModel();
    hub.faults.push({ type: 'hold', afterBytes: 50_000 });
    const opened = await openDownloads(hub);
    const { id } = await opened.downloads.start({ kind: 'model', source });
    await whenAnnounced(opened, ({ receivedBytes }) => receivedBytes > 0);
    await opened.downloads.pause(id);
    const other = await openDownloads(hub);
    await other.downloads.start({ kind: 'model', source });
    const folder = join(opened.downloadsFolder, 'stray');
    cpSync(join(opened.downloadsFolder, id), folder, { recursive: true });
    opened.downloads.recover();
    expect(readdirSync(opened.downloadsFolder)).toEqual([id]);
    expect(
      readFileSync(join(opened.downloadsFolder, id, 'files', `${fileName}.part`)).length,
    ).toBeGreaterThan(0);
  });
});
