import { expect, test } from 'vitest';
import { settle } from '../../test/helpers/movableTimers';
import { SerialQueue } from './serialQueue';

test('runs jobs one after another in their order, past those that fail', async () => {
  const queue = new SerialQueue();
  const log: string[] = [];
  const job = (name: string, failure?: Error) => async () => {
    log.push(`${name} begins`);
    await settle();
    log.push(`${name} ends`);
    if (failure) throw failure;
    return name;
  };
  const failure = new Error('broken');
  const results = await Promise.allSettled([
    queue.run(job('first')),
    queue.run(job('second', failure)),
    queue.run(job('third')),
  ]);
  expect(log).toEqual([
    'first begins',
    'first ends',
    'second begins',
    'second ends',
    'third begins',
    'third ends',
  ]);
  expect(results).toEqual([
    { status: 'fulfilled', value: 'first' },
    { status: 'rejected', reason: failure },
    { status: 'fulfilled', value: 'third' },
  ]);
});

test('a job that throws before it awaits anything does not stop the queue', async () => {
  const queue = new SerialQueue();
  const failed = queue.run<string>(() => {
    throw new Error('at once');
  });
  await expect(failed).rejects.toThrow('at once');
  await expect(queue.run(() => Promise.resolve('next'))).resolves.toBe('next');
});

test('a job given up before its turn leaves at once and never runs', async () => {
  const queue = new SerialQueue();
  const blocker = Promise.withResolvers<string>();
  const first = queue.run(() => blocker.promise);
  const controller = new AbortController();
  let hasRun = false;
  const second = queue.run(
    () => {
      hasRun = true;
      return Promise.resolve('ran');
    },
    { signal: controller.signal, result: () => 'given up' },
  );
  controller.abort();
  await expect(second).resolves.toBe('given up');
  blocker.resolve('done');
  await expect(first).resolves.toBe('done');
  await settle();
  expect(hasRun).toBe(false);
});

test('aborting a job that has begun is left to the job', async () => {
  const queue = new SerialQueue();
  const controller = new AbortController();
  const blocker = Promise.withResolvers<string>();
  const running = queue.run(() => blocker.promise, { signal: controller.signal, result: () => 'given up' });
  await settle();
  controller.abort();
  blocker.resolve('finished properly');
  await expect(running).resolves.toBe('finished properly');
});
