import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { MachineDevices } from '../../../main/workers/inference/protocol';
import { ask, load, loadInput, type Loaded, startInferenceClient, user } from '../../helpers/inference';

/**
 * Real layers on a real Vulkan device. Where there is no graphics card it is Mesa's llvmpipe, made of software, which
 * llama.cpp uses only because this variable names it.
 */
vi.stubEnv('GGML_VK_VISIBLE_DEVICES', '0');

/**
 * Floating point differs between devices, so that a coin toss between two words may end differently. In these answers the
 * model is sure of itself: on the processor each token is at least 1.6 times as likely as the second best (measured with the
 * starter model; of twenty questions tried these are the surest).
 */
const questions = [
  'What is the capital of France?',
  'What is the capital of Japan?',
  'What is the capital of England?',
  'What is the capital of Italy?',
];

const client = startInferenceClient();
let machine: MachineDevices;

beforeAll(async () => {
  machine = await client.devices('auto');
});
beforeEach(({ skip }) => {
  skip(machine.devices.length === 0, 'there is no Vulkan device');
});
afterAll(() => client.dispose());

function device(): string {
  return machine.devices[0] ?? '';
}

async function answersOf(loaded: Loaded): Promise<string[]> {
  const answers = [];
  for (const question of questions) {
    const { text } = await ask(loaded, [user(question)], { sampling: { repeatPenalty: 1, maxTokens: 12 } });
    answers.push(text);
  }
  return answers;
}

test('as many layers as asked for run on the graphics device, and the answers are those of the processor', async () => {
  const offloaded = await load(client, { contextSize: 512, gpu: 'auto', gpuLayers: 8 });
  expect(offloaded).toMatchObject({ device: device(), gpuLayers: 8, totalLayers: 31 });
  expect(offloaded.vramBytes).toBeGreaterThan(40e6);
  const answers = await answersOf(offloaded);

  const plain = startInferenceClient();
  onTestFinished(() => plain.dispose());
  const onProcessor = await load(plain, { contextSize: 512, gpu: 'off', gpuLayers: 8 });
  expect(onProcessor).toMatchObject({ device: 'cpu', gpuLayers: 0, vramBytes: 0 });
  expect(answers).toEqual(await answersOf(onProcessor));
  expect(answers[0]).toContain('Paris');
});

test('the estimate tells both memories apart as the loaded model then does', async () => {
  const {
    threads: _threads,
    adapters: _adapters,
    memoryBudgetBytes: _budget,
    ...input
  } = loadInput({
    contextSize: 512,
    gpu: 'auto',
    gpuLayers: 8,
  });
  const loaded = await load(client, input);
  const { ramBytes, ...estimate } = await client.estimate(input);
  const { vramBytes, gpuLayers, totalLayers } = loaded;
  expect(estimate).toEqual({ vramBytes, gpuLayers, totalLayers, contextSize: 512 });
  // What is mapped of the layers on the device counts as taken afterwards, though it need not stay in memory.
  expect(ramBytes).toBeLessThanOrEqual(loaded.ramBytes);
  expect(ramBytes).toBeGreaterThan(loaded.ramBytes / 2);
});

test('another number of layers takes loading the model again, the same one does not', async () => {
  const steps: number[] = [];
  const loadLayers = async (gpuLayers: number): Promise<string> => {
    const input = loadInput({ contextSize: 512, gpu: 'auto', gpuLayers });
    return (await client.load(input, (progress) => steps.push(progress))).handle;
  };
  const first = await loadLayers(4);
  steps.length = 0;
  expect(await loadLayers(4)).toBe(first);
  expect(steps).toEqual([0]);
  expect(await loadLayers(5)).not.toBe(first);
  expect(steps.length).toBeGreaterThan(2);
});

test('a device that is named is the one that is used', async () => {
  const loaded = await load(client, { contextSize: 512, gpu: { device: device() }, gpuLayers: 2 });
  expect(loaded).toMatchObject({ device: device(), gpuLayers: 2 });
  expect((await client.devices('auto')).devices).toEqual(machine.devices);
});

test('a device that is not there is refused with those that are, and the model stays', async () => {
  const loaded = await load(client, { contextSize: 512, gpu: 'auto', gpuLayers: 2 });
  const { pid } = client;
  await expect(load(client, { contextSize: 512, gpu: { device: 'Voodoo 2' } })).rejects.toMatchObject({
    code: 'model/load-failed',
    message: expect.stringMatching(/Voodoo 2.*there is .*Choose another one/) as string,
  });
  expect(client.pid).toBe(pid);
  expect(await client.countTokens(loaded.handle, ['hello'])).toEqual([1]);
});

test('turning graphics off ends the process that had models on the device, and says so', async () => {
  const loaded = await load(client, { contextSize: 512, gpu: 'auto', gpuLayers: 2 });
  const down: string[] = [];
  onTestFinished(client.onDown(({ code }) => down.push(code)));
  const off = await load(client, { contextSize: 512, gpu: 'off' });
  expect(down).toEqual(['worker/disposed']);
  expect(off).toMatchObject({ device: 'cpu', gpuLayers: 0 });
  expect(off.kept).toHaveLength(1);
  await expect(client.countTokens(loaded.handle, ['hello'])).rejects.toMatchObject({
    code: 'model/not-loaded',
  });
});

test('a device made of software is not used unless it is named', async () => {
  vi.stubEnv('GGML_VK_VISIBLE_DEVICES', undefined);
  onTestFinished(() => void vi.stubEnv('GGML_VK_VISIBLE_DEVICES', '0'));
  const plain = startInferenceClient();
  onTestFinished(() => plain.dispose());
  const { devices } = await plain.devices('auto');
  expect(devices.filter((name) => name.includes('llvmpipe'))).toEqual([]);
  const loaded = await load(plain, { contextSize: 512, gpu: 'auto' });
  if (devices.length === 0) expect(loaded).toMatchObject({ device: 'cpu', gpuLayers: 0, vramBytes: 0 });
});
