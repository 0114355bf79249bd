import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { crc32 } from 'node:zlib';
import { readEmbedderFiles, readManifest } from './manifest.mjs';
import { starterEmbedderStep, starterWeightsStep } from './starterWeights.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

const content = 'the weights';

/** A project folder whose manifest lists one small file that no source has. */
function project() {
  const root = temporaryFolder();
  mkdirSync(path.join(root, 'models', 'weights'), { recursive: true });
  const entry = {
    id: 'small',
    file: 'small.gguf',
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    hub: { repository: 'nobody/nothing', revision: 'main', file: 'small.gguf' },
    wheel: { package: 'loam-no-such-package', version: '1.0.0', path: 'small.gguf', bytes: 1 },
  };
  writeFileSync(path.join(root, 'models', 'manifest.json'), JSON.stringify({ weights: [entry] }));
  // Neither source is asked: the hub's address is refused, and no Python is on the path.
  const environment = { HF_ENDPOINT: 'http://127.0.0.1:1' };
  const context = { root, environment, purpose: 'app', signal: new AbortController().signal, onProcess() {} };
  return { context, file: path.join(root, 'models', 'weights', 'small.gguf') };
}

const progress = { say() {}, update() {} };

/** @param {() => Promise<void>} work */
async function withoutPython(work) {
  const { PATH } = process.env;
  process.env.PATH = temporaryFolder();
  try {
    await work();
  } finally {
    process.env.PATH = PATH;
  }
}

describe('the starter weights', () => {
  it('are up to date once the right file was checked', async () => {
    const { context, file } = project();
    writeFileSync(file, content);
    expect(starterWeightsStep.isUpToDate(context)).toBe(false);
    await starterWeightsStep.run(context, progress);
    expect(starterWeightsStep.isUpToDate(context)).toBe(true);
  });

  it('are checked again when the file has changed, even to the same size', async () => {
    const { context, file } = project();
    writeFileSync(file, content);
    await starterWeightsStep.run(context, progress);
    writeFileSync(file, 'other bytes');
    utimesSync(file, new Date(), new Date(2030, 1, 1));
    expect(starterWeightsStep.isUpToDate(context)).toBe(false);
    writeFileSync(file, 'short');
    expect(starterWeightsStep.isUpToDate(context)).toBe(false);
  });

  it.each([
    ['has other bytes', 'other bytes'],
    ['was cut', 'the w'],
  ])('are not left in place when the file %s', async (_what, damaged) => {
    const { context, file } = project();
    writeFileSync(file, damaged);
    const said = [];
    await withoutPython(async () => {
      const running = starterWeightsStep.run(context, { ...progress, say: (text) => said.push(text) });
      await expect(running).rejects.toThrow('small.gguf could not be fetched');
    });
    expect(said[0]).toContain('is damaged');
    expect(existsSync(file)).toBe(false);
  });

  it('name every source that failed, and what to do, when there is none', async () => {
    const { context, file } = project();
    await withoutPython(async () => {
      await expect(starterWeightsStep.run(context, progress)).rejects.toMatchObject({
        message: expect.stringMatching(
          /the model hub: .*https only[^]*loam-no-such-package: there is no Python 3 with pip/,
        ),
        nextStep: expect.stringContaining(file),
      });
    });
  });
});

/**
 * A project folder whose manifest lists an embedder of two files, which one wheel carries.
 * @param {Record<string, string>} inWheel What the wheel has, which was downloaded already; by the files' names.
 * @param {string} hub An address that is refused at once, when not given.
 */
function embedderProject(inWheel, hub = 'http://127.0.0.1:1') {
  const root = temporaryFolder();
  const wheel = { package: 'loam-no-such-package', version: '1.0.0', bytes: 1 };
  const work = path.join(root, 'models', 'weights', 'loam-no-such-package-1.0.0.wheel');
  mkdirSync(work, { recursive: true });
  const archived = Object.entries(inWheel).map(([name, text]) => [`package/${name}`, text]);
  writeFileSync(path.join(work, 'package.whl'), storedZip(Object.fromEntries(archived)));
  const repository = { repository: 'nobody/nothing', revision: 'main' };
  const files = ['config.json', 'onnx/model.onnx'].map((inside) => ({
    path: inside,
    bytes: inside.length,
    sha256: createHash('sha256').update(inside).digest('hex'),
    hub: { ...repository, file: inside },
    wheel: { ...wheel, path: `package/${inside}` },
  }));
  const manifest = { weights: [], embedders: [{ folder: 'small', files }] };
  writeFileSync(path.join(root, 'models', 'manifest.json'), JSON.stringify(manifest));
  const environment = { HF_ENDPOINT: hub };
  const context = { root, environment, purpose: 'app', signal: new AbortController().signal, onProcess() {} };
  const said = [];
  return {
    context,
    said,
    work,
    folder: path.join(root, 'models', 'weights', 'small'),
    run: () => starterEmbedderStep.run(context, { ...progress, say: (text) => said.push(text) }),
  };
}

/**
 * @param {Record<string, string>} files Text by name.
 * @returns {Buffer} A zip without compression.
 */
function storedZip(files) {
  const locals = [];
  const central = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt32LE(crc32(text), 10);
    facts.writeUInt32LE(text.length, 14);
    facts.writeUInt32LE(text.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), facts, Buffer.from(name + text)]);
    const madeBy = Buffer.from([20, 0]);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02'), madeBy, facts, place, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(central.length, 4);
  end.writeUInt16LE(central.length, 6);
  end.writeUInt32LE(Buffer.concat(central).length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, ...central, Buffer.from('PK\x05\x06'), end]);
}

describe('the starter embedder', () => {
  const whole = { 'config.json': 'config.json', 'onnx/model.onnx': 'onnx/model.onnx', 'other.bin': 'other' };

  it('gets its files into folders, all of them from one wheel, which is deleted afterwards', async () => {
    const { context, folder, work, run } = embedderProject(whole);
    expect(starterEmbedderStep.isUpToDate(context)).toBe(false);
    await expect(run()).resolves.toEqual({
      detail: '2 files from the Python package loam-no-such-package',
      bytes: 'config.jsononnx/model.onnx'.length,
    });
    expect(readFileSync(path.join(folder, 'onnx', 'model.onnx'), 'utf8')).toBe('onnx/model.onnx');
    expect(existsSync(work)).toBe(false);
    expect(starterEmbedderStep.isUpToDate(context)).toBe(true);
  });

  it('waits for a silent hub only once', async () => {
    const { said, run } = embedderProject(whole, 'https://127.0.0.1:1');
    await run();
    expect(said.filter((text) => text.includes('from the model hub'))).toEqual([
      'fetching small/config.json from the model hub',
      expect.stringContaining('not from the model hub'),
    ]);
  }, 30_000);

  it('fetches only what is missing', async () => {
    const { context, folder, run } = embedderProject({ 'config.json': 'config.json' });
    mkdirSync(path.join(folder, 'onnx'), { recursive: true });
    writeFileSync(path.join(folder, 'onnx', 'model.onnx'), 'onnx/model.onnx');
    const { detail } = await run();
    expect(detail).toBe(
      'small/config.json from the Python package loam-no-such-package, small/onnx/model.onnx checked',
    );
    expect(starterEmbedderStep.isUpToDate(context)).toBe(true);
  });

  it.each([
    ['lacks the file', { 'config.json': 'config.json' }, 'holds no package/onnx/model.onnx'],
    ['has another file', { ...whole, 'onnx/model.onnx': 'onnx/other.onnx' }, 'is not the expected file'],
  ])('takes nothing from a wheel that %s', async (_what, inWheel, reason) => {
    const { folder, run } = embedderProject(inWheel);
    await expect(run()).rejects.toThrow(reason);
    expect(existsSync(path.join(folder, 'onnx', 'model.onnx'))).toBe(false);
    expect(existsSync(path.join(folder, 'config.json'))).toBe(true);
  });

  it('can be done without by everybody but the tests', () => {
    const purposes = ['app', 'terminal', 'tests'];
    expect(purposes.map((purpose) => starterEmbedderStep.isOptional({ purpose }))).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('the manifest', () => {
  it('lists each file with its size, hash, licence and both sources', () => {
    const weights = readManifest(path.resolve(import.meta.dirname, '..', '..'));
    expect(weights.length).toBeGreaterThan(0);
    for (const entry of weights) {
      expect(entry).toMatchObject({
        id: expect.any(String),
        file: expect.stringMatching(/^[\w.-]+$/),
        bytes: expect.any(Number),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        licence: expect.any(String),
        contextTokens: expect.any(Number),
        hub: { repository: expect.any(String), revision: expect.any(String), file: expect.any(String) },
        wheel: { package: expect.any(String), version: expect.any(String), path: expect.any(String) },
      });
    }
    expect(new Set(weights.map(({ id }) => id)).size).toBe(weights.length);
  });

  it('lists each file of the embedder with its size, hash and a source', () => {
    const files = readEmbedderFiles(path.resolve(import.meta.dirname, '..', '..'));
    expect(files.length).toBeGreaterThan(0);
    for (const entry of files) {
      expect(entry).toMatchObject({
        file: expect.stringMatching(/^[\w-][\w.-]*(\/[\w-][\w.-]*)+$/),
        bytes: expect.any(Number),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        wheel: { package: expect.any(String), version: expect.any(String), path: expect.any(String) },
      });
    }
    expect(new Set(files.map(({ file }) => file)).size).toBe(files.length);
  });

  it('is described in the folder’s README', () => {
    const models = path.resolve(import.meta.dirname, '..', '..', 'models');
    const readme = readFileSync(path.join(models, 'README.md'), 'utf8');
    const root = path.dirname(models);
    for (const { file, sha256 } of [...readManifest(root), ...readEmbedderFiles(root)]) {
      expect(readme).toContain(path.posix.basename(file));
      expect(readme).toContain(sha256);
    }
  });
});
