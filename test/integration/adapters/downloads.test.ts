import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FinishedDownload } from '../../../main/models/downloads/installer';
import { temporaryFolder } from '../../helpers/temporaryFolder';
import { failureOf } from './failureOf';
import { adapterFiles, openAdapterServices } from './openAdapterServices';

/** A download of all files of this folder. */
function finished(folder: string): FinishedDownload {
  return {
    downloadId: 'd1',
    name: 'A pirate’s voice',
    source: {
      type: 'repository',
      repository: 'someone/pirate',
      revision: 'main',
      files: readdirSync(folder),
    },
    sourceLabel: 'someone/pirate',
    catalogueId: null,
    licence: null,
    folder,
    files: readdirSync(folder).map((name) => ({
      name,
      bytes: statSync(join(folder, name)).size,
      sha256: createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    })),
  };
}

function downloadFolder(): string {
  const folder = join(temporaryFolder(), 'download');
  mkdirSync(folder);
  return folder;
}

test('a downloaded GGUF file becomes an adapter, its folder goes, and the list is announced', async () => {
  const { adapters, events } = await openAdapterServices();
  let announced = 0;
  events.on('adapters.listChanged', () => (announced += 1));
  const folder = downloadFolder();
  // A hub's address need not end in the file's own name.
  copyFileSync(adapterFiles.pirate, join(folder, 'download'));
  const id = await adapters.addDownloaded(finished(folder));
  expect(await adapters.list()).toMatchObject([
    { id, name: 'pirate', origin: 'downloaded', source: 'someone/pirate', isPresent: true },
  ]);
  expect(existsSync(folder)).toBe(false);
  expect(announced).toBe(1);
});

test('a downloaded PEFT adapter is converted and has the download’s name', async () => {
  const { adapters } = await openAdapterServices();
  const folder = downloadFolder();
  cpSync(adapterFiles.piratePeft, folder, { recursive: true });
  const id = await adapters.addDownloaded(finished(folder));
  expect(await adapters.get(id)).toMatchObject({ name: 'A pirate’s voice', origin: 'downloaded' });
});

test('a download that is no adapter is refused and deleted', async () => {
  const { adapters, filesOnDisk } = await openAdapterServices();
  const folder = downloadFolder();
  writeFileSync(join(folder, 'adapter.gguf'), '<!DOCTYPE html>');
  expect((await failureOf(adapters.addDownloaded(finished(folder)))).code).toBe('adapter/file-invalid');
  const other = downloadFolder();
  copyFileSync(adapterFiles.wrongBase, join(other, 'adapter.gguf'));
  expect((await failureOf(adapters.addDownloaded(finished(other)))).code).toBe('adapter/base-missing');
  expect([existsSync(folder), existsSync(other), filesOnDisk()]).toEqual([false, false, []]);
});
