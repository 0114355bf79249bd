import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogueHandlers } from '../../../main/models/catalogue/catalogueHandlers';
import { AddressConsent } from '../../../main/models/downloads/addressConsent';
import { downloadHandlers } from '../../../main/models/downloads/downloadHandlers';
import { sha256 } from '../../helpers/loopbackHub';
import { temporaryFolder } from '../../helpers/temporaryFolder';
import {
  fileName,
  ggufLike,
  hubWithModel,
  openDownloads,
  repositoryName,
  startHub,
  whenAnnounced,
} from './openDownloads';

function entry(changes: Record<string, unknown> = {}) {
  return {
    id: 'model-1b',
    name: 'Model 1B',
    family: 'Model',
    repository: repositoryName,
    revision: 'main',
    files: [{ path: fileName, bytes: 1_000_000, sha256: null }],
    licence: 'MIT',
    parameters: 1_200_000_000,
    quantization: 'Q4_K_M',
    contextLength: 8192,
    goodFor: 'Trying things out.',
    smallestMemoryBytes: 4e9,
    architecture: null,
    ...changes,
  };
}

/** A home folder with these entries in Loam's own catalogue and this text as the user's. */
function homeWith(own: unknown[], users?: string): string {
  const home = temporaryFolder();
  mkdirSync(join(home, 'own'));
  writeFileSync(join(home, 'own', 'catalog.json'), JSON.stringify({ models: own }));
  if (users !== undefined) writeFileSync(join(home, 'catalog.json'), users);
  return home;
}

describe('the list', () => {
  it('judges each model for this computer and knows which are here or on their way, with no server asked', async () => {
    const { hub, content, source } = await hubWithModel();
    const home = homeWith([
      entry(),
      entry({
        id: 'large',
        files: [{ path: 'Large.gguf', bytes: 200e9, sha256: null }],
        parameters: 300e9,
        smallestMemoryBytes: 256e9,
      }),
      entry({
        id: 'here',
        files: [{ path: 'Here.gguf', bytes: 1, sha256: sha256(content) }],
        repository: 'maker/other',
      }),
    ]);
    const opened = await openDownloads(hub, {
      home,
      installed: () => Promise.resolve([{ id: 'installed-1', sha256: sha256(content), catalogueId: null }]),
      measuredBytesPerSecond: () => Promise.resolve(20e6),
    });
    hub.faults.push({ type: 'hold', afterBytes: 50_000 });
    const before = await opened.catalogue.list();
    expect(hub.requests).toEqual([]);
    expect(before).toMatchObject({ problems: [], userFile: join(home, 'catalog.json') });
    expect(before.models[0]).toEqual({
      id: 'model-1b',
      name: 'Model 1B',
      family: 'Model',
      repository: repositoryName,
      revision: 'main',
      files: [fileName],
      bytes: 1_000_000,
      licence: 'MIT',
      parameters: '1.2B',
      quantization: 'Q4_K_M',
      contextLength: 8192,
      goodFor: 'Trying things out.',
      smallestMemoryBytes: 4e9,
      isRecommended: true,
      isUserDefined: false,
      installedModelId: null,
      downloadId: null,
      fit: {
        verdict: 'fits',
        basis: 'calculated',
        contextSize: 4096,
        ramBytes: 301_250_000,
        vramBytes: 0,
        tokensPerSecond: 20,
        reason: expect.stringMatching(
          /^It takes 301\.3 MB of the 10\.0 GB of memory that are free now, and should write about 15 words a second\.$/,
        ),
      },
    });
    expect(before.models[1]).toMatchObject({ fit: { verdict: 'too-large' }, isRecommended: false });
    expect(before.models[2]).toMatchObject({ installedModelId: 'installed-1' });

    const { id } = await opened.downloads.start({
      kind: 'model',
      source: { type: 'catalogue', catalogueId: 'model-1b' },
    });
    await whenAnnounced(opened, ({ receivedBytes }) => receivedBytes > 0);
    expect((await opened.catalogue.list()).models[0]).toMatchObject({ downloadId: id });
    await opened.downloads.remove(id);
    expect((await opened.catalogue.list()).models[0]).toMatchObject({ downloadId: null });
    const other = await opened.downloads.start({ kind: 'model', source });
    expect((await opened.catalogue.list()).models[0]).toMatchObject({ downloadId: other.id });
    await opened.downloads.settled(other.id);
  });

  it('takes the user’s entries in, and says of each broken one what is wrong', async () => {
    const users = [
      entry({ name: 'My own 1B' }),
      entry({ id: 'mine', name: 'Mine' }),
      entry({ id: 'mine', name: 'Mine again' }),
      entry({ id: 'climbing', files: [{ path: '../up.gguf', bytes: 1, sha256: null }] }),
      entry({ id: 'hashless', files: [{ path: 'a.gguf', bytes: 1, sha256: 'abc' }] }),
      { name: 'Without an id' },
      'nonsense',
      entry({ id: 'with-more', colour: 'red' }),
    ];
    const hub = await startHub();
    const home = homeWith([entry()], JSON.stringify({ models: users }));
    const { models, problems } = await (await openDownloads(hub, { home })).catalogue.list();
    expect(models.map(({ id, name, isUserDefined }) => [id, name, isUserDefined])).toEqual([
      ['model-1b', 'My own 1B', true],
      ['mine', 'Mine', true],
    ]);
    expect(problems).toHaveLength(6);
    expect(problems).toEqual([
      expect.stringContaining('more than one model with the id mine'),
      expect.stringMatching(
        /^The model climbing in your catalog\.json is left out: files\.0\.path must be the path of a \.gguf file/,
      ),
      expect.stringContaining('files.0.sha256 must be 64 hexadecimal digits, or null'),
      expect.stringMatching(
        /^Model 6 in your catalog\.json is left out: id is missing, family is missing, repository is missing, and \d+ more\.$/,
      ),
      expect.stringMatching(/^Model 7 in your catalog\.json is left out: /),
      expect.stringContaining('The model with-more in your catalog.json is left out'),
    ]);
  });

  it.each([
    ['is not JSON', '{"models": [', /^Your catalog\.json is not JSON: /],
    ['is something else', '[]', /has no list named "models"/],
    ['is empty', '', /is not JSON/],
  ])('goes on with Loam’s own when the user’s file %s', async (_what, text, problem) => {
    const hub = await startHub();
    const { models, problems } = await (
      await openDownloads(hub, { home: homeWith([entry()], text) })
    ).catalogue.list();
    expect(models.map(({ id }) => id)).toEqual(['model-1b']);
    expect(problems).toEqual([expect.stringMatching(problem)]);
  });

  it('tells what an installed model is good for', async () => {
    const { catalogue } = await openDownloads(await startHub(), { home: homeWith([entry()]) });
    expect(await catalogue.goodForOf('model-1b')).toBe('Trying things out.');
    expect(await catalogue.goodForOf('gone')).toBeNull();
  });
});

describe('a download by the catalogue', () => {
  it('is checked with the sha256 of the catalogue and carries its licence', async () => {
    const { hub, content } = await hubWithModel();
    const home = homeWith([
      entry({ files: [{ path: fileName, bytes: content.length, sha256: sha256(content) }] }),
    ]);
    const { downloads, installed } = await openDownloads(hub, { home });
    const { id } = await downloads.start({
      kind: 'model',
      source: { type: 'catalogue', catalogueId: 'model-1b' },
    });
    expect(await downloads.settled(id)).toMatchObject({ state: 'done', name: 'Model 1B' });
    expect(installed[0]).toMatchObject({
      catalogueId: 'model-1b',
      licence: 'MIT',
      sourceLabel: repositoryName,
    });
  });

  it('is refused when the hub has another file, before a byte is fetched', async () => {
    const { hub, content } = await hubWithModel();
    const home = homeWith([
      entry({ files: [{ path: fileName, bytes: content.length, sha256: 'a'.repeat(64) }] }),
    ]);
    const { downloads } = await openDownloads(hub, { home });
    const { id } = await downloads.start({
      kind: 'model',
      source: { type: 'catalogue', catalogueId: 'model-1b' },
    });
    expect(await downloads.settled(id)).toMatchObject({
      state: 'failed',
      error: { code: 'download/changed' },
    });
    expect(hub.servedBytes).toBe(0);
  });

  it('takes the size that the hub tells where the catalogue’s is not certain', async () => {
    const { hub, content } = await hubWithModel();
    const home = homeWith([
      entry({ files: [{ path: fileName, bytes: 5, sha256: null }], bytesAreApproximate: true }),
    ]);
    const { downloads } = await openDownloads(hub, { home });
    const started = await downloads.start({
      kind: 'model',
      source: { type: 'catalogue', catalogueId: 'model-1b' },
    });
    expect(await downloads.settled(started.id)).toMatchObject({ state: 'done', totalBytes: content.length });
  });

  it('of an entry that is gone is refused at once', async () => {
    const { downloads } = await openDownloads(await startHub());
    await expect(
      downloads.start({ kind: 'model', source: { type: 'catalogue', catalogueId: 'gone' } }),
    ).rejects.toMatchObject({ code: 'catalogue/not-found' });
  });
});

describe('looking at a pasted text', () => {
  it.each([
    ['owner and name', repositoryName],
    ['an address', `https://huggingface.co/${repositoryName}`],
    ['an address of a branch', `https://huggingface.co/${repositoryName}/tree/main`],
    ['an address without its beginning', `huggingface.co/${repositoryName}`],
    ['a short address', `https://hf.co/${repositoryName}?library=llama-cpp`],
  ])('%s lists the models of a repository, split ones as one, smallest first', async (_what, text) => {
    const hub = await startHub();
    hub.addRepository(repositoryName, {
      'README.md': Buffer.from('# Model'),
      'Model-Q8_0.gguf': ggufLike(400_000),
      'Model-Q4_K_M.gguf': ggufLike(200_000),
      'big/Model-F16-00001-of-00002.gguf': ggufLike(300_000),
      'big/Model-F16-00002-of-00002.gguf': ggufLike(300_000),
      'lost/Model-F32-00001-of-00002.gguf': ggufLike(300_000),
      'mmproj-model-f16.gguf': ggufLike(100_000),
      'model.imatrix.gguf': ggufLike(100_000),
      'odd name.gguf': ggufLike(100_000),
    });
    const { catalogue } = await openDownloads(hub);
    const found = await catalogue.look('model', text);
    expect(found.licence).toBe('apache-2.0');
    expect(found.source).toEqual({
      type: 'repository',
      repository: repositoryName,
      revision: hub.repositories.get(repositoryName)?.commit,
    });
    expect(found.offers.map(({ files, bytes, quantization }) => [files, bytes, quantization])).toEqual([
      [['Model-Q4_K_M.gguf'], 200_000, 'Q4_K_M'],
      [['Model-Q8_0.gguf'], 400_000, 'Q8_0'],
      [['big/Model-F16-00001-of-00002.gguf', 'big/Model-F16-00002-of-00002.gguf'], 600_000, 'F16'],
    ]);
    expect(found.offers[0]?.fit).toMatchObject({ verdict: 'fits', basis: 'calculated' });
  });

  it('offers the two files of a PEFT adapter together, to who looks for an adapter', async () => {
    const hub = await startHub();
    hub.addRepository('me/pirate', {
      'README.md': Buffer.from('# Adapter'),
      'adapter_config.json': Buffer.from('{}'),
      'adapter_model.safetensors': ggufLike(3000),
      'other/adapter_model.safetensors': ggufLike(3000),
      'pirate.gguf': ggufLike(1000),
    });
    const { catalogue, downloads, installed } = await openDownloads(hub);
    const { source, offers } = await catalogue.look('adapter', 'me/pirate');
    expect(offers.map(({ files }) => files)).toEqual([
      ['pirate.gguf'],
      ['adapter_config.json', 'adapter_model.safetensors'],
    ]);
    expect((await catalogue.look('model', 'me/pirate')).offers).toHaveLength(1);
    if (source.type !== 'repository') throw new Error('It is on the hub.');
    const files = offers[1]?.files ?? [];
    const { id } = await downloads.start({ kind: 'adapter', source: { ...source, files } });
    expect(await downloads.settled(id)).toMatchObject({ state: 'done', kind: 'adapter' });
    expect(installed[0]?.files.map(({ name }) => name)).toEqual(files);
  });

  it('asks the user before it goes out to another server than the hub, and not about the hub', async () => {
    const { hub, plainSource } = await hubWithModel();
    const { catalogue, downloads } = await openDownloads(hub);
    const asked: string[] = [];
    const consent = new AddressConsent({
      confirmAddress: (address) => {
        asked.push(address);
        return Promise.resolve(false);
      },
    });
    const refused = { code: 'download/refused' };
    const { look } = catalogueHandlers(catalogue, consent);
    await expect(look({ kind: 'model', text: plainSource.url })).rejects.toMatchObject(refused);
    const { start } = downloadHandlers(downloads, consent);
    await expect(start({ kind: 'model', source: plainSource })).rejects.toMatchObject(refused);
    expect(asked).toEqual([plainSource.url, plainSource.url]);
    expect(hub.servedBytes).toBe(0);
    expect((await look({ kind: 'model', text: repositoryName })).offers).toHaveLength(1);
    expect(asked).toHaveLength(2);
  });

  it('offers one file where the address means one, and downloads what it offered', async () => {
    const { hub, content } = await hubWithModel();
    hub.repositories.get(repositoryName)?.files.set('Other-Q8_0.gguf', ggufLike(1000));
    const { catalogue, downloads, installed } = await openDownloads(hub);
    const { source, offers } = await catalogue.look(
      'model',
      `https://huggingface.co/${repositoryName}/blob/main/${fileName}?download=true`,
    );
    expect(offers.map(({ files }) => files)).toEqual([[fileName]]);
    if (source.type !== 'repository') throw new Error('It is on the hub.');
    const { id } = await downloads.start({
      kind: 'model',
      source: { ...source, files: offers[0]?.files ?? [] },
    });
    expect(await downloads.settled(id)).toMatchObject({ state: 'done' });
    expect(installed[0]?.files[0]?.sha256).toBe(sha256(content));
  });

  it('offers the file of any other address, of which it reads no more than the beginning', async () => {
    const { hub, content, plainSource } = await hubWithModel();
    const { catalogue } = await openDownloads(hub);
    const found = await catalogue.look('model', plainSource.url);
    expect(found).toMatchObject({ source: plainSource, licence: null });
    expect(found.offers).toMatchObject([
      { files: [fileName], bytes: content.length, quantization: 'Q4_K_M' },
    ]);
    expect(hub.servedBytes).toBeLessThan(20_000);
  });

  it.each([
    ['words', 'a good model please', /neither a model of the hub nor a web address/],
    ['an http address', 'http://example.com/x.gguf', /not an https address/],
    ['an address with a password', 'https://me:secret@example.com/x.gguf', /a name or password/],
    ['an address of a page', 'https://example.com/models', /cannot be used|does not end in \.gguf/],
    ['a repository that is not there', 'nobody/nothing', /has no nobody\/nothing/],
  ])('refuses %s in words', async (_what, text, message) => {
    const { catalogue } = await openDownloads(await startHub());
    await expect(catalogue.look('model', text)).rejects.toMatchObject({
      code: 'download/refused',
      message: expect.stringMatching(message),
    });
  });

  it('explains a repository behind terms, and one without a model', async () => {
    const hub = await startHub();
    hub.addRepository('maker/gated', { 'a.gguf': ggufLike(100) }, { isGated: true });
    hub.addRepository('maker/weights', { 'model.safetensors': Buffer.alloc(100) });
    const { catalogue } = await openDownloads(hub);
    await expect(catalogue.look('model', 'maker/gated')).rejects.toThrow(/accepted its terms/);
    await expect(catalogue.look('model', 'maker/weights')).rejects.toThrow(
      /no model in the GGUF format.*GGUF in its name/,
    );
  });

  it('says which setting is wrong when HF_ENDPOINT is no https address, and the app starts all the same', async () => {
    const { catalogue, downloads } = await openDownloads(await startHub(), {
      hubEndpoint: 'http://hub.example.com',
    });
    expect(downloads.list()).toEqual([]);
    await expect(catalogue.look('model', repositoryName)).rejects.toThrow(/HF_ENDPOINT/);
  });
});
