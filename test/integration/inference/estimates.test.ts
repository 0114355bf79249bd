import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { afterAll, expect, test } from 'vitest';
import type { EstimateInput } from '../../../main/workers/inference/protocol';
import { ask, load, loadInput, startInferenceClient, user } from '../../helpers/inference';
import { writeAbortingModel, writeGarbageModel } from '../../helpers/modelFiles';
import { temporaryFolder } from '../../helpers/temporaryFolder';

function estimateInput(changes: Partial<EstimateInput> = {}): EstimateInput {
  const { threads: _threads, adapters: _adapters, memoryBudgetBytes: _budget, ...input } = loadInput();
  return { ...input, ...changes };
}

const client = startInferenceClient();
afterAll(() => client.dispose());

test.each([512, 8192])(
  'an estimate for a context of %i tokens is what the loaded model then takes',
  async (contextSize) => {
    const estimate = await client.estimate(estimateInput({ contextSize }));
    const loaded = await load(client, { contextSize });
    expect(estimate).toEqual({
      ramBytes: loaded.ramBytes,
      vramBytes: 0,
      gpuLayers: 0,
      totalLayers: 31,
      contextSize,
    });
    await client.unload(null);
  },
);

test("an estimate never goes beyond the model's own context", async () => {
  expect((await client.estimate(estimateInput({ contextSize: 100_000 }))).contextSize).toBe(8192);
});

test('the machine is described', async () => {
  const { physicalCores, ...graphics } = await client.devices('off');
  expect(physicalCores).toBeGreaterThan(0);
  expect(graphics).toEqual({ devices: [], vramTotalBytes: 0, vramFreeBytes: 0 });
});

test.each([
  ['a file that is not there', (path: string) => Promise.resolve(path), 'model/file-missing'],
  ['a text file', (path: string) => writeFile(path, 'Not a model.').then(() => path), 'model/load-failed'],
  ['garbage', writeGarbageModel, 'model/load-failed'],
])('%s is refused in words', async (_, write, code) => {
  const modelPath = await write(join(temporaryFolder(), 'broken.gguf'));
  await expect(
    client.estimate(estimateInput({ modelPath, modelName: 'The Test Model' })),
  ).rejects.toMatchObject({
    code,
    message: expect.stringContaining('The Test Model') as string,
  });
});

test('a file that ends the process over its estimate does no harm to the model in memory', async () => {
  const loaded = await load(client, { contextSize: 512 });
  const { pid } = client;
  const modelPath = await writeAbortingModel(join(temporaryFolder(), 'hostile.gguf'));
  await expect(client.estimate(estimateInput({ modelPath }))).rejects.toMatchObject({
    code: 'worker/crashed',
  });
  expect(client.pid).toBe(pid);
  expect((await ask(loaded, [user('What is the capital of France?')])).text).toContain('Paris');
  expect((await client.estimate(estimateInput())).totalLayers).toBe(31);
});
