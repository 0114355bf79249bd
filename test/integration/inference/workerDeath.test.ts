import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { LoamError } from '../../../preload/contract/errors';
import type { InferenceClientOptions } from '../../../main/workers/inference/client';
import {
  ask,
  inferenceWorkerFile,
  load,
  type Loaded,
  startInferenceClient,
  user,
} from '../../helpers/inference';

async function startLoaded(changes: Partial<InferenceClientOptions> = {}): Promise<Loaded> {
  const client = startInferenceClient(changes);
  onTestFinished(() => client.dispose());
  return load(client, { contextSize: 1024 });
}

/** Sends the signal once an answer has begun, and returns what was said and how it ended. */
async function interruptAnswer(loaded: Loaded, signal: NodeJS.Signals) {
  let text = '';
  const { client } = loaded;
  const asking = ask(loaded, [user('Write a very long story about the sea.')], {
    sampling: { maxTokens: 900 },
    onText: (soFar) => {
      const isFirst = text === '';
      text = soFar;
      if (isFirst && client.pid !== undefined) process.kill(client.pid, signal);
    },
  });
  const error: unknown = await asking.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { text, error };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test.each(['SIGKILL', 'SIGSEGV', 'SIGABRT'] as const)(
  'a worker ended by %s in the middle of an answer is an error with a code, and the next one answers',
  async (signal) => {
    const loaded = await startLoaded();
    const { client } = loaded;
    const down: string[] = [];
    client.onDown(({ code }) => down.push(code));

    const { text, error } = await interruptAnswer(loaded, signal);
    expect(error).toMatchObject({ code: 'worker/crashed', retryable: true });
    expect(text).not.toBe('');
    expect(down).toEqual(['worker/crashed']);

    await expect(ask(loaded, [user('Hello?')])).rejects.toMatchObject({
      code: 'model/not-loaded',
      retryable: true,
    });
    const again = await load(client, { contextSize: 1024 });
    expect(again.handle).toBe(loaded.handle);
    expect((await ask(again, [user('What is the capital of France?')])).text).toContain('Paris');
  },
);

test('a worker that hangs is found by its silence, ended, and replaced', async () => {
  const loaded = await startLoaded({ limits: { heartbeatIntervalMs: 500, heartbeatTimeoutMs: 3_000 } });
  const { client } = loaded;
  const hungPid = client.pid ?? 0;
  const { error } = await interruptAnswer(loaded, 'SIGSTOP');
  expect(error).toMatchObject({ code: 'worker/unresponsive', retryable: true });
  await expect.poll(() => isAlive(hungPid), { timeout: 10_000 }).toBe(false);

  expect(
    (await ask(await load(client, { contextSize: 1024 }), [user('What is the capital of France?')])).text,
  ).toContain('Paris');
});

test('a worker that is loading or reading a long prompt still answers its heartbeat', async () => {
  // Generous against a busy test machine, yet far shorter than the work below would block.
  const loaded = await startLoaded({ limits: { heartbeatIntervalMs: 200, heartbeatTimeoutMs: 2_000 } });
  const { client } = loaded;
  const pid = client.pid;
  for (let round = 0; round < 3; round += 1) await load(client, { contextSize: 4096 + round });
  const words = Array.from({ length: 300 }, (_, index) => `word${index % 97}`).join(' ');
  await ask(await load(client, { contextSize: 4096 }), [user(words)], { sampling: { maxTokens: 1 } });
  expect(client.pid).toBe(pid);
});

test('a worker that cannot start is reported, and given up after a few times', async () => {
  const client = startInferenceClient({ entryPath: resolve('no-such-worker.js') });
  onTestFinished(() => client.dispose());
  const codes: string[] = [];
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await client.devices('auto').catch((error: unknown) => {
      codes.push(error instanceof LoamError ? error.code : String(error));
    });
  }
  expect(codes).toEqual([...Array<string>(4).fill('worker/start-failed'), 'worker/crash-loop']);
});

test('disposing in the middle of an answer ends the worker', async () => {
  const loaded = await startLoaded();
  const { client } = loaded;
  const pid = client.pid ?? 0;
  const asking = ask(loaded, [user('Write a very long story.')], {
    sampling: { maxTokens: 900 },
    onText: () => void client.dispose(),
  });
  await expect(asking).rejects.toMatchObject({ code: 'worker/disposed' });
  await client.dispose();
  expect(isAlive(pid)).toBe(false);
});

test('a worker ends when its parent is killed', async () => {
  const parentFile = resolve(import.meta.dirname, '../../fixtures/orphanedWorkerParent.mjs');
  const parent = spawn(process.execPath, [parentFile, inferenceWorkerFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
  const { pid } = JSON.parse(line) as { pid: number };
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
});

test('a load that waits behind a long answer is not taken for a stalled one', async () => {
  const loaded = await startLoaded({ loadStallTimeoutMs: 3_000 });
  const { client } = loaded;
  let loading: Promise<unknown> | undefined;
  const { stopReason } = await ask(
    loaded,
    [user('Tell me a very long story about a farmer and the river.')],
    {
      sampling: { maxTokens: 600 },
      onText: () => {
        loading ??= load(client, { contextSize: 512 });
      },
    },
  );
  expect(stopReason).not.toBe('cancelled');
  await expect(loading).resolves.toMatchObject({ contextSize: 512 });
});
