import { expect, test } from 'vitest';
import { defaultSettings } from '../../preload/contract/settings';
import { memoryBudgetBytes, runtimeOptions } from './runtimeOptions';

test('automatic settings leave the decision to the model process', () => {
  expect(runtimeOptions(defaultSettings)).toEqual({
    gpu: 'auto',
    gpuLayers: 'auto',
    contextSize: 4096,
    threads: null,
    flashAttention: 'auto',
    memoryMapping: true,
  });
});

test('what the user set is passed on', () => {
  const gpu = { device: 'Radeon' };
  const set = { ...defaultSettings, gpu, gpuLayers: 12, threads: 3, memoryMapping: false };
  expect(runtimeOptions({ ...set, flashAttention: 'off' })).toMatchObject({
    gpu,
    gpuLayers: 12,
    threads: 3,
    flashAttention: false,
    memoryMapping: false,
  });
  expect(runtimeOptions({ ...set, flashAttention: 'on' }).flashAttention).toBe(true);
});

test('models may keep half of the memory that they hold or could get, or what the user set', () => {
  expect(memoryBudgetBytes({ modelMemoryBytes: 'auto' }, 6e9, 2e9)).toBe(4e9);
  expect(memoryBudgetBytes({ modelMemoryBytes: 0 }, 6e9, 2e9)).toBe(0);
});
