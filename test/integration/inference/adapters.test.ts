import { copyFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { AdapterInput, LoadInput } from '../../../main/workers/inference/protocol';
import { adapterFiles } from '../../helpers/adapterFiles';
import {
  ask,
  type Asked,
  load,
  loadInput,
  type Loaded,
  startInferenceClient,
  starterModelFile,
  user,
} from '../../helpers/inference';
import { writeGarbageModel } from '../../helpers/modelFiles';
import { temporaryFolder } from '../../helpers/temporaryFolder';

const { pirate, second, wrongBase, wrongArchitecture } = adapterFiles;
const question = [user('What is the capital of France?')];
const client = startInferenceClient();

afterAll(() => client.dispose());

function use(adapters: readonly AdapterInput[]): Promise<Loaded> {
  return load(client, { contextSize: 512, adapters });
}

function answerOf(loaded: Loaded): Promise<Asked> {
  return ask(loaded, question, { sampling: { repeatPenalty: 1, maxTokens: 24 } });
}

/** How far the weights were read: nothing when they were in memory. */
async function weightsRead(changes: Partial<LoadInput>): Promise<number[]> {
  const progress: number[] = [];
  await client.load(loadInput({ contextSize: 512, ...changes }), (step) => progress.push(step));
  return progress.filter((step) => step > 0);
}

test('an adapter changes the answer, at once and without reading the model again', async () => {
  expect((await answerOf(await use([]))).text).not.toMatch(/Ahoy/);
  expect(await weightsRead({ adapters: [{ path: pirate, scale: 1 }] })).toEqual([]);
  const { text } = await answerOf(await use([{ path: pirate, scale: 1 }]));
  expect(text).toMatch(/^Ahoy!/);
});

test('the two sets of adapters used last stay ready with their conversations, a third takes the place of the older', async () => {
  const base = await use([]);
  const withPirate = await use([{ path: pirate, scale: 1 }]);
  const first = { base: await answerOf(base), pirate: await answerOf(withPirate) };
  const again = { base: await answerOf(base), pirate: await answerOf(withPirate) };
  expect([again.base.text, again.pirate.text]).toEqual([first.base.text, first.pirate.text]);
  expect([again.base.usage.evaluatedTokens, again.pirate.usage.evaluatedTokens]).toEqual([1, 1]);

  const before = await client.memory();
  const withSecond = await use([{ path: second, scale: 1 }]);
  expect((await answerOf(withSecond)).text).toMatch(/over and out/i);
  await expect(answerOf(base)).rejects.toMatchObject({ code: 'model/not-loaded' });
  expect((await answerOf(withPirate)).text).toBe(first.pirate.text);
  const { handles, kept } = await client.memory();
  expect([...handles].sort()).toEqual([withPirate.handle, withSecond.handle].sort());
  const adapterBytes = (await stat(second)).size;
  expect(kept[0]?.ramBytes).toBe((before.kept[0]?.ramBytes ?? 0) + adapterBytes);

  const back = await use([]);
  expect(back.handle).toBe(base.handle);
  expect((await answerOf(back)).text).toBe(first.base.text);
});

test('a scale is taken as it is: half has the style, nothing is the base itself', async () => {
  const half = await use([{ path: pirate, scale: 0.5 }]);
  expect((await answerOf(half)).text).toMatch(/^Ahoy!/);
  const nothing = await use([{ path: pirate, scale: 0 }]);
  expect(nothing.handle).toBe((await use([])).handle);
  expect((await answerOf(nothing)).text).not.toMatch(/Ahoy/);
});

test('several adapters work together, in whatever order they are named', async () => {
  const both = await use([
    { path: pirate, scale: 1 },
    { path: second, scale: 1 },
  ]);
  const { text } = await answerOf(both);
  expect(text).toMatch(/^Ahoy!/);
  expect(text).not.toBe((await answerOf(await use([{ path: pirate, scale: 1 }]))).text);
  const turned = await use([
    { path: second, scale: 1 },
    { path: pirate, scale: 1 },
  ]);
  expect(turned.handle).toBe(both.handle);
});

test('an adapter that is named twice takes part with both scales', async () => {
  const twice = await use([
    { path: pirate, scale: 0.25 },
    { path: pirate, scale: 0.75 },
  ]);
  expect(twice.handle).toBe((await use([{ path: pirate, scale: 1 }])).handle);
});

test.each([
  ['for a model of another width', () => wrongBase, 'adapter/wrong-base', 'wrong-base.gguf'],
  ['for another architecture', () => wrongArchitecture, 'adapter/wrong-base', 'wrong-architecture.gguf'],
  ['that is a model', () => starterModelFile, 'adapter/file-invalid', 'SmolLM2'],
  ['that is gone', () => join(temporaryFolder(), 'gone.gguf'), 'adapter/file-missing', 'gone.gguf'],
  [
    'that is garbage',
    () => writeGarbageModel(join(temporaryFolder(), 'x.gguf')),
    'adapter/file-invalid',
    'x.gguf',
  ],
])('an adapter %s is refused by name, and the model goes on without it', async (_, find, code, name) => {
  const path = await find();
  const base = await use([]);
  const withPirate = await use([{ path: pirate, scale: 1 }]);
  const loading = use([
    { path: pirate, scale: 1 },
    { path, scale: 1 },
  ]);
  await expect(loading).rejects.toMatchObject({ code, message: expect.stringContaining(name) as string });
  expect((await answerOf(base)).text).not.toMatch(/Ahoy/);
  expect((await answerOf(withPirate)).text).toMatch(/^Ahoy!/);
});

test('where there is room for one context only, it stays when an adapter does not fit', async () => {
  const narrow = { contextSize: 512, memoryBudgetBytes: 0 };
  const alone = await load(client, narrow);
  const loading = load(client, { ...narrow, adapters: [{ path: wrongBase, scale: 1 }] });
  await expect(loading).rejects.toMatchObject({ code: 'adapter/wrong-base' });
  expect((await answerOf(alone)).text).toContain('Paris');
  const withPirate = await load(client, { ...narrow, adapters: [{ path: pirate, scale: 1 }] });
  expect((await answerOf(withPirate)).text).toMatch(/^Ahoy!/);
  await expect(answerOf(alone)).rejects.toMatchObject({ code: 'model/not-loaded' });
  expect((await client.memory()).handles).toEqual([withPirate.handle]);
});

test('a model that was loaded with a wrong adapter is there without it', async () => {
  const other = startInferenceClient();
  onTestFinished(() => other.dispose());
  await expect(
    load(other, { contextSize: 512, adapters: [{ path: wrongBase, scale: 1 }] }),
  ).rejects.toMatchObject({
    code: 'adapter/wrong-base',
  });
  const progress: number[] = [];
  const input = loadInput({ contextSize: 512 });
  const { handle, kept } = await other.load(input, (step) => progress.push(step));
  expect(progress.filter((step) => step > 0)).toEqual([]);
  expect(kept).toHaveLength(1);
  expect((await answerOf({ client: other, handle })).text).toContain('Paris');
});

test('a file that was replaced by another adapter is read again', async () => {
  const path = join(temporaryFolder(), 'mine.gguf');
  await copyFile(pirate, path);
  expect((await answerOf(await use([{ path, scale: 1 }]))).text).toMatch(/^Ahoy!/);
  await writeFile(path, '');
  await copyFile(second, path);
  const { text } = await answerOf(await use([{ path, scale: 1 }]));
  expect(text).not.toMatch(/Ahoy/);
  expect(text).toMatch(/over and out/i);
});

test('a worker that died comes back with its adapter', async () => {
  const withPirate = await use([{ path: pirate, scale: 1 }]);
  process.kill(client.pid ?? 0, 'SIGKILL');
  await expect.poll(() => client.pid).toBeUndefined();
  await expect(answerOf(withPirate)).rejects.toMatchObject({ code: 'model/not-loaded' });
  expect((await answerOf(await use([{ path: pirate, scale: 1 }]))).text).toMatch(/^Ahoy!/);
});
