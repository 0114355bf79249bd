import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';

/** @type {string[]} */
const folders = [];

/** @returns {string} A new empty folder, removed after the test. */
export function temporaryFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'loam-set-up-'));
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
