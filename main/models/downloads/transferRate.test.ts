import { expect, it } from 'vitest';
import { TransferRate } from './transferRate';

it('is what arrived in the last seconds, and nothing once nothing arrives', () => {
  const rate = new TransferRate();
  expect(rate.bytesPerSecond(0)).toBeNull();
  for (let at = 0; at <= 20_000; at += 100) rate.note(at * 10, at);
  expect(rate.bytesPerSecond(20_000)).toBeCloseTo(10_000, -3);
  // Twice as fast for the length of the window.
  for (let at = 20_100; at <= 26_000; at += 100) rate.note(200_000 + (at - 20_000) * 20, at);
  expect(rate.bytesPerSecond(26_000)).toBeCloseTo(20_000, -3);
  expect(rate.bytesPerSecond(40_000)).toBeNull();
});

it('begins anew when the file does', () => {
  const rate = new TransferRate();
  rate.note(0, 0);
  rate.note(1_000_000, 1000);
  rate.note(0, 1500);
  rate.note(50_000, 2500);
  expect(rate.bytesPerSecond(2500)).toBe(50_000);
});

it('does not count what was there before', () => {
  const rate = new TransferRate();
  rate.note(900_000, 0);
  rate.note(1_000_000, 1000);
  expect(rate.bytesPerSecond(1000)).toBe(100_000);
});
