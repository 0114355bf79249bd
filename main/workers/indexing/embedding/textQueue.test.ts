import { expect, it } from 'vitest';
import { type TextBatch, TextQueue } from './textQueue';

interface NamedBatch extends TextBatch {
  name: string;
}

const batch = (name: string, length: number, isUrgent = false): NamedBatch => ({ name, length, isUrgent });

function takeAll(queue: TextQueue<NamedBatch>): string[] {
  const taken: string[] = [];
  for (let next = queue.take(); next; next = queue.take()) taken.push(`${next.batch.name}${next.index}`);
  return taken;
}

it('gives texts out in the order they came', () => {
  const queue = new TextQueue<NamedBatch>();
  queue.add(batch('a', 2));
  queue.add(batch('b', 1));
  expect(queue.length).toBe(3);
  expect(takeAll(queue)).toEqual(['a0', 'a1', 'b0']);
  expect(queue.length).toBe(0);
});

it('lets an urgent text overtake a batch that is half done', () => {
  const queue = new TextQueue<NamedBatch>();
  queue.add(batch('document', 3));
  expect(queue.take()).toMatchObject({ index: 0 });
  queue.add(batch('question', 1, true));
  expect(takeAll(queue)).toEqual(['question0', 'document1', 'document2']);
});

it('never gives out texts of another urgency than was asked for', () => {
  const queue = new TextQueue<NamedBatch>();
  queue.add(batch('document', 1));
  queue.add(batch('question', 1, true));
  expect(queue.take(false)).toBeUndefined();
  expect(queue.take(true)).toMatchObject({ batch: { name: 'question' } });
  expect(queue.take(true)).toBeUndefined();
  expect(queue.take(false)).toMatchObject({ batch: { name: 'document' } });
});

it('forgets what was not taken yet of a batch that is removed', () => {
  const queue = new TextQueue<NamedBatch>();
  const unwanted = batch('unwanted', 5);
  queue.add(unwanted);
  queue.add(batch('wanted', 1));
  queue.take();
  queue.remove(unwanted);
  queue.remove(unwanted);
  expect(takeAll(queue)).toEqual(['wanted0']);
});

it('takes an empty batch for nothing', () => {
  const queue = new TextQueue<NamedBatch>();
  queue.add(batch('empty', 0));
  expect(queue.take()).toBeUndefined();
});
