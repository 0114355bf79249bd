import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder } from './cacheFolder.mjs';
import { readFallbackPin } from './electronFallbackPin.mjs';
import { electronRuntime, electronStep, executableInDistribution, knownRuntime } from './electronRuntime.mjs';
import { stampPath, writeStamp } from './stamps.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

/** A project folder whose `electron` package is of this version. */
function project(version = '45.4.1') {
  const root = temporaryFolder();
  const folder = path.join(root, 'node_modules', 'electron');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ version }));
  return root;
}

/** An unpacked Electron folder. */
function distribution(version = '44.0.0') {
  const folder = temporaryFolder();
  const executable = path.join(folder, executableInDistribution());
  mkdirSync(path.dirname(executable), { recursive: true });
  writeFileSync(executable, '');
  chmodSync(executable, 0o755);
  writeFileSync(path.join(folder, 'version'), `${version}\n`);
  return { folder, executable };
}

/** Leaves the stamp of an earlier set-up. */
function remember(
  root,
  executable,
  { origin = 'official', wanted = '45.4.1', override = null, recipe = null } = {},
) {
  writeStamp(stampPath(root, 'electron'), {
    executable,
    version: '45.4.1',
    origin,
    wanted,
    override,
    recipe,
  });
}

const context = (root, environment) => ({
  root,
  environment,
  purpose: 'app',
  signal: new AbortController().signal,
});

describe('the Electron runtime', () => {
  it('is the folder that the user names, before anything else', async () => {
    const root = project();
    const { folder, executable } = distribution();
    const environment = { ELECTRON_OVERRIDE_DIST_PATH: folder };
    await electronStep.run(context(root, environment));
    expect(knownRuntime(root, environment)).toEqual({ executable, version: '44.0.0', origin: 'override' });
  });

  it('is refused with a next step when the folder that the user names holds none', async () => {
    const environment = { ELECTRON_OVERRIDE_DIST_PATH: temporaryFolder() };
    await expect(electronStep.run(context(project(), environment))).rejects.toMatchObject({
      message: expect.stringContaining('is not a program'),
      nextStep: expect.stringContaining('unset it'),
    });
  });

  it('is known from the stamp of the last set-up', () => {
    const root = project();
    const { executable } = distribution();
    remember(root, executable);
    expect(electronRuntime(root)).toEqual({ executable, version: '45.4.1', origin: 'official' });
  });

  it('is looked for again when the user names another folder, or none any longer', () => {
    const root = project();
    const { folder, executable } = distribution();
    remember(root, executable);
    expect(knownRuntime(root, { ELECTRON_OVERRIDE_DIST_PATH: folder })).toBeUndefined();
    remember(root, executable, { origin: 'override', override: folder });
    expect(knownRuntime(root, {})).toBeUndefined();
  });

  it('is looked for again when package.json asks for another version', () => {
    const root = project('46.0.0');
    remember(root, distribution().executable);
    expect(knownRuntime(root, {})).toBeUndefined();
  });

  it('is made anew when the test-host fallback was made in another way', () => {
    const root = project();
    const { executable } = distribution();
    const { recipe } = readFallbackPin();
    remember(root, executable, { origin: 'test-host-fallback', recipe });
    expect(knownRuntime(root, {})?.origin).toBe('test-host-fallback');
    remember(root, executable, { origin: 'test-host-fallback', recipe: recipe - 1 });
    expect(knownRuntime(root, {})).toBeUndefined();
  });

  it('is looked for again when its executable is gone', () => {
    const root = project();
    const { folder, executable } = distribution();
    remember(root, executable);
    rmSync(folder, { recursive: true });
    expect(() => electronRuntime(root)).toThrow('No Electron is set up');
  });

  it('is not asked of a start that ends in the terminal', () => {
    expect(electronStep.isOptional({ purpose: 'app', environment: {} })).toBe(process.platform === 'linux');
    expect(electronStep.isOptional({ purpose: 'app', environment: { DISPLAY: ':0' } })).toBe(false);
    expect(electronStep.isOptional({ purpose: 'tests', environment: {} })).toBe(false);
  });
});

describe('the cache folder', () => {
  it('is the one that the user names, then the one of the desktop, then the usual one', () => {
    const folder = temporaryFolder();
    expect(cacheFolder({ LOAM_CACHE: folder, XDG_CACHE_HOME: '/elsewhere' })).toBe(folder);
    expect(cacheFolder({ XDG_CACHE_HOME: folder })).toBe(path.join(folder, 'loam'));
    expect(cacheFolder({ XDG_CACHE_HOME: 'relative' })).toMatch(/\.cache.loam$/);
  });
});
