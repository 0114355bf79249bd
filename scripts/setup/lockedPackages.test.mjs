import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { entryOfOtherPlatform, matchesLock, missingOptionalPackages } from './lockedPackages.mjs';

const text = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');

describe('the lock file of this project', () => {
  it('has an entry for every optional package of every platform, or npm ci refuses it', () => {
    expect(missingOptionalPackages(JSON.parse(text).packages)).toEqual([]);
  });

  it('names no registry', () => {
    expect(text).not.toContain('"resolved"');
  });
});

describe('the search for missing entries', () => {
  it('finds an optional package that stands nowhere above its parent', () => {
    const entries = {
      '': {},
      'node_modules/a': {
        optionalDependencies: { 'a-linux-x64': '1.0.0', 'a-win-x64': '1.0.0', nested: '1.0.0' },
      },
      'node_modules/a-linux-x64': { version: '1.0.0' },
      'node_modules/a/node_modules/nested': { version: '1.0.0' },
      'node_modules/b/node_modules/a-win-x64': { version: '1.0.0' },
    };
    expect(missingOptionalPackages(entries)).toEqual([
      { parent: 'node_modules/a', name: 'a-win-x64', version: '1.0.0' },
    ]);
  });

  it.each([
    ['@engine/win-x64-cuda', { cpu: ['x64'], os: ['win32'] }],
    ['@engine/mac-arm64-metal', { cpu: ['arm64'], os: ['darwin'] }],
    ['@tool/binding-linux-arm-musleabihf', { cpu: ['arm'], os: ['linux'], libc: ['musl'] }],
    ['@tool/binding-linux-riscv64-gnu', { cpu: ['riscv64'], os: ['linux'], libc: ['glibc'] }],
  ])('reads the platform of %s from its name', (name, platform) => {
    expect(entryOfOtherPlatform({ name, version: '1.2.3' }, { dev: true })).toEqual({
      version: '1.2.3',
      dev: true,
      optional: true,
      ...platform,
    });
  });

  it.each([
    ['fsevents', '2.3.3'],
    ['@tool/binding-linux-x64', '^1.0.0'],
  ])('does not guess about %s %s', (name, version) => {
    expect(entryOfOtherPlatform({ name, version }, {})).toBeUndefined();
  });
});

describe('an installation that somebody made by hand', () => {
  const host = { platform: 'linux', arch: 'x64' };
  const locked = {
    '': {},
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/a-linux-x64': {
      version: '1.0.0',
      optional: true,
      os: ['linux'],
      cpu: ['x64'],
      libc: ['glibc'],
    },
    'node_modules/a-linux-x64-musl': {
      version: '1.0.0',
      optional: true,
      os: ['linux'],
      cpu: ['x64'],
      libc: ['musl'],
    },
    'node_modules/a-win32-x64': { version: '1.0.0', optional: true, os: ['win32'], cpu: ['x64'] },
    'node_modules/extra': { version: '1.0.0', optional: true },
  };
  const { 'node_modules/a': a, 'node_modules/a-linux-x64': native } = locked;
  const complete = { 'node_modules/a': a, 'node_modules/a-linux-x64': native };

  it('is kept when it holds all that the lock file asks for on this platform', () => {
    expect(matchesLock(locked, complete, host)).toBe(true);
  });

  it.each([
    ['a package is missing', { 'node_modules/a-linux-x64': native }],
    ['the native part for this platform is missing', { 'node_modules/a': a }],
    ['a package has another version', { ...complete, 'node_modules/a': { ...a, version: '1.0.1' } }],
    ['a package has other content', { ...complete, 'node_modules/a': { ...a, integrity: 'sha512-b' } }],
    ['there is a package too many', { ...complete, 'node_modules/b': { version: '1.0.0' } }],
  ])('is made anew when %s', (_what, installed) => {
    expect(matchesLock(locked, installed, host)).toBe(false);
  });
});
