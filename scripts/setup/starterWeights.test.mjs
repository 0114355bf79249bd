import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readManifest } from './manifest.mjs';
import { starterWeightsStep } from './starterWeights.mjs';
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

  it('is described in the folder’s README', () => {
    const models = path.resolve(import.meta.dirname, '..', '..', 'models');
    const readme = readFileSync(path.join(models, 'README.md'), 'utf8');
    for (const { file, sha256 } of readManifest(path.dirname(models))) {
      expect(readme).toContain(file);
      expect(readme).toContain(sha256);
    }
  });
});
