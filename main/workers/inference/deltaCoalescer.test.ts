import { expect, test } from 'vitest';
import { movableClock } from '../../../test/helpers/movableClock';
import { movableTimers } from '../../../test/helpers/movableTimers';
import { DeltaCoalescer } from './deltaCoalescer';

function coalescer() {
  const timers = movableTimers(movableClock());
  const sent: [string, number][] = [];
  const deltas = new DeltaCoalescer(timers, (text, completionTokens) => sent.push([text, completionTokens]));
  return { timers, sent, deltas };
}

test('sends the first words at once and later ones together, once a frame', async () => {
  const { timers, sent, deltas } = coalescer();
  deltas.add('One', 1);
  expect(sent).toEqual([['One', 1]]);
  deltas.add(' two', 2);
  deltas.add(' three', 3);
  expect(sent).toHaveLength(1);
  await timers.advance(20);
  expect(sent.slice(1)).toEqual([[' two three', 3]]);
  await timers.advance(1_000);
  expect(sent).toHaveLength(2);
});

test('flush sends what is left, once, and leaves no timer behind', async () => {
  const { timers, sent, deltas } = coalescer();
  deltas.add('a', 1);
  deltas.add('b', 2);
  deltas.flush();
  deltas.flush();
  await timers.advance(100);
  expect(sent).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
  expect(timers.pendingCount).toBe(0);
});

test('tokens without text send nothing by themselves', async () => {
  const { timers, sent, deltas } = coalescer();
  deltas.add('', 1);
  deltas.add('', 2);
  await timers.advance(100);
  expect(sent).toEqual([]);
  deltas.add('x', 3);
  expect(sent).toEqual([['x', 3]]);
});
