import { expect, test } from 'vitest';
import { RestartPolicy } from './restartPolicy';

test('a process that never failed starts at once', () => {
  expect(new RestartPolicy().nextStart(0)).toEqual({ delayMs: 0 });
});

test('time that passed since the failure counts towards the pause', () => {
  const policy = new RestartPolicy();
  policy.recordFailure(1_000);
  expect([1_000, 1_150, 5_000].map((nowMs) => policy.nextStart(nowMs))).toEqual([
    { delayMs: 200 },
    { delayMs: 50 },
    { delayMs: 0 },
  ]);
});

test('failures more than a minute apart never add up to a crash loop', () => {
  const policy = new RestartPolicy();
  for (let hour = 0; hour < 10; hour += 1) policy.recordFailure(hour * 60_001);
  expect(policy.nextStart(9 * 60_001)).toEqual({ delayMs: 200 });
});

test('a fourth failure within a minute is a crash loop that only a reset ends', () => {
  const policy = new RestartPolicy();
  for (const nowMs of [0, 20_000, 40_000, 59_000]) policy.recordFailure(nowMs);
  expect(policy.nextStart(1_000_000)).toBeNull();
  policy.reset();
  expect(policy.nextStart(1_000_000)).toEqual({ delayMs: 0 });
});
