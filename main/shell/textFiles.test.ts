import { mkdtemp, mkdir, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTextFile } from './readTextFile';
import { writeFileAtomically } from './writeFileAtomically';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loam-files-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('writing a text file', () => {
  it('replaces what was there and leaves nothing else', async () => {
    const path = join(folder, 'export.json');
    await writeFile(path, 'old');
    await writeFileAtomically(path, 'new ü');
    expect(await readFile(path, 'utf8')).toBe('new ü');
    expect(await readdir(folder)).toEqual(['export.json']);
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('keeps what was there and leaves nothing else when it fails', async () => {
    const path = join(folder, 'taken');
    await mkdir(join(path, 'inside'), { recursive: true });
    await expect(writeFileAtomically(path, 'new')).rejects.toThrow();
    await expect(writeFileAtomically(join(folder, 'missing', 'x.json'), 'new')).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['taken']);
  });
});

describe('reading a text file', () => {
  it('reads UTF-8, with or without a byte order mark', async () => {
    await writeFile(join(folder, 'a'), '\ufeff{"ü":1}');
    expect(await readTextFile(join(folder, 'a'))).toBe('{"ü":1}');
  });

  it.each(['binary', 'missing', 'folder', 'huge'])('refuses a file that is %s', async (name) => {
    const path = join(folder, name);
    if (name === 'binary') await writeFile(path, Buffer.from([0xff, 0xfe, 0x00, 0xd8]));
    if (name === 'folder') await mkdir(path);
    if (name === 'huge') {
      await writeFile(path, '');
      await truncate(path, 300 * 1024 * 1024);
    }
    await expect(readTextFile(path)).rejects.toMatchObject({ code: 'import/unreadable' });
  });
});
