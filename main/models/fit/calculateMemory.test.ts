import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOwnCatalogue } from '../catalogue/catalogueFile';
import { calculateMemory, calculateMemoryBySize, placeMemory } from './calculateMemory';

/** The starter model, SmolLM2 135M Q4_1, by its header. */
const starter = {
  fileBytes: 98_362_432,
  architecture: {
    layers: 30,
    kvHeads: 3,
    headDimension: 64,
    embeddingLength: 576,
    vocabularySize: 49_152,
    slidingWindow: null,
  },
};

/**
 * Bytes by node-llama-cpp 3.22.1's simulation (`GgufInsights.estimateModelResourceRequirementsV2` and
 * `estimateContextResourceRequirementsV2`, one sequence, flash attention auto, no GPU).
 */
const starterWeights = 96_576_768;
const starterContexts: [contextSize: number, bytes: number][] = [
  [512, 114_821_120],
  [1024, 126_617_600],
  [2048, 154_679_296],
  [4096, 197_396_480],
  [8192, 291_768_320],
];

/** The same of files with the headers of these models and no weights. */
const catalogueContexts: [id: string, contextSize: number, bytes: number][] = [
  ['qwen3-0.6b-q8_0', 4096, 797_718_528],
  ['qwen3-8b-q4_k_m', 2048, 629_934_080],
  ['qwen3-8b-q4_k_m', 8192, 1_535_903_744],
  ['gemma-3-1b-it-q4_k_m', 2048, 582_237_728],
  ['gemma-3-1b-it-q4_k_m', 8192, 605_039_648],
  ['gemma-3-4b-it-q4_k_m', 4096, 850_427_936],
  ['gemma-3-4b-it-q4_k_m', 8192, 929_060_896],
  ['llama-3.2-3b-instruct-q4_k_m', 4096, 745_015_296],
  ['mistral-7b-instruct-v0.3-q4_k_m', 4096, 662_714_368],
  ['smollm3-3b-q4_k_m', 8192, 875_038_720],
];

const catalogue = await readOwnCatalogue(resolve(import.meta.dirname, '../../../models/catalog.json'));

describe('memory that is calculated before a download', () => {
  it.each(starterContexts)(
    'of the starter model with %i tokens is what llama.cpp says',
    (contextSize, bytes) => {
      const { weightsBytes, contextBytes, computeBytes } = calculateMemory(starter, contextSize);
      const ratio = (weightsBytes + contextBytes + computeBytes) / (starterWeights + bytes);
      expect(ratio).toBeGreaterThan(0.98);
      expect(ratio).toBeLessThan(1.02);
    },
  );

  it.each(catalogueContexts)(
    'of %s with %i tokens is what llama.cpp says, sliding windows included',
    (id, contextSize, bytes) => {
      const entry = catalogue.find((candidate) => candidate.id === id);
      if (!entry?.architecture) throw new Error(`${id} has no architecture.`);
      const { contextBytes, computeBytes } = calculateMemory(
        { fileBytes: 0, architecture: entry.architecture },
        contextSize,
      );
      expect((contextBytes + computeBytes) / bytes).toBeGreaterThan(0.93);
      expect((contextBytes + computeBytes) / bytes).toBeLessThan(1.02);
    },
  );

  it('by size alone is on the high side for every model of the catalogue from a billion parameters on', () => {
    for (const { architecture, parameters, files, id } of catalogue) {
      if (architecture === null || parameters < 1e9) continue;
      const fileBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
      const known = calculateMemory({ fileBytes, architecture }, 4096);
      const guessed = calculateMemoryBySize(fileBytes, 4096);
      const ratio =
        (guessed.weightsBytes + guessed.contextBytes + guessed.computeBytes) /
        (known.weightsBytes + known.contextBytes + known.computeBytes);
      expect(ratio, id).toBeGreaterThan(0.95);
      expect(ratio, id).toBeLessThan(1.3);
    }
  });
});

describe('where memory is taken', () => {
  const memory = { weightsBytes: 5e9, contextBytes: 1e9, computeBytes: 3e8 };

  it('is the computer’s own where there is no graphics device', () => {
    expect(placeMemory(memory, 4096, { devices: [], vramFreeBytes: 8e9 })).toEqual({
      ramBytes: 6.3e9,
      vramBytes: 0,
      contextSize: 4096,
    });
  });

  it('is the card’s where it has room, and little more', () => {
    expect(placeMemory(memory, 4096, { devices: ['Card'], vramFreeBytes: 8e9 })).toEqual({
      ramBytes: 7.5e8,
      vramBytes: 6.3e9,
      contextSize: 4096,
    });
  });

  it('is shared where the card is too small', () => {
    expect(placeMemory(memory, 4096, { devices: ['Card'], vramFreeBytes: 4e9 })).toEqual({
      ramBytes: 3.45e9,
      vramBytes: 3.6e9,
      contextSize: 4096,
    });
  });
});
