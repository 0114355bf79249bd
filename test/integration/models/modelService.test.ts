import { copyFileSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { defaultSampling } from '../../../preload/contract/sampling';
import type { ModelStatus } from '../../../preload/contract/models';
import { modelHandlers } from '../../../main/models/modelHandlers';
import { cancelledDialogs } from '../../helpers/cancelledDialogs';
import { startInferenceClient, starterModelFile, starterModelsFolder, user } from '../../helpers/inference';
import {
  writeAbortingModel,
  writeEndlessModel,
  writeModelOfContext,
  writeModelOfSize,
  writeModelWithTemplate,
} from '../../helpers/modelFiles';
import { openTestModels } from '../../helpers/testModels';
import { temporaryFolder } from '../../helpers/temporaryFolder';

const client = startInferenceClient();
afterAll(() => client.dispose());

const wrongAdapterFile = resolve(import.meta.dirname, '../../fixtures/adapters/wrong-base.gguf');
const longStory = {
  messages: [user('Write a long story.')],
  sampling: { ...defaultSampling, temperature: 0, maxTokens: 2000 },
  seed: 1,
  continuesLastMessage: false,
};
const starterId = 'smollm2-135m-instruct-q4_1';

async function openModels(starterFolder?: string) {
  const opened = await openTestModels(client, starterFolder === undefined ? {} : { starterFolder });
  return { ...opened, service: opened.models, library: opened.modelLibrary, folder: opened.services.folder };
}

async function readToEnd(parts: AsyncIterable<unknown>): Promise<void> {
  for await (const part of parts) expect(part).toBeDefined();
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
  const { library } = await openModels();
  expect(await library.list()).toEqual([
    {
      id: starterId,
      name: 'SmolLM2 135M Instruct',
      fileName: 'SmolLM2-135M-Instruct.Q4_1.gguf',
      origin: 'starter',
      bytes: 98_362_432,
      sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
      fileCount: 1,
      licence: 'Apache-2.0',
      parameters: '135M',
      architecture: 'llama',
      quantization: 'Q4_1',
      contextLength: 8192,
      goodFor: expect.stringContaining('Trying Loam out') as string,
      source: null,
      lastUsedAt: null,
      isPresent: true,
      quarantine: null,
    },
  ]);
});

test('loads the starter model by itself, tells its progress, and loading it again costs nothing', async () => {
  const { service, statuses } = await openModels();
  expect(service.status()).toEqual({ state: 'unloaded', kept: [] });
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
  expect(service.status()).toEqual({ state: 'ready', loaded, kept: [] });

  const count = statuses.length;
  expect(await service.load(starterId)).toEqual(loaded);
  expect(statuses).toHaveLength(count);

  await service.unload(null);
  expect(statuses.at(-1)).toEqual({ state: 'unloaded', kept: [] });
});

test('loads asked for at the same time happen one after another, and the last one stays', async () => {
  const { service, statuses, folder, link } = await openModels();
  const own = await link(ownModelFile(folder));
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

test('a linked model is listed with what its header says, and removing it unloads it but keeps its file', async () => {
  const { service, library, statuses, folder, link } = await openModels();
  const handlers = modelHandlers(service, library, cancelledDialogs);
  const path = ownModelFile(folder);
  const linked = await link(path);
  expect(linked).toMatchObject({
    name: 'My Model',
    origin: 'linked',
    bytes: 98_362_432,
    contextLength: 8192,
    parameters: '135M',
    architecture: 'llama',
    quantization: 'Q4_1',
  });
  expect((await link(path)).id).toBe(linked.id);

  await service.load(linked.id);
  expect(await handlers.remove({ id: linked.id })).toEqual({ freedBytes: 0 });
  expect(statuses.at(-1)).toEqual({ state: 'unloaded', kept: [] });
  expect((await library.list()).map(({ id }) => id)).toEqual([starterId]);
  await expect(library.remove(linked.id)).rejects.toMatchObject({ code: 'model/not-found' });
  await expect(service.load(linked.id)).rejects.toMatchObject({ code: 'model/not-found' });
  expect((await link(path)).fileName).toBe('My Model.gguf');
});

test('loading a model chooses nothing: the settings do', async () => {
  const { service, settings, folder, link } = await openModels();
  const own = await link(ownModelFile(folder));
  await service.load(own.id);
  expect((await service.prepare(null)).installed.id).toBe(starterId);
  settings.defaultModelId = own.id;
  expect((await service.prepare(null)).installed.id).toBe(own.id);
});

test('a choice of the settings that was unlinked since gives way to the first model that is there', async () => {
  const { service, library, settings, folder, link } = await openModels();
  const own = await link(ownModelFile(folder));
  settings.defaultModelId = own.id;
  await library.remove(own.id);
  expect((await service.prepare(null)).installed.id).toBe(starterId);
  await expect(service.prepare(own.id)).rejects.toMatchObject({ code: 'model/not-found' });
});

test('a linked model answers where the starter file is missing', async () => {
  const folder = temporaryFolder();
  const { service, link } = await openModels(starterFolder(folder).folder);
  const own = await link(ownModelFile(folder));
  expect((await service.prepare(null)).installed.id).toBe(own.id);
});

test('another context size in the settings loads the model anew', async () => {
  const { service, settings } = await openModels();
  expect((await service.prepare(null)).loaded.contextSize).toBe(512);
  settings.contextSize = 1024;
  expect((await service.prepare(null)).loaded.contextSize).toBe(1024);
});

test('a missing starter file is named, with the command that brings it back', async () => {
  const folder = temporaryFolder();
  const { service, library, statuses } = await openModels(starterFolder(folder).folder);
  expect((await library.list())[0]).toMatchObject({ id: starterId, isPresent: false });
  const failure = service.load(null);
  await expect(failure).rejects.toMatchObject({ code: 'model/file-missing' });
  await expect(failure).rejects.toThrow(/SmolLM2-135M-Instruct\.Q4_1\.gguf.*npm start/);
  expect(course(statuses)).toEqual([`failed ${starterId} model/file-missing`]);
});

test('a starter file of the wrong size is refused as damaged', async () => {
  const folder = temporaryFolder();
  const own = starterFolder(folder);
  copyFileSync(starterModelFile, own.weights);
  truncateSync(own.weights, 50_000_000);
  const { service } = await openModels(own.folder);
  await expect(service.load(null)).rejects.toMatchObject({ code: 'model/file-invalid' });
});

test('without any model it says so', async () => {
  const folder = temporaryFolder();
  const own = starterFolder(folder);
  writeFileSync(join(own.folder, 'manifest.json'), JSON.stringify({ weights: [] }));
  const { service, statuses } = await openModels(own.folder);
  await expect(service.load(null)).rejects.toMatchObject({ code: 'model/none' });
  expect(course(statuses)).toEqual(['failed none model/none']);
});

test('files that are no models, or whose header lies, are refused with a reason', async () => {
  const { library, add, folder } = await openModels();
  const text = join(folder, 'notes.gguf');
  writeFileSync(text, 'Dear diary, this is certainly not a model.');
  const endless = await writeEndlessModel(join(folder, 'endless.gguf'));
  const hostile = await writeAbortingModel(join(folder, 'hostile.gguf'));
  const { added, refused } = await add([text, endless, hostile, join(folder, 'gone.gguf'), folder], 'copy');
  expect(added).toEqual([]);
  expect(refused.map(({ error }) => error.code)).toEqual([
    'model/file-invalid',
    'model/file-invalid',
    'model/file-invalid',
    'model/file-missing',
    'model/file-invalid',
  ]);
  expect(refused[2]?.error.message).toMatch(/hostile cannot be used: .*100,?000/);
  expect(await library.list()).toHaveLength(1);
});

test('a model that fails its check leaves the loaded one as it is', async () => {
  const { service, folder, link } = await openModels();
  const path = ownModelFile(folder);
  const own = await link(path);
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

test('a file that ends the process twice is set aside until the user asks for it', async () => {
  const { service, library, folder, link, statuses } = await openModels();
  const own = await link(ownModelFile(folder));
  // No header that passes the check is known to end the process, so the process is ended from outside.
  const endWorkerAtLoad = async (load: () => Promise<unknown>): Promise<unknown> => {
    await service.unload(null);
    const failure = load().catch((error: unknown) => error);
    await expect.poll(() => statuses.at(-1)).toMatchObject({ state: 'loading' });
    process.kill(client.pid ?? 0, 'SIGKILL');
    return failure;
  };
  for (let time = 0; time < 2; time += 1) {
    await service.load(starterId);
    expect(await endWorkerAtLoad(() => service.prepare(own.id))).toMatchObject({
      code: 'worker/crashed',
      message: expect.stringContaining('My Model could not be loaded') as string,
    });
  }
  const shelved = (await library.list()).find(({ id }) => id === own.id);
  expect(shelved?.quarantine?.reason).toContain('2 times in a row');
  await expect(service.prepare(own.id)).rejects.toMatchObject({ code: 'model/quarantined' });

  expect((await service.load(own.id)).modelId).toBe(own.id);
  expect((await library.list()).find(({ id }) => id === own.id)?.quarantine).toBeNull();
});

test('a model that cannot fit is refused with the numbers, and the loaded one stays', async () => {
  const { service, folder, link } = await openModels();
  const large = await link(await writeModelOfSize(join(folder, 'Giant.gguf'), 2_000_000_000_000));
  await service.load(starterId);
  await expect(service.prepare(large.id)).rejects.toMatchObject({
    code: 'model/too-large',
    message: expect.stringMatching(/Giant does not fit this computer\. .*GB/) as string,
  });
  expect(service.status()).toMatchObject({ state: 'ready', loaded: { modelId: starterId } });
});

test('a model that fails after the ready one had to leave is not mistaken for ready, and the next question loads', async () => {
  const { service, settings, folder, link } = await openModels();
  settings.modelMemoryBytes = 0;
  const looping = await link(
    await writeModelWithTemplate(
      join(folder, 'Looping.gguf'),
      '{% for i in range(100000000) %}x{% endfor %}',
    ),
  );
  await service.load(starterId);
  await expect(service.prepare(looping.id)).rejects.toMatchObject({ code: 'model/template-failed' });
  expect(service.status()).toMatchObject({ state: 'failed', modelId: looping.id });
  const { handle } = await service.prepare(starterId);
  expect(await client.countTokens(handle, ['hello'])).toEqual([1]);
});

test('a load can be given up, which is no failure and leaves nothing in memory', async () => {
  const { service, services } = await openModels();
  let stopping: Promise<void> | undefined;
  services.events.on('models.statusChanged', (status) => {
    if (status.state === 'loading' && status.progress > 0) stopping ??= service.unload(starterId);
  });
  await expect(service.load(starterId)).rejects.toMatchObject({ code: 'generation/cancelled' });
  await stopping;
  expect(service.status()).toEqual({ state: 'unloaded', kept: [] });
  expect((await client.memory()).kept).toEqual([]);
  expect((await service.load(starterId)).modelId).toBe(starterId);
});

test('a handle that has left is given out no more', async () => {
  const { service } = await openModels();
  const { handle } = await service.prepare(starterId);
  await client.unload(null);
  await expect(client.countTokens(handle, ['hello'])).rejects.toMatchObject({ code: 'model/not-loaded' });
  service.noteLeft(handle);
  const again = await service.prepare(starterId);
  expect(await client.countTokens(again.handle, ['hello'])).toEqual([1]);
});

test('an adapter of another model says nothing against the model, whose memory can be freed', async () => {
  const { service, statuses } = await openModels();
  const wrong = { path: wrongAdapterFile, scale: 1 };
  await expect(service.prepare(starterId, [wrong])).rejects.toMatchObject({ code: 'adapter/wrong-base' });
  expect(service.status()).toMatchObject({ state: 'unloaded', kept: [{ modelId: starterId }] });
  await service.unload(null);
  expect(statuses.at(-1)).toEqual({ state: 'unloaded', kept: [] });
  expect((await client.memory()).kept).toEqual([]);

  await service.load(starterId);
  await expect(service.prepare(starterId, [wrong])).rejects.toMatchObject({ code: 'adapter/wrong-base' });
  expect(service.status()).toMatchObject({ state: 'ready', loaded: { modelId: starterId } });
});

test('a model in memory is judged again when its context is to grow', async () => {
  const { service, settings, folder, link } = await openModels();
  const path = join(folder, 'Large window.gguf');
  const own = await link(await writeModelOfContext(path, 2_000_000_000));
  await service.load(own.id);
  settings.contextSize = 50_000_000;
  await expect(service.prepare(own.id)).rejects.toMatchObject({ code: 'model/too-large' });
  expect(service.status()).toMatchObject({ state: 'ready', loaded: { contextSize: 512 } });
});

test('a process that dies before it is a model’s turn is not that model’s fault', async () => {
  const { service, library, folder, link } = await openModels();
  const own = await link(ownModelFile(folder));
  for (let time = 0; time < 2; time += 1) {
    const { handle } = await service.prepare(starterId);
    const controller = new AbortController();
    const answer = client.generate(handle, longStory, controller.signal);
    await answer.next();
    const waiting = service.prepare(own.id).catch((error: unknown) => error);
    await expect
      .poll(() => service.status(), { timeout: 20_000 })
      .toMatchObject({ state: 'loading', modelId: own.id });
    process.kill(client.pid ?? 0, 'SIGKILL');
    expect(await waiting).toMatchObject({ code: 'worker/crashed' });
    await expect(readToEnd(answer)).rejects.toMatchObject({ code: 'worker/crashed' });
    client.reset();
  }
  expect((await library.list()).map(({ quarantine }) => quarantine)).toEqual([null, null]);
});

test('an answer is remembered with the name that its model has now, and when it was used', async () => {
  const { service, library, services, folder, link } = await openModels();
  const own = await link(ownModelFile(folder));
  await service.load(own.id);
  await library.rename(own.id, 'Helper');
  expect((await service.prepare(own.id)).installed.name).toBe('Helper');
  services.clock.advance(3_600_000);
  await service.prepare(own.id);
  expect((await library.list())[1]?.lastUsedAt).toBe(services.clock.now());
});

test('says whether a model fits, with what this computer has', async () => {
  const { service } = await openModels();
  const machine = await service.machine();
  expect(machine.ramTotalBytes).toBeGreaterThan(1e9);
  expect(machine.ramAvailableBytes).toBeLessThanOrEqual(machine.ramTotalBytes);
  expect(machine.physicalCores).toBeGreaterThan(0);
  expect(machine.diskFreeBytes).toBeGreaterThan(0);
  const fit = await service.fit(starterId);
  expect(fit).toMatchObject({ verdict: 'fits', basis: 'measured', contextSize: 512 });
  expect(fit.ramBytes).toBeGreaterThan(98_362_432);
  expect(fit.ramBytes).toBeLessThan(1e9);
});

test('a model used a moment ago stays in memory, and freeing it leaves the one that answers', async () => {
  const { service, statuses, folder, link } = await openModels();
  const own = await link(ownModelFile(folder));
  await service.load(starterId);
  await service.load(own.id);
  expect(service.status()).toMatchObject({ state: 'ready', kept: [{ modelId: starterId }] });
  const before = statuses.length;
  expect((await service.prepare(starterId)).loaded.modelId).toBe(starterId);
  expect(statuses.slice(before).map(({ state }) => state)).toEqual(['ready']);
  await service.unload(own.id);
  expect(service.status()).toMatchObject({ state: 'ready', loaded: { modelId: starterId }, kept: [] });
});

test('without memory to spare only one model stays', async () => {
  const { service, settings, folder, link } = await openModels();
  settings.modelMemoryBytes = 0;
  const own = await link(ownModelFile(folder));
  await service.load(starterId);
  await service.load(own.id);
  expect(service.status()).toMatchObject({ state: 'ready', loaded: { modelId: own.id }, kept: [] });
});
