import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { readOwnCatalogue } from './catalogueFile';
import { recommend } from './recommend';

const catalogue = await readOwnCatalogue(resolve(import.meta.dirname, '../../../models/catalog.json'));

it.each([
  [
    'an old computer with 2 GB',
    { ramTotalBytes: 2e9, vramTotalBytes: 0, physicalCores: 2 },
    ['smollm2-360m-instruct-q8_0', 'smollm2-135m-instruct-q8_0'],
  ],
  [
    'a small laptop with 4 GB and two cores',
    { ramTotalBytes: 4e9, vramTotalBytes: 0, physicalCores: 2 },
    ['llama-3.2-1b-instruct-q4_k_m', 'qwen3-0.6b-q8_0'],
  ],
  [
    'a laptop sold with 8 GB and four cores',
    { ramTotalBytes: 7.6e9, vramTotalBytes: 0, physicalCores: 4 },
    ['qwen3-4b-instruct-2507-q4_k_m', 'qwen3-1.7b-q8_0'],
  ],
  [
    'a computer with 16 GB and eight cores',
    { ramTotalBytes: 16.5e9, vramTotalBytes: 0, physicalCores: 8 },
    ['qwen3-4b-instruct-2507-q4_k_m', 'qwen3-1.7b-q8_0'],
  ],
  [
    'the same with a card of 8 GB',
    { ramTotalBytes: 16.5e9, vramTotalBytes: 8e9, physicalCores: 8 },
    ['qwen3-8b-q4_k_m', 'qwen3-4b-instruct-2507-q4_k_m'],
  ],
  [
    'a workstation',
    { ramTotalBytes: 128e9, vramTotalBytes: 48e9, physicalCores: 32 },
    ['qwen3-8b-q4_k_m', 'qwen3-4b-instruct-2507-q4_k_m'],
  ],
])('for %s', (_what, machine, ids) => {
  expect(recommend(catalogue, machine)).toEqual(ids);
});

it('recommends nothing where nothing has room', () => {
  expect(recommend(catalogue, { ramTotalBytes: 5e8, vramTotalBytes: 0, physicalCores: 1 })).toEqual([]);
  expect(recommend([], { ramTotalBytes: 64e9, vramTotalBytes: 0, physicalCores: 8 })).toEqual([]);
});
