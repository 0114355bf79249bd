import { copyFileSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { ModelStatus } from '../../../preload/contract/models';
import { silentLogger } from '../../../main/log/logger';
import { modelHandlers } from '../../../main/models/modelHandlers';
import { ModelLinks } from '../../../main/models/modelLinks';
import { ModelService } from '../../../main/models/modelService';
import { ModelShelf } from '../../../main/models/modelShelf';
import { startInferenceClient, starterModelFile, starterModelsFolder } from '../../helpers/inference';
import { writeAbortingModel, writeEndlessModel } from '../../helpers/modelFiles';
import { openTestServices } from '../../helpers/testServices';

const client = startInferenceClient();
afterAll(() => client.dispose());

const starterId = 'smollm2-135m-instruct-q4_1';

async function openModels(folder = starterModelsFolder) {
  const services = await openTestServices();
  const settings = { defaultModelId: null as string | null, contextSize: 512 };
  const shelf = new ModelShelf({
    starterModelsFolder: folder,
    links: new ModelLinks(services.database),
    clock: services.clock,
  });
  const service = new ModelService({
    shelf,
    client,
    events: services.events,
    logger: silentLogger,
    settings: () => settings,
  });
  const statuses: ModelStatus[] = [];
  services.events.on('models.statusChanged', (status) => statuses.push(status));
  onTestFinished(async () => {
    await service.unload();
    service.dispose();
  });
  return { service, settings, statuses, folder: services.folder };
}

/** A second name of the starter's file, as a model of the user's own. */
function ownModelFile(folder: string, name = 'My Model.gguf'): string {
  const path = join(folder, name);
  symlinkSync(starterModelFile, path);
  return path;
}

/** A starter folder of its own, whose weights are as the test wants them. */
function starterFolder(folder: string): { folder: string; weights: string } {
  const own = join(folder, 'models');
  mkdirSync(join(own, 'weights'), { recursive: true });
  copyFileSync(join(starterModelsFolder, 'manifest.json'), join(own, 'manifest.json'));
  return { folder: own, weights: join(own, 'weights', 'SmolLM2-135M-Instruct.Q4_1.gguf') };
}

/** The states in their order with repetitions left out, each with the model it is about. */
function course(statuses: ModelStatus[]): string[] {
  const steps = statuses.map((status) => {
    if (status.state === 'ready') return `ready ${status.loaded.modelId}`;
    if (status.state === 'loading') return `loading ${status.modelId}`;
    if (status.state === 'failed') return `failed ${status.modelId ?? 'none'} ${status.error.code}`;
    return status.state;
  });
  return steps.filter((step, index) => step !== steps[index - 1]);
}

test('lists the starter model with what its manifest says', async () => {
  const { service } = await openModels();
  expect(await service.list()).toEqual([
    {
      id: starterId,
      name: 'SmolLM2 135M Instruct',
      fileName: 'SmolLM2-135M-Instruct.Q4_1.gguf',
      origin: 'starter',
      bytes: 98_362_432,
      sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
      licence: 'Apache-2.0',
      parameters: '135M',
      contextLength: 8192,
      isPresent: true,
    },
  ]);
});

test('loads the starter model by itself, tells its progress, and loading it again costs nothing', async () => {
  const { service, statuses } = await openModels();
  expect(service.status()).toEqual({ state: 'unloaded' });
  const loaded = await service.load(null);
  expect(loaded).toMatchObject({
    modelId: starterId,
    contextSize: 512,
    trainContextSize: 8192,
    device: 'cpu',
  });
  expect(course(statuses)).toEqual([`loading ${starterId}`, `ready ${starterId}`]);
  const progress = statuses.flatMap((status) => (status.state === 'loading' ? [status.progress] : []));
  expect(progress).toEqual([...progress].sort((first, second) => first - second));
  expect(progress.length).toBeGreaterThan(5);
  expect(service.status()).toEqual({ state: 'ready', loaded });

  const count = statuses.length;
  expect(await service.load(starterId)).toEqual(loaded);
  expect(statuses).toHaveLength(count);

  await service.unload();
  expect(statuses.at(-1)).toEqual({ state: 'unloaded' });
});

test('loads asked for at the same time happen one after another, and the last one stays', async () => {
  const { service, statuses, folder } = await openModels();
  const own = await service.link(ownModelFile(folder));
  const [first, second, again] = await Promise.all([
    service.load(starterId),
    service.load(own.id),
    service.load(own.id),
  ]);
  expect([first.modelId, second.modelId, again.modelId]).toEqual([starterId, own.id, own.id]);
  expect(course(statuses)).toEqual([
    `loading ${starterId}`,
    `ready ${starterId}`,
    `loading ${own.id}`,
    `ready ${own.id}`,
  ]);
});

test('a linked model is listed with what loading it showed, and unlinking it unloads it but keeps its file', async () => {
  const { service, statuses, folder } = await openModels();
  const path = ownModelFile(folder);
  const linked = await service.link(path);
  expect(linked).toMatchObject({
    name: 'My Model',
    origin: 'linked',
    bytes: 98_362_432,
    contextLength: null,
  });
  expect((await service.link(path)).id).toBe(linked.id);

  await service.load(linked.id);
  expect((await service.list())[1]).toMatchObject({ id: linked.id, contextLength: 8192, isPresent: true });
  await service.unlink(linked.id);
  expect(statuses.at(-1)).toEqual({ state: 'unloaded' });
  expect((await service.list()).map(({ id }) => id)).toEqual([starterId]);
  await expect(service.unlink(linked.id)).rejects.toMatchObject({ code: 'model/not-found' });
  await expect(service.load(linked.id)).rejects.toMatchObject({ code: 'model/not-found' });
  expect((await service.link(path)).fileName).toBe('My Model.gguf');
});

test('loading a model chooses nothing: the settings do', async () => {
  const { service, settings, folder } = await openModels();
  const own = await service.link(ownModelFile(folder));
  await service.load(own.id);
  expect((await service.prepare(null)).installed.id).toBe(starterId);
  settings.defaultModelId = own.id;
  expect((await service.prepare(null)).installed.id).toBe(own.id);
});

test('a choice of the settings that was unlinked since gives way to the first model that is there', async () => {
  const { service, settings, folder } = await openModels();
  const own = await service.link(ownModelFile(folder));
  settings.defaultModelId = own.id;
  await service.unlink(own.id);
  expect((await service.prepare(null)).installed.id).toBe(starterId);
  await expect(service.prepare(own.id)).rejects.toMatchObject({ code: 'model/not-found' });
});

test('a linked model answers where the starter file is missing', async () => {
  const { folder } = await openTestServices();
  const { service } = await openModels(starterFolder(folder).folder);
  const own = await service.link(ownModelFile(folder));
  expect((await service.prepare(null)).installed.id).toBe(own.id);
});

test('another context size in the settings loads the model anew', async () => {
  const { service, settings } = await openModels();
  expect((await service.prepare(null)).loaded.contextSize).toBe(512);
  settings.contextSize = 1024;
  expect((await service.prepare(null)).loaded.contextSize).toBe(1024);
});

test('a missing starter file is named, with the command that brings it back', async () => {
  const { folder } = await openTestServices();
  const { service, statuses } = await openModels(starterFolder(folder).folder);
  expect((await service.list())[0]).toMatchObject({ id: starterId, isPresent: false });
  const failure = service.load(null);
  await expect(failure).rejects.toMatchObject({ code: 'model/file-missing' });
  await expect(failure).rejects.toThrow(/SmolLM2-135M-Instruct\.Q4_1\.gguf.*npm start/);
  expect(course(statuses)).toEqual([`failed ${starterId} model/file-missing`]);
});

test('a starter file of the wrong size is refused as damaged', async () => {
  const { folder } = await openTestServices();
  const own = starterFolder(folder);
  copyFileSync(starterModelFile, own.weights);
  truncateSync(own.weights, 50_000_000);
  const { service } = await openModels(own.folder);
  await expect(service.load(null)).rejects.toMatchObject({ code: 'model/file-invalid' });
});

test('without any model it says so', async () => {
  const { folder } = await openTestServices();
  const own = starterFolder(folder);
  writeFileSync(join(own.folder, 'manifest.json'), JSON.stringify({ weights: [] }));
  const { service, statuses } = await openModels(own.folder);
  await expect(service.load(null)).rejects.toMatchObject({ code: 'model/none' });
  expect(course(statuses)).toEqual(['failed none model/none']);
});

test('files that are no models, or whose header lies, are not linked', async () => {
  const { service, folder } = await openModels();
  const text = join(folder, 'notes.gguf');
  writeFileSync(text, 'Dear diary, this is certainly not a model.');
  await expect(service.link(text)).rejects.toMatchObject({ code: 'model/file-invalid' });
  const endless = await writeEndlessModel(join(folder, 'endless.gguf'));
  await expect(service.link(endless)).rejects.toMatchObject({ code: 'model/file-invalid' });
  await expect(service.link(join(folder, 'gone.gguf'))).rejects.toMatchObject({ code: 'model/file-missing' });
  await expect(service.link(folder)).rejects.toMatchObject({ code: 'model/file-missing' });
  expect(await service.list()).toHaveLength(1);
});

test('a model that fails its check leaves the loaded one as it is', async () => {
  const { service, folder } = await openModels();
  const path = ownModelFile(folder);
  const own = await service.link(path);
  await service.load(starterId);
  rmSync(path);
  await expect(service.load(own.id)).rejects.toMatchObject({ code: 'model/file-missing' });
  expect(service.status()).toMatchObject({ state: 'ready', loaded: { modelId: starterId } });
  expect((await service.prepare(null)).installed.id).toBe(starterId);
});

test('a worker that dies leaves a failed model, which the next call loads again', async () => {
  const { service, statuses } = await openModels();
  await service.load(null);
  process.kill(client.pid ?? 0, 'SIGKILL');
  await expect.poll(() => service.status().state).toBe('failed');
  expect(course(statuses).at(-1)).toBe(`failed ${starterId} worker/crashed`);
  await service.prepare(null);
  expect(service.status().state).toBe('ready');
});

test('a file that ends the worker is a failure that names the model, and another one loads', async () => {
  const { service, statuses, folder } = await openModels();
  const hostile = await service.link(await writeAbortingModel(join(folder, 'Hostile.gguf')));
  await expect(service.load(hostile.id)).rejects.toMatchObject({
    code: 'worker/crashed',
    message: expect.stringContaining('Hostile could not be loaded') as string,
  });
  expect(course(statuses)).toEqual([`loading ${hostile.id}`, `failed ${hostile.id} worker/crashed`]);
  expect((await service.load(starterId)).modelId).toBe(starterId);
});

test('the dialog decides whether a file is linked', async () => {
  const { service, folder } = await openModels();
  const cancelled = modelHandlers(service, { chooseModelFile: () => Promise.resolve(null) });
  expect(await cancelled.linkFile()).toBeNull();
  const path = ownModelFile(folder);
  const chosen = modelHandlers(service, { chooseModelFile: () => Promise.resolve(path) });
  expect(await chosen.linkFile()).toMatchObject({ name: 'My Model' });
  expect(await chosen.list()).toHaveLength(2);
});
