import { expect, test } from 'vitest';
import { settle } from '../../../test/helpers/movableTimers';
import { PartQueue } from './partQueue';

async function collect(queue: PartQueue<string>): Promise<string[]> {
  const seen: string[] = [];
  for await (const part of queue) seen.push(part);
  return seen;
}

test('delivers parts that came before the reader and those that came after', async () => {
  const queue = new PartQueue<string>();
  queue.push('a');
  queue.push('b');
  const seen = collect(queue);
  await settle();
  queue.push('c');
  await settle();
  queue.close('end');
  expect(await seen).toEqual(['a', 'b', 'c', 'end']);
});

test('delivers what came before a failure, then fails', async () => {
  const queue = new PartQueue<string>();
  queue.push('a');
  queue.fail(new Error('broken'));
  const seen: string[] = [];
  const reading = (async () => {
    for await (const part of queue) seen.push(part);
  })();
  await expect(reading).rejects.toThrow('broken');
  expect(seen).toEqual(['a']);
});
