import { expect, onTestFinished, test } from 'vitest';
import { movableClock } from '../../test/helpers/movableClock';
import { movableTimers, settle } from '../../test/helpers/movableTimers';
import {
  scriptedProcessHost,
  type ScriptedProcessHost,
  type ScriptedWorker,
} from '../../test/helpers/scriptedProcessHost';
import { LoamError } from '../../preload/contract/errors';
import { silentLogger } from '../log/logger';
import type { MessageToWorker } from './messages';
import { SupervisedProcess } from './supervisor';
import type { SupervisorOptions } from './supervisorOptions';

// A type: only types match the index signatures of WorkerProtocol.
type EchoProtocol = {
  init: { greeting: string };
  requests: { echo: { input: string; part: number; output: string } };
  events: { tick: { count: number } };
};

function supervise(host: ScriptedProcessHost, changes: Partial<SupervisorOptions<EchoProtocol>> = {}) {
  const clock = movableClock();
  const timers = movableTimers(clock);
  const down: string[] = [];
  const supervised = new SupervisedProcess<EchoProtocol>({
    host,
    entryPath: '/worker.js',
    serviceName: 'Echo',
    subject: 'The echo',
    protocolVersion: 3,
    init: { greeting: 'hello' },
    clock,
    timers,
    logger: silentLogger,
    onDown: (error) => down.push(error.code),
    ...changes,
  });
  onTestFinished(() => supervised.dispose());
  return { supervised, timers, down };
}

/** Starts as asked, answers pings, ends on shutdown; requests are left to the test. */
function obedient(worker: ScriptedWorker, message: MessageToWorker): void {
  if (message.type === 'init') worker.say({ type: 'initialized' });
  if (message.type === 'ping') worker.say({ type: 'pong' });
  if (message.type === 'shutdown') worker.exit(0);
}

async function untilRunning(host: ScriptedProcessHost): Promise<ScriptedWorker> {
  await settle();
  host.worker.say({ type: 'ready', protocolVersion: 3 });
  await settle();
  return host.worker;
}

/** The code a call was rejected with; attached at once, so that no rejection goes unheard. */
function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'fulfilled',
    (error: unknown) => (error instanceof LoamError ? error.code : String(error)),
  );
}

test('starts the worker at the first request and hands it its init data after ready', async () => {
  const host = scriptedProcessHost(obedient);
  const { supervised } = supervise(host);
  expect(host.workers).toHaveLength(0);

  const reply = supervised.request('echo', 'one');
  const worker = await untilRunning(host);
  expect(worker.received.filter(({ type }) => type !== 'ping')).toEqual([
    { type: 'init', init: { greeting: 'hello' } },
    { type: 'request', id: 1, name: 'echo', input: 'one' },
  ]);

  worker.say({ type: 'reply', id: 1, ok: true, value: 'ONE' });
  await expect(reply).resolves.toBe('ONE');
});

test('gives each call its own parts and its own answer', async () => {
  const host = scriptedProcessHost(obedient);
  const { supervised } = supervise(host);
  const parts: [string, number][] = [];
  const first = supervised.request('echo', 'a', { onPart: (part) => parts.push(['first', part]) });
  const second = supervised.request('echo', 'b', { onPart: (part) => parts.push(['second', part]) });
  const worker = await untilRunning(host);

  worker.say({ type: 'part', id: 2, part: 20 });
  worker.say({ type: 'part', id: 1, part: 10 });
  worker.say({ type: 'reply', id: 2, ok: true, value: 'B' });
  worker.say({
    type: 'reply',
    id: 1,
    ok: false,
    error: { code: 'model/none', message: 'Nothing loaded.', retryable: true },
  });
  worker.say({ type: 'part', id: 1, part: 11 });

  await expect(second).resolves.toBe('B');
  await expect(first).rejects.toMatchObject({
    code: 'model/none',
    message: 'Nothing loaded.',
    retryable: true,
  });
  expect(parts).toEqual([
    ['second', 20],
    ['first', 10],
  ]);
});

test('passes a cancellation on and still waits for the answer', async () => {
  const host = scriptedProcessHost(obedient);
  const { supervised } = supervise(host);
  const controller = new AbortController();
  const reply = supervised.request('echo', 'long', { signal: controller.signal });
  const worker = await untilRunning(host);

  controller.abort();
  expect(worker.received.at(-1)).toEqual({ type: 'cancel', id: 1 });
  worker.say({ type: 'reply', id: 1, ok: true, value: 'so far' });
  await expect(reply).resolves.toBe('so far');
});

test('cancels a call that was given up before the worker had started', async () => {
  const host = scriptedProcessHost(obedient);
  const { supervised } = supervise(host);
  void codeOf(supervised.request('echo', 'x', { signal: AbortSignal.abort() }));
  const worker = await untilRunning(host);
  expect(worker.received.slice(-2)).toEqual([
    { type: 'request', id: 1, name: 'echo', input: 'x' },
    { type: 'cancel', id: 1 },
  ]);
});

test('announces the events of the worker', async () => {
  const host = scriptedProcessHost(obedient);
  const events: unknown[] = [];
  const { supervised } = supervise(host, {
    onEvent: ({ name, payload }) => events.push([name, payload.count]),
  });
  void codeOf(supervised.request('echo', 'x'));
  const worker = await untilRunning(host);
  worker.say({ type: 'event', name: 'tick', payload: { count: 7 } });
  expect(events).toEqual([['tick', 7]]);
});

test('refuses and kills a worker of another protocol version', async () => {
  const host = scriptedProcessHost(obedient);
  const { supervised } = supervise(host);
  const code = codeOf(supervised.request('echo', 'x'));
  await settle();
  host.worker.say({ type: 'ready', protocolVersion: 2 });
  expect(await code).toBe('worker/start-failed');
  expect(host.worker.isKilled).toBe(true);
  expect(host.worker.received).toEqual([]);
});

test('gives up a worker that is not ready in time', async () => {
  const host = scriptedProcessHost();
  const { supervised, timers } = supervise(host);
  const code = codeOf(supervised.request('echo', 'x'));
  await timers.advance(20_000);
  expect(await code).toBe('worker/start-failed');
  expect(host.worker.isKilled).toBe(true);
});

test('reports the failure that the worker met while it started', async () => {
  const host = scriptedProcessHost((worker, { type }) => {
    const error = { code: 'model/out-of-memory', message: 'Too little.', retryable: false } as const;
    if (type === 'init') worker.say({ type: 'init-failed', error });
  });
  const { supervised } = supervise(host);
  const code = codeOf(supervised.request('echo', 'x'));
  await untilRunning(host);
  expect(await code).toBe('model/out-of-memory');
});

test('rejects every pending call when the worker dies, and starts another one for the next', async () => {
  const host = scriptedProcessHost(obedient);
  const { supervised, timers, down } = supervise(host);
  const codes = [codeOf(supervised.request('echo', 'a')), codeOf(supervised.request('echo', 'b'))];
  (await untilRunning(host)).exit(134);
  expect(await Promise.all(codes)).toEqual(['worker/crashed', 'worker/crashed']);
  expect(down).toEqual(['worker/crashed']);

  const next = supervised.request('echo', 'c');
  await timers.advance(200);
  const second = await untilRunning(host);
  second.say({ type: 'reply', id: 3, ok: true, value: 'C' });
  await expect(next).resolves.toBe('C');
  expect(host.workers).toHaveLength(2);
});

test('does not listen to a worker that was given up', async () => {
  const host = scriptedProcessHost(obedient);
  const { supervised, timers, down } = supervise(host);
  void codeOf(supervised.request('echo', 'a'));
  const first = await untilRunning(host);
  first.exit(1);
  const next = codeOf(supervised.request('echo', 'b'));
  await timers.advance(200);
  await untilRunning(host);
  first.say({ type: 'reply', id: 2, ok: true, value: 'from the dead' });
  first.exit(1);
  expect(down).toHaveLength(1);
  host.worker.say({
    type: 'reply',
    id: 2,
    ok: false,
    error: { code: 'model/none', message: '', retryable: false },
  });
  expect(await next).toBe('model/none');
});

test('waits longer before each restart, and gives up after three in a minute until it is reset', async () => {
  const host = scriptedProcessHost(obedient);
  const { supervised, timers } = supervise(host);
  void codeOf(supervised.request('echo', 'first'));
  (await untilRunning(host)).exit(1);
  for (const backoffMs of [200, 400, 800]) {
    const forkedBefore = host.workers.length;
    const code = codeOf(supervised.request('echo', 'again'));
    await timers.advance(backoffMs - 1);
    expect(host.workers).toHaveLength(forkedBefore);
    await timers.advance(1);
    expect(host.workers).toHaveLength(forkedBefore + 1);
    (await untilRunning(host)).exit(1);
    expect(await code).toBe('worker/crashed');
  }
  expect(await codeOf(supervised.request('echo', 'too often'))).toBe('worker/crash-loop');
  await timers.advance(3_600_000);
  expect(await codeOf(supervised.request('echo', 'an hour later'))).toBe('worker/crash-loop');

  supervised.reset();
  const reply = supervised.request('echo', 'asked for');
  (await untilRunning(host)).say({ type: 'reply', id: 5, ok: true, value: 'yes' });
  await expect(reply).resolves.toBe('yes');
});

test('counts failures to start as failures', async () => {
  const host = scriptedProcessHost();
  const { supervised, timers } = supervise(host);
  const codes: string[] = [];
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const code = codeOf(supervised.request('echo', 'x'));
    await timers.advance(800);
    if (host.workers.length > attempt) host.worker.exit(127);
    codes.push(await code);
  }
  expect(codes).toEqual([...Array<string>(4).fill('worker/start-failed'), 'worker/crash-loop']);
});

test('reports a system that refuses to fork', async () => {
  const host = scriptedProcessHost();
  host.fork = () => {
    throw new Error('EAGAIN');
  };
  const { supervised } = supervise(host);
  expect(await codeOf(supervised.request('echo', 'x'))).toBe('worker/start-failed');
});

test('kills a worker that has been silent for ten seconds', async () => {
  const host = scriptedProcessHost((worker, message) => {
    if (message.type === 'init') worker.say({ type: 'initialized' });
  });
  const { supervised, timers, down } = supervise(host);
  const code = codeOf(supervised.request('echo', 'x'));
  const worker = await untilRunning(host);
  await timers.advance(9_999);
  expect(worker.isKilled).toBe(false);
  await timers.advance(1);
  expect(worker.isKilled).toBe(true);
  expect(await code).toBe('worker/unresponsive');
  expect(down).toEqual(['worker/unresponsive']);
});

test('gives up a worker that makes no progress in a call that should, though it answers its pings', async () => {
  const host = scriptedProcessHost(obedient);
  const { supervised, timers } = supervise(host);
  const stalling = codeOf(supervised.request('echo', 'x', { stallTimeoutMs: 60_000 }));
  const unlimited = codeOf(supervised.request('echo', 'y'));
  const worker = await untilRunning(host);
  // Before its turn has come a call makes no progress, however long that takes.
  await timers.advance(300_000);
  worker.say({ type: 'part', id: 1, part: 0 });
  await timers.advance(59_000);
  worker.say({ type: 'part', id: 1, part: 1 });
  await timers.advance(59_000);
  expect(worker.isKilled).toBe(false);
  await timers.advance(1_000);
  expect(worker.isKilled).toBe(true);
  expect(await Promise.all([stalling, unlimited])).toEqual(['worker/unresponsive', 'worker/unresponsive']);
});

test('keeps a worker that answers its pings, or says anything else', async () => {
  const host = scriptedProcessHost((worker, message) => {
    if (message.type === 'ping') worker.say({ type: 'part', id: 1, part: 1 });
    else obedient(worker, message);
  });
  const { supervised, timers } = supervise(host);
  void codeOf(supervised.request('echo', 'x'));
  const worker = await untilRunning(host);
  await timers.advance(60_000);
  expect(worker.isKilled).toBe(false);
});

test('gives a worker its turn to answer after the machine slept', async () => {
  const clock = movableClock();
  const timers = movableTimers(clock);
  const host = scriptedProcessHost(obedient);
  const { supervised } = supervise(host, { clock, timers });
  void codeOf(supervised.request('echo', 'x'));
  const worker = await untilRunning(host);
  clock.advance(8 * 3_600_000);
  await timers.advance(2_000);
  expect(worker.isKilled).toBe(false);
});

test('dispose asks the worker to end, rejects what is pending, and is no failure', async () => {
  const host = scriptedProcessHost(obedient);
  const { supervised, timers, down } = supervise(host);
  const code = codeOf(supervised.request('echo', 'x'));
  const worker = await untilRunning(host);
  await supervised.dispose();
  expect(await code).toBe('worker/disposed');
  expect(worker.received.at(-1)).toEqual({ type: 'shutdown' });
  expect(worker.isKilled).toBe(false);
  expect(down).toEqual([]);
  expect(timers.pendingCount).toBe(0);
  expect(await codeOf(supervised.request('echo', 'later'))).toBe('worker/disposed');
});

test('dispose kills a worker that does not end by itself', async () => {
  const host = scriptedProcessHost((worker, message) => {
    if (message.type !== 'shutdown') obedient(worker, message);
  });
  const { supervised, timers } = supervise(host);
  void codeOf(supervised.request('echo', 'x'));
  const worker = await untilRunning(host);
  const disposed = supervised.dispose();
  await timers.advance(1_000);
  await disposed;
  expect(worker.isKilled).toBe(true);
});

test('dispose ends a worker that is just starting, and a restart that waits for its turn', async () => {
  const host = scriptedProcessHost(obedient);
  const starting = supervise(host);
  const startingCode = codeOf(starting.supervised.request('echo', 'x'));
  await settle();
  await starting.supervised.dispose();
  expect(await startingCode).toBe('worker/disposed');
  expect(host.worker.isKilled).toBe(true);
  expect(starting.timers.pendingCount).toBe(0);

  const waiting = supervise(host);
  void codeOf(waiting.supervised.request('echo', 'x'));
  (await untilRunning(host)).exit(1);
  const waitingCode = codeOf(waiting.supervised.request('echo', 'y'));
  await settle();
  await waiting.supervised.dispose();
  expect(await waitingCode).toBe('worker/disposed');
  expect(waiting.timers.pendingCount).toBe(0);
});

test('stop ends the worker, and the next request starts another one without delay', async () => {
  const host = scriptedProcessHost(obedient);
  const { supervised } = supervise(host);
  const code = codeOf(supervised.request('echo', 'x'));
  await untilRunning(host);
  await supervised.stop();
  expect(await code).toBe('worker/disposed');
  const reply = supervised.request('echo', 'y');
  (await untilRunning(host)).say({ type: 'reply', id: 2, ok: true, value: 'Y' });
  await expect(reply).resolves.toBe('Y');
  expect(host.workers).toHaveLength(2);
});
