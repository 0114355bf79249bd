import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import type { FinishedDownload } from '../../../main/models/downloads/installer';
import { modelHandlers } from '../../../main/models/modelHandlers';
import type { AddModelsPart } from '../../../preload/contract/models';
import { buildGguf, type ValueInput } from '../../fixtures/ggufBuilder';
import { tinyModel, tinyModelTensors } from '../../fixtures/tinyModels';
import { cancelledDialogs } from '../../helpers/cancelledDialogs';
import { startInferenceClient, starterModelFile } from '../../helpers/inference';
import type { MovableClock } from '../../helpers/movableClock';
import { openTestModels } from '../../helpers/testModels';

const client = startInferenceClient();
afterAll(() => client.dispose());

const starterSha256 = 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53';
const starterBytes = 98_362_432;

/** Files have the times of the real clock. */
function setClock(clock: MovableClock, wallMs: number): void {
  clock.advance(wallMs - clock.now());
}

function ownFile(folder: string, name: string): string {
  const path = join(folder, name);
  symlinkSync(starterModelFile, path);
  return path;
}

test('a copied model is Loam’s own: it stays when the original goes, and deleting it frees its bytes', async () => {
  const { services, modelsFolder, add, modelLibrary, models } = await openTestModels(client);
  const { added } = await add([ownFile(services.folder, 'My Model (1).gguf')], 'copy');
  expect(added).toMatchObject([
    { name: 'My Model (1)', origin: 'copied', bytes: starterBytes, sha256: starterSha256, isPresent: true },
  ]);
  const id = added[0]?.id ?? '';
  const [file = ''] = readdirSync(join(modelsFolder, id));
  expect(file).toBe('My-Model-1-.gguf');
  expect(
    createHash('sha256')
      .update(readFileSync(join(modelsFolder, id, file)))
      .digest('hex'),
  ).toBe(starterSha256);
  expect((await models.load(id)).modelId).toBe(id);
  await models.unload(null);

  expect(await modelLibrary.remove(id)).toEqual({ freedBytes: starterBytes });
  expect(readdirSync(modelsFolder)).toEqual([]);
  expect(existsSync(starterModelFile)).toBe(true);
});

test('copying the same content again adds nothing', async () => {
  const { services, modelsFolder, add } = await openTestModels(client);
  const first = await add([ownFile(services.folder, 'One.gguf')], 'copy');
  const second = await add([ownFile(services.folder, 'Two.gguf')], 'copy');
  expect(second.added.map(({ id }) => id)).toEqual(first.added.map(({ id }) => id));
  expect(readdirSync(modelsFolder)).toHaveLength(1);
});

test('a copy that is cancelled leaves nothing behind, and only one adding runs at a time', async () => {
  const { services, modelsFolder, modelLibrary, add } = await openTestModels(client);
  const file = ownFile(services.folder, 'Big.gguf');
  let second: Promise<unknown> | undefined;
  const result = await modelLibrary.add([file], {
    mode: 'copy',
    onProgress: ({ copiedBytes }) => {
      second ??= add([file], 'link').catch((error: unknown) => error);
      if (copiedBytes > 20_000_000) modelLibrary.cancelAdd();
    },
  });
  expect(result).toEqual({ added: [], refused: [] });
  expect(await second).toMatchObject({ code: 'request/invalid' });
  expect(readdirSync(modelsFolder)).toEqual([]);
});

test('a model that the disk has no room for is refused with the numbers before anything is copied', async () => {
  const { services, modelsFolder, add } = await openTestModels(client, { freeBytes: 300_000_000 });
  const { refused } = await add([ownFile(services.folder, 'Big.gguf')], 'copy');
  expect(refused[0]?.error).toMatchObject({
    code: 'download/disk-full',
    message: expect.stringMatching(/Big takes 98\.4 MB, and 300\.0 MB are free/) as string,
  });
  expect(readdirSync(modelsFolder)).toEqual([]);
});

test('tidying deletes old leftovers of copies and removals, and spares a copy that may still grow', async () => {
  const { services, modelsFolder, modelLibrary } = await openTestModels(client);
  const leave = (name: string): void => {
    mkdirSync(join(modelsFolder, name), { recursive: true });
    writeFileSync(join(modelsFolder, name, 'model.gguf'), 'half');
  };
  for (const name of ['.arriving-old', '.leaving-copied-gone', 'notes']) leave(name);
  setClock(services.clock, Date.now() + 25 * 60 * 60 * 1000);
  await modelLibrary.tidy();
  expect(readdirSync(modelsFolder)).toEqual(['notes']);
  setClock(services.clock, Date.now() + 60_000);
  leave('.arriving-new');
  await modelLibrary.tidy();
  expect(readdirSync(modelsFolder).toSorted()).toEqual(['.arriving-new', 'notes']);
});

test('a model whose row was lost is listed again, and one whose removal broke off before that is back', async () => {
  const { services, modelsFolder, add, modelLibrary, models } = await openTestModels(client);
  const { added } = await add([ownFile(services.folder, 'Mine.gguf')], 'copy');
  const id = added[0]?.id ?? '';
  renameSync(join(modelsFolder, id), join(modelsFolder, `.leaving-${id}`));
  await modelLibrary.tidy();
  expect((await modelLibrary.list())[1]).toMatchObject({ id, isPresent: true });

  services.database.write((orm) => orm.run(sql`DELETE FROM models`));
  await modelLibrary.tidy();
  expect(await modelLibrary.list()).toHaveLength(1);
  setClock(services.clock, Date.now() + 11 * 60 * 1000);
  await modelLibrary.tidy();
  expect((await modelLibrary.list())[1]).toMatchObject({
    id,
    name: 'Mine',
    origin: 'copied',
    isPresent: true,
  });
  expect((await models.load(id)).modelId).toBe(id);
});

test('one part of a split model stands for all of them, and a missing part is named', async () => {
  const { services, add } = await openTestModels(client);
  const { added, refused } = await add([ownFile(services.folder, 'big-00002-of-00002.gguf')], 'link');
  expect(added).toEqual([]);
  expect(refused[0]).toMatchObject({
    fileName: 'big-00001-of-00002.gguf',
    error: {
      code: 'model/file-missing',
      message: expect.stringContaining('big-00001-of-00002.gguf') as string,
    },
  });
});

test('a split model is added by any of its parts, loads as one, and is copied whole', async () => {
  const { services, modelsFolder, add, models, modelLibrary } = await openTestModels(client);
  const half = Math.floor(tinyModelTensors.length / 2);
  const split = (part: number): Record<string, ValueInput> => ({
    'split.no': { type: 'uint16', value: part },
    'split.count': { type: 'uint16', value: 2 },
    'split.tensors.count': { type: 'int32', value: tinyModelTensors.length },
  });
  const first = join(services.folder, 'tiny-00001-of-00002.gguf');
  const second = join(services.folder, 'tiny-00002-of-00002.gguf');
  writeFileSync(first, tinyModel(split(0), { tensors: tinyModelTensors.slice(0, half) }));
  writeFileSync(second, buildGguf({ metadata: split(1), tensors: tinyModelTensors.slice(half) }));
  const bytes = statSync(first).size + statSync(second).size;

  const linked = await add([second], 'link');
  expect(linked).toMatchObject({ added: [{ name: 'tiny', fileCount: 2, bytes }], refused: [] });
  expect((await models.load(linked.added[0]?.id ?? '')).totalLayers).toBe(3);

  const copied = await add([first, second], 'copy');
  expect(copied.added).toMatchObject([{ origin: 'copied', fileCount: 2, bytes }]);
  const id = copied.added[0]?.id ?? '';
  expect(readdirSync(join(modelsFolder, id)).toSorted()).toEqual([basename(first), basename(second)]);
  expect((await models.load(id)).modelId).toBe(id);
  await models.unload(null);
  expect(await modelLibrary.remove(id)).toEqual({ freedBytes: bytes });

  writeFileSync(second, buildGguf({ metadata: split(1), tensors: tinyModelTensors.slice(half + 1) }));
  const torn = await add([second], 'copy');
  expect(torn.refused[0]?.error).toMatchObject({
    code: 'model/file-invalid',
    message: expect.stringContaining('its parts lack 1 of their tensors') as string,
  });
});

test('a copy that was damaged afterwards is not loaded', async () => {
  const { services, modelsFolder, add, models } = await openTestModels(client);
  const { added } = await add([ownFile(services.folder, 'Model.gguf')], 'copy');
  const id = added[0]?.id ?? '';
  truncateSync(join(modelsFolder, id, 'Model.gguf'), 98_000_000);
  const failure = models.load(id);
  await expect(failure).rejects.toMatchObject({ code: 'model/file-invalid' });
  await expect(failure).rejects.toThrow(/Delete the model and add it again/);
});

test('a renamed model keeps its new name, and the starter keeps its own', async () => {
  const { services, link, modelLibrary } = await openTestModels(client);
  const { id } = await link(ownFile(services.folder, 'x.gguf'));
  expect((await modelLibrary.rename(id, 'Helper')).name).toBe('Helper');
  const starter = (await modelLibrary.list())[0]?.id ?? '';
  await expect(modelLibrary.rename(starter, 'Mine')).rejects.toMatchObject({ code: 'request/invalid' });
  await expect(modelLibrary.remove(starter)).rejects.toMatchObject({ code: 'request/invalid' });
});

function finishedDownload(folder: string, changes: Partial<FinishedDownload> = {}): FinishedDownload {
  mkdirSync(folder, { recursive: true });
  copyFileSync(starterModelFile, join(folder, 'model.gguf'));
  return {
    downloadId: 'd1',
    name: 'A downloaded model',
    source: { type: 'url', url: 'https://example.org/model.gguf' },
    sourceLabel: 'example.org',
    catalogueId: null,
    licence: 'MIT',
    folder,
    files: [{ name: 'model.gguf', bytes: starterBytes, sha256: starterSha256 }],
    ...changes,
  };
}

test('a finished download becomes a model, and a bad one is deleted and never listed', async () => {
  const { services, modelsFolder, modelLibrary } = await openTestModels(client);
  const folder = join(services.folder, 'arrived');
  const id = await modelLibrary.install(finishedDownload(folder));
  expect((await modelLibrary.list())[1]).toMatchObject({
    id,
    origin: 'downloaded',
    licence: 'MIT',
    source: 'example.org',
    sha256: starterSha256,
    isPresent: true,
  });
  expect(existsSync(folder)).toBe(false);
  expect(readdirSync(modelsFolder)).toEqual([id]);

  const bad = finishedDownload(folder);
  truncateSync(join(folder, 'model.gguf'), 50_000_000);
  await expect(modelLibrary.install(bad)).rejects.toMatchObject({ code: 'model/file-invalid' });
  expect(existsSync(folder)).toBe(false);
  expect(await modelLibrary.list()).toHaveLength(2);
});

test('the window adds files by a stream that tells progress and ends with what became of each', async () => {
  const { services, models, modelLibrary } = await openTestModels(client);
  const handlers = modelHandlers(models, modelLibrary, cancelledDialogs);
  const notes = join(services.folder, 'notes.gguf');
  writeFileSync(notes, 'no model');
  const paths = [ownFile(services.folder, 'Good.gguf'), notes];
  const { started, run } = handlers.add({ paths, mode: 'copy' }, { streamId: 's1' });
  expect(started).toEqual({ streamId: 's1' });
  const parts: AddModelsPart[] = [];
  await run((part) => parts.push(part));
  const copied = parts.flatMap((part) => (part.type === 'progress' ? [part.copiedBytes] : []));
  expect(copied.length).toBeGreaterThan(10);
  expect(copied.at(-1)).toBe(starterBytes);
  expect(parts.at(-1)).toMatchObject({
    type: 'end',
    result: { added: [{ name: 'Good' }], refused: [{ fileName: 'notes.gguf' }] },
  });
});
