import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourcesFingerprint } from './buildStep.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

/** A project folder with a source in each part. */
function project() {
  const root = temporaryFolder();
  for (const file of [
    'main/storage/schema.ts',
    'preload/index.ts',
    'renderer/index.html',
    'package-lock.json',
  ]) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), file);
  }
  return root;
}

describe('the fingerprint of the sources', () => {
  it('stays the same while nothing changes', () => {
    const root = project();
    expect(sourcesFingerprint(root)).toBe(sourcesFingerprint(root));
  });

  it.each([
    [
      'a source is written anew',
      (root) => writeFileSync(path.join(root, 'main/storage/schema.ts'), 'longer text'),
    ],
    ['a source is added', (root) => writeFileSync(path.join(root, 'renderer/new.tsx'), '')],
    ['a source is removed', (root) => rmSync(path.join(root, 'preload/index.ts'))],
    ['the lock file changes', (root) => writeFileSync(path.join(root, 'package-lock.json'), '{}')],
    [
      'a source changes to the same length',
      (root) => utimesSync(path.join(root, 'renderer/index.html'), new Date(), new Date(2030, 1, 1)),
    ],
  ])('changes when %s', (_what, change) => {
    const root = project();
    const before = sourcesFingerprint(root);
    change(root);
    expect(sourcesFingerprint(root)).not.toBe(before);
  });

  it('does not change with a test, which is not built', () => {
    const root = project();
    const before = sourcesFingerprint(root);
    writeFileSync(path.join(root, 'main/storage/schema.test.ts'), '');
    expect(sourcesFingerprint(root)).toBe(before);
  });
});
