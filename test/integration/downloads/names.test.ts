import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LoamError } from '../../../preload/contract/errors';
import { downloadSourceSchema } from '../../../preload/contract/downloads';
import { traversalUrls } from '../../fixtures/traversalUrls';
import { hubWithModel, openDownloads } from './openDownloads';

/** Paths that try to lead out of the folder or to hide, with the ending of a model. */
const hostilePaths = [
  ...traversalUrls().map((url) => `${url.slice('loam://app/'.length)}.gguf`),
  '../../../etc/cron.d/x.gguf',
  '..\\..\\x.gguf',
  '.hidden.gguf',
  'nul.gguf',
  'COM1.gguf',
  'a/../b.gguf',
  'x.gguf\0.txt',
  'x\u202efugg.gguf',
  `${'x'.repeat(300)}.gguf`,
];

it(`of ${hostilePaths.length} hostile paths none becomes a file anywhere but in the download's own folder`, async () => {
  expect(hostilePaths.length).toBeGreaterThan(200);
  const { hub } = await hubWithModel();
  const { downloads, home, downloadsFolder } = await openDownloads(hub);
  const accepted: string[] = [];
  for (const path of hostilePaths) {
    for (const source of [
      { type: 'repository', repository: 'maker/model', revision: 'main', files: [path] },
      { type: 'url', url: `https://huggingface.co/maker/model/resolve/main/${path}` },
      { type: 'url', url: `${hub.endpoint}/other/${path}` },
    ]) {
      const parsed = downloadSourceSchema.safeParse(source);
      if (!parsed.success) continue;
      try {
        const { id, fileNames } = await downloads.start({ kind: 'model', source: parsed.data });
        accepted.push(...fileNames);
        await downloads.remove(id);
      } catch (error) {
        expect(error).toBeInstanceOf(LoamError);
        expect(error).toMatchObject({ code: 'download/refused' });
      }
    }
  }
  expect(accepted.filter((name) => !/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/.test(name))).toEqual([]);
  expect(readdirSync(downloadsFolder)).toEqual([]);
  expect(readdirSync(home).filter((name) => /secret|\.gguf|part/.test(name))).toEqual([]);
  expect(existsSync(join(home, '..', 'secret.js.gguf'))).toBe(false);
});
