import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkAdapterHeader } from '../../../main/models/gguf/checkAdapterHeader';
import { checkModelHeader } from '../../../main/models/gguf/checkModelHeader';
import { describeModel } from '../../../main/models/gguf/describeModel';
import type { GgufHeader } from '../../../main/models/gguf/ggufHeader';
import { readGgufHeader } from '../../../main/models/gguf/readGgufHeader';
import { runCampaign } from '../../../scripts/fuzz/campaign';
import { WorkerLoads } from '../../../scripts/fuzz/workerLoads';
import { hostileAdapters } from '../../fixtures/hostileAdapters';
import { hostileHeaders, tinyModel } from '../../fixtures/hostileGguf';
import { hostileModels } from '../../fixtures/hostileModels';
import { starterModelFile } from '../../helpers/inference';
import { temporaryFolder } from '../../helpers/temporaryFolder';

const worker = new WorkerLoads();
afterAll(() => worker.dispose());

test('the starter model is accepted, and described as it is', async () => {
  const verdict = await readGgufHeader(starterModelFile);
  if (!verdict.isValid) throw new Error(verdict.reason);
  const { header } = verdict;
  expect(checkModelHeader(header)).toBeNull();
  expect(checkAdapterHeader(header)).toBe('it is a whole model, not an adapter: add it to the models');
  expect(header).toMatchObject({ version: 3, alignment: 32, dataOffset: 1_785_664, fileBytes: 98_362_432 });
  expect(header.metadata.size).toBe(33);
  expect(header.tensors).toHaveLength(272);
  const { chatTemplate, ...facts } = describeModel(header);
  expect(chatTemplate).toContain('<|im_start|>');
  expect(facts).toEqual({
    architecture: 'llama',
    name: 'Smollm2 135M 8k Lc100K Mix1 Ep2',
    parameters: 134_515_008,
    quantization: 'Q4_1',
    contextLength: 8_192,
    blockCount: 30,
    embeddingLength: 576,
    headCount: 9,
    headCountKv: 3,
    totalHeadCountKv: 90,
    keyLength: 64,
    valueLength: 64,
    slidingWindow: null,
    hasChatTemplate: true,
    licence: 'apache-2.0',
    sizeLabel: '135M',
    vocabularySize: 49_152,
    split: null,
  });
});

test('a small model made by hand is accepted, and llama.cpp loads it', async () => {
  const path = join(temporaryFolder(), 'tiny.gguf');
  await writeFile(path, tinyModel());
  const verdict = await readGgufHeader(path);
  expect(verdict.isValid && checkModelHeader(verdict.header)).toBeNull();
  expect(await worker.load(path)).toBe('loaded');
});

test('every hostile file made by hand is refused before llama.cpp sees it', async () => {
  const path = join(temporaryFolder(), 'hostile.gguf');
  const reasonFor = async (
    bytes: Buffer,
    check: (header: GgufHeader) => string | null,
  ): Promise<string | null> => {
    await writeFile(path, bytes);
    const verdict = await readGgufHeader(path);
    return verdict.isValid ? check(verdict.header) : verdict.reason;
  };
  const kinds = [
    { files: hostileHeaders, check: () => null },
    { files: hostileModels, check: checkModelHeader },
    { files: hostileAdapters, check: checkAdapterHeader },
  ];
  for (const { files, check } of kinds) {
    for (const { name, bytes, reason } of files) {
      expect(await reasonFor(bytes, check), name).toContain(reason);
    }
  }
});

test('the starter model cut off anywhere, in its header or its data, is refused', async () => {
  const result = await runCampaign({
    modelPath: starterModelFile,
    seed: 20_250_207,
    mutationCount: 0,
    truncationCount: 300,
    folder: temporaryFolder(),
    load: () => Promise.reject(new Error('Nothing is to be loaded here.')),
  });
  expect(result).toMatchObject({ truncations: 300, acceptedTruncations: [], accepted: 0 });
});

test('each of 2,000 changed headers gets a verdict, and all that are accepted are given to llama.cpp in its own process', async () => {
  const result = await runCampaign({
    modelPath: starterModelFile,
    seed: 98_362_432,
    mutationCount: 2_000,
    truncationCount: 0,
    folder: temporaryFolder(),
    load: (path) => worker.load(path),
  });
  const { loads, accepted, refused, reasons } = result;
  expect(accepted + refused).toBe(2_000);
  // All of the accepted ones were given to llama.cpp.
  expect(loads.loaded + loads.refused + loads.died + loads.hung).toBe(accepted);
  expect(accepted).toBeGreaterThan(50);
  expect(refused).toBeGreaterThan(1_500);
  expect([...reasons.keys()].filter((reason) => reason.includes('could not be read within'))).toEqual([]);
  // Whatever it died over.
  expect(await worker.askStarterModel('What is the capital of France?')).toContain('Paris');
}, 600_000);

test('a process that llama.cpp aborted is followed by another one', async () => {
  const processCount = worker.processCount;
  expect(await worker.loadDeadly(temporaryFolder())).toBe('died');
  expect(await worker.askStarterModel('What is the capital of France?')).toContain('Paris');
  expect(worker.processCount).toBeGreaterThan(processCount);
});
