import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepareDataFolder } from './dataFolder';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'loam-data-'));
});
afterEach(() => {
  rmSync(parent, { recursive: true });
});

describe('data folder', () => {
  it('is where LOAM_HOME says, for its owner only, with the browser files below it', () => {
    const paths: Record<string, string> = {};
    const home = join(parent, 'deep', 'home');
    const app = { setPath: (name: string, path: string) => (paths[name] = path) };
    expect(prepareDataFolder(app, { LOAM_HOME: home })).toBe(home);
    expect(paths).toEqual({
      userData: home,
      sessionData: join(home, 'browser'),
      crashDumps: join(home, 'browser', 'crashes'),
    });
    expect(statSync(join(home, 'browser')).isDirectory()).toBe(true);
    if (process.platform !== 'win32') expect(statSync(home).mode & 0o777).toBe(0o700);
  });
});
