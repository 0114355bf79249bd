import { expect, onTestFinished, test } from 'vitest';
import { movableClock } from '../../../test/helpers/movableClock';
import { type MovableTimers, movableTimers, settle } from '../../../test/helpers/movableTimers';
import {
  scriptedProcessHost,
  type ScriptedProcessHost,
  type ScriptedWorker,
} from '../../../test/helpers/scriptedProcessHost';
import { defaultSampling } from '../../../preload/contract/sampling';
import { silentLogger } from '../../log/logger';
import type { MessageToWorker } from '../messages';
import type { ProcessHost } from '../processHost';
import { InferenceClient } from './client';
import { type EstimateInput, inferenceProtocolVersion, type LoadInput } from './protocol';

/** As the driver counts them; llama.cpp leaves the one made of software out unless it alone is shown. */
const driverList = ['Software', 'Arc', 'RTX'];

function visibleDevices({ environment }: ScriptedWorker): string[] {
  const { GGML_VK_VISIBLE_DEVICES: index } = environment;
  if (index === undefined) return driverList.slice(1);
  return driverList.slice(Number(index), Number(index) + 1);
}

/** Does at once what it is asked, except for answers, which the test ends, and for a file that is too much for it. */
function inferenceWorker(worker: ScriptedWorker, message: MessageToWorker): void {
  if (message.type === 'init') worker.say({ type: 'initialized' });
  if (message.type === 'ping') worker.say({ type: 'pong' });
  if (message.type === 'shutdown') worker.exit(0);
  if (message.type !== 'request' || message.name === 'generate') return;
  if (Reflect.get(Object(message.input), 'modelPath') === '/hostile.gguf') {
    worker.exit(134);
    return;
  }
  const values: Record<string, unknown> = {
    devices: { devices: visibleDevices(worker) },
    load: { handle: 'handle' },
    unload: { kept: [] },
    estimate: { ramBytes: 1 },
  };
  worker.say({ type: 'reply', id: message.id, ok: true, value: values[message.name] });
}

function requestsTo(worker: ScriptedWorker | undefined): string[] {
  return worker?.received.flatMap((message) => (message.type === 'request' ? [message.name] : [])) ?? [];
}

interface Setting {
  client: InferenceClient;
  host: ScriptedProcessHost;
  timers: MovableTimers;
  /** Codes that listeners were told. */
  down: string[];
}

function setUp(): Setting {
  const clock = movableClock();
  const timers = movableTimers(clock);
  const host = scriptedProcessHost(inferenceWorker);
  const starting: ProcessHost = {
    fork(entryPath, options) {
      const handle = host.fork(entryPath, options);
      const { worker } = host;
      queueMicrotask(() => {
        worker.say({ type: 'ready', protocolVersion: inferenceProtocolVersion });
      });
      return handle;
    },
  };
  const client = new InferenceClient({
    host: starting,
    entryPath: '/worker.js',
    clock,
    timers,
    logger: silentLogger,
  });
  const down: string[] = [];
  client.onDown(({ code }) => down.push(code));
  onTestFinished(() => client.dispose());
  return { client, host, timers, down };
}

function input(changes: Partial<LoadInput> = {}): LoadInput & EstimateInput {
  return {
    modelPath: '/model.gguf',
    modelName: 'The Model',
    adapters: [],
    gpu: 'auto',
    gpuLayers: 'auto',
    contextSize: 512,
    threads: null,
    flashAttention: 'auto',
    memoryMapping: true,
    memoryBudgetBytes: 0,
    ...changes,
  };
}

function load({ client }: Setting, changes: Partial<LoadInput> = {}): Promise<unknown> {
  return client.load(input(changes), () => undefined);
}

/** An answer that lasts until the returned function is called. */
async function startAnswer({ client, host }: Setting): Promise<{ answer: Promise<void>; end: () => void }> {
  const request = { messages: [], sampling: defaultSampling, seed: 1, continuesLastMessage: false };
  const parts = client.generate('handle', request, new AbortController().signal);
  const answer = (async () => {
    for await (const part of parts) if (part.type === 'end') return;
  })();
  await settle();
  const { worker } = host;
  const asked = worker.received.findLast((message) => message.type === 'request');
  const end = (): void => {
    worker.say({ type: 'reply', id: asked?.id ?? 0, ok: true, value: { type: 'end' } });
  };
  return { answer, end };
}

test('a named device is looked up, and shown to the process alone', async () => {
  const setting = setUp();
  await load(setting, { gpu: { device: 'Arc' } });
  expect(setting.host.worker.environment).toEqual({
    GGML_VK_VISIBLE_DEVICES: '1',
    CUDA_VISIBLE_DEVICES: '1',
  });
  expect(requestsTo(setting.host.worker)).toEqual(['devices', 'load']);
  const count = setting.host.workers.length;
  await load(setting, { gpu: { device: 'Arc' } });
  expect(setting.host.workers).toHaveLength(count);
});

test("a device is found where the driver's list has others before it", async () => {
  const setting = setUp();
  await load(setting, { gpu: { device: 'RTX' } });
  expect(visibleDevices(setting.host.worker)).toEqual(['RTX']);
  expect(requestsTo(setting.host.worker)).toEqual(['devices', 'load']);
});

test('a device that is not there is refused with the names of those that are, and nothing is ended', async () => {
  const setting = setUp();
  await load(setting);
  await expect(load(setting, { gpu: { device: 'Voodoo' } })).rejects.toMatchObject({
    code: 'model/load-failed',
    message: expect.stringContaining('there is Arc, RTX') as string,
  });
  expect(setting.host.workers).toHaveLength(1);
  expect(setting.down).toEqual([]);
});

test('another choice of devices waits for the answer under way, then ends the process and says so', async () => {
  const setting = setUp();
  await load(setting);
  const { answer, end } = await startAnswer(setting);
  const loading = load(setting, { gpu: 'off' });
  await settle();
  expect(setting.host.workers).toHaveLength(1);
  end();
  await answer;
  await loading;
  expect(setting.host.workers).toHaveLength(2);
  expect(setting.host.worker.received[0]).toEqual({ type: 'init', init: { gpu: 'off' } });
  expect(setting.down).toEqual(['worker/disposed']);
});

test('a first load starts one process, and an estimate before it does not start another', async () => {
  const setting = setUp();
  await setting.client.estimate(input());
  await setting.client.devices('auto');
  await load(setting);
  expect(setting.host.workers).toHaveLength(1);
  expect(setting.down).toEqual([]);
});

test('while models are in memory estimates run in a process of their own, which ends when it is idle', async () => {
  const setting = setUp();
  await load(setting);
  await setting.client.estimate(input());
  await setting.client.estimate(input({ gpu: 'off' }));
  const [main, ...probers] = setting.host.workers;
  expect(requestsTo(main)).toEqual(['load']);
  expect(probers.map(requestsTo)).toEqual([['estimate'], ['estimate']]);
  await setting.timers.advance(30_000);
  expect(probers.map(({ received }) => received.at(-1)?.type)).toEqual(['shutdown', 'shutdown']);
  expect(main?.received.at(-1)?.type).toBe('ping');
});

test('an estimate that ends its process does no harm to the one with the models', async () => {
  const setting = setUp();
  await load(setting);
  const estimating = setting.client.estimate(input({ modelPath: '/hostile.gguf' }));
  await expect(estimating).rejects.toMatchObject({ code: 'worker/crashed' });
  expect(setting.down).toEqual([]);
  expect(setting.client.pid).toBe(setting.host.workers[0]?.pid);
});

test('after everything was unloaded, estimates run in the main process again', async () => {
  const setting = setUp();
  await load(setting);
  expect(await setting.client.unload(null)).toEqual([]);
  await setting.client.estimate(input());
  expect(requestsTo(setting.host.workers[0])).toEqual(['load', 'unload', 'estimate']);
});
