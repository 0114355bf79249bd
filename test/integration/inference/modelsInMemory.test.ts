import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, expect, onTestFinished, test } from 'vitest';
import type { LoadedInference, LoadInput } from '../../../main/workers/inference/protocol';
import {
  ask,
  load,
  loadInput,
  type Loaded,
  sentences,
  startInferenceClient,
  starterModelFile,
  user,
} from '../../helpers/inference';
import { writeModelOfContext } from '../../helpers/modelFiles';
import { temporaryFolder } from '../../helpers/temporaryFolder';

const client = startInferenceClient();
afterEach(() => client.unload(null));
afterAll(() => client.dispose());

const question = [user('What is the capital of France?')];
/** Weights of 97 MB and a context of 115 MB each. */
const roomForTwo = 500e6;

/** The starter model under other names: other models, as far as anybody can tell. */
async function models(...names: string[]): Promise<string[]> {
  const folder = temporaryFolder();
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, `${name}.gguf`);
      await symlink(starterModelFile, path);
      return path;
    }),
  );
}

interface Watched extends Loaded, LoadedInference {
  /** Whether the weights were read from the file. */
  wasRead: boolean;
}

async function watchLoad(changes: Partial<LoadInput>): Promise<Watched> {
  let wasRead = false;
  const loaded = await client.load(loadInput({ contextSize: 512, ...changes }), (progress) => {
    wasRead ||= progress > 0;
  });
  return { client, wasRead, ...loaded };
}

function keptPaths({ kept }: Pick<LoadedInference, 'kept'>): string[] {
  return kept.map(({ modelPath }) => modelPath).sort();
}

test('the same again is there at once, under the same name', async () => {
  const first = await watchLoad({});
  const again = await watchLoad({});
  expect([first.wasRead, again.wasRead]).toEqual([true, false]);
  expect(again.handle).toBe(first.handle);
});

test('going back to a model that is still in memory reads nothing and goes on with its conversation', async () => {
  const [first = '', second = ''] = await models('first', 'second');
  const before = await watchLoad({ modelPath: first });
  await ask(before, [user(sentences(10))]);
  const other = await watchLoad({ modelPath: second });
  expect(keptPaths(other)).toEqual([first, second]);
  expect((await ask(other, question)).text).toContain('Paris');
  const back = await watchLoad({ modelPath: first });
  expect([back.wasRead, back.handle]).toEqual([false, before.handle]);
  expect((await ask(back, [user(sentences(10))])).usage.evaluatedTokens).toBe(1);
});

test('a kept model answers without being called back', async () => {
  const [first = '', second = ''] = await models('first', 'second');
  const before = await watchLoad({ modelPath: first });
  await watchLoad({ modelPath: second });
  expect((await ask(before, question)).text).toContain('Paris');
  expect(await client.countTokens(before.handle, ['hello'])).toEqual([1]);
});

test('what was used longest ago leaves when the budget is full, and is refused by name', async () => {
  const [first = '', second = '', third = ''] = await models('first', 'second', 'third');
  const oldest = await watchLoad({ modelPath: first, memoryBudgetBytes: roomForTwo });
  const middle = await watchLoad({ modelPath: second, memoryBudgetBytes: roomForTwo });
  await ask(oldest, question, { sampling: { maxTokens: 1 } });
  const newest = await watchLoad({ modelPath: third, memoryBudgetBytes: roomForTwo });
  expect(keptPaths(newest)).toEqual([first, third]);
  const gone = { code: 'model/not-loaded', retryable: true };
  await expect(ask(middle, question)).rejects.toMatchObject(gone);
  await expect(client.countTokens(middle.handle, ['x'])).rejects.toMatchObject(gone);
  await expect(client.warm(middle.handle, question, new AbortController().signal)).rejects.toMatchObject(
    gone,
  );
  expect((await ask(oldest, question)).text).toContain('Paris');
  expect((await watchLoad({ modelPath: second, memoryBudgetBytes: roomForTwo })).wasRead).toBe(true);
});

test('a model gets in however small the budget is, and is then alone', async () => {
  const [first = '', second = ''] = await models('first', 'second');
  await watchLoad({ modelPath: first, memoryBudgetBytes: 0 });
  const alone = await watchLoad({ modelPath: second, memoryBudgetBytes: 0 });
  expect(keptPaths(alone)).toEqual([second]);
  expect((await ask(alone, question)).text).toContain('Paris');
});

test('an answer under way keeps its model, whatever is loaded meanwhile', async () => {
  const [first = '', second = ''] = await models('first', 'second');
  const loaded = await watchLoad({ modelPath: first });
  let loading: Promise<Watched> | undefined;
  const { text, stopReason } = await ask(loaded, [user('Tell me a story about a farmer.')], {
    sampling: { maxTokens: 30 },
    onText: () => {
      loading ??= watchLoad({ modelPath: second, memoryBudgetBytes: 0 });
    },
  });
  expect([text.length > 0, stopReason]).toEqual([true, 'limit']);
  expect(keptPaths((await loading) ?? { kept: [] })).toEqual([second]);
});

test('another context size, thread count or way of attention takes another context only', async () => {
  const small = await watchLoad({});
  const large = await watchLoad({ contextSize: 1024 });
  const single = await watchLoad({ threads: 1 });
  const plain = await watchLoad({ flashAttention: false });
  const flash = await watchLoad({ flashAttention: true });
  const all = [small, large, single, plain, flash];
  expect(all.map(({ wasRead }) => wasRead)).toEqual([true, false, false, false, false]);
  expect(new Set(all.map(({ handle }) => handle)).size).toBe(all.length);
  expect(large).toMatchObject({ contextSize: 1024, trainContextSize: 8192 });
  expect(single.threads).toBe(1);
  expect([plain.flashAttention, flash.flashAttention]).toEqual([false, true]);
  for (const loaded of all) expect((await ask(loaded, question)).text).toContain('Paris');
});

test('where there is no room for two contexts the older one leaves first', async () => {
  const small = await watchLoad({ memoryBudgetBytes: 0 });
  const large = await watchLoad({ contextSize: 1024, memoryBudgetBytes: 0 });
  expect(large.wasRead).toBe(false);
  expect(large.kept[0]?.ramBytes).toBe(large.ramBytes);
  await expect(ask(small, question)).rejects.toMatchObject({ code: 'model/not-loaded' });
});

test('a model without memory mapping is another load', async () => {
  const mapped = await watchLoad({});
  const read = await watchLoad({ memoryMapping: false });
  expect([mapped.memoryMapping, read.memoryMapping]).toEqual([true, false]);
  expect(read.wasRead).toBe(true);
  expect((await ask(read, question)).text).toBe((await ask(mapped, question)).text);
});

test('layers make no difference where there is no graphics device', async () => {
  const without = await watchLoad({});
  const wanted = await watchLoad({ gpuLayers: 8 });
  expect(wanted.handle).toBe(without.handle);
  expect(wanted).toMatchObject({ device: 'cpu', gpuLayers: 0, totalLayers: 31, vramBytes: 0 });
});

test('unloading frees one model or all', async () => {
  const [first = '', second = ''] = await models('first', 'second');
  const leaving = await watchLoad({ modelPath: first });
  const staying = await watchLoad({ modelPath: second });
  expect(await client.unload(first)).toEqual([
    { modelPath: second, ramBytes: staying.ramBytes, vramBytes: 0 },
  ]);
  await expect(ask(leaving, question)).rejects.toMatchObject({ code: 'model/not-loaded' });
  expect((await ask(staying, question)).text).toContain('Paris');
  expect(await client.unload(null)).toEqual([]);
  await expect(ask(staying, question)).rejects.toMatchObject({ code: 'model/not-loaded' });
});

test('a context that finds no memory leaves the model as it was', async () => {
  const modelPath = await writeModelOfContext(join(temporaryFolder(), 'huge.gguf'), 100_000_000);
  const loaded = await watchLoad({ modelPath, memoryBudgetBytes: 0 });
  const larger = watchLoad({ modelPath, contextSize: 100_000_000, memoryBudgetBytes: 0 });
  await expect(larger).rejects.toMatchObject({ code: 'model/out-of-memory', retryable: true });
  expect((await ask(loaded, question)).text).toContain('Paris');
});

test('a file that is no model leaves the others as they are', async () => {
  const loaded = await load(client, { contextSize: 512 });
  const missing = watchLoad({ modelPath: join(temporaryFolder(), 'none.gguf'), memoryBudgetBytes: 0 });
  await expect(missing).rejects.toMatchObject({ code: 'model/file-missing' });
  expect((await ask(loaded, question)).text).toContain('Paris');
});

test('a worker that died has no models left', async () => {
  const dying = startInferenceClient();
  onTestFinished(() => dying.dispose());
  const loaded = await load(dying, { contextSize: 512 });
  process.kill(dying.pid ?? 0, 'SIGKILL');
  await expect.poll(() => dying.pid).toBeUndefined();
  await expect(ask(loaded, question)).rejects.toMatchObject({ code: 'model/not-loaded' });
  expect(await dying.unload(null)).toEqual([]);
});
