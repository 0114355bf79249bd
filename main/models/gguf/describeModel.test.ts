import { beforeEach, expect, test } from 'vitest';
import { list, tinyModel, tinyModelTensors, type MetadataChanges } from '../../../test/fixtures/hostileGguf';
import { headerOf } from '../../../test/helpers/ggufFiles';
import { temporaryFolder } from '../../../test/helpers/temporaryFolder';
import { describeModel, type ModelFacts } from './describeModel';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const factsOf = async (
  changes: MetadataChanges,
  parts?: Parameters<typeof tinyModel>[1],
): Promise<ModelFacts> => describeModel(await headerOf(folder, tinyModel(changes, parts)));

test('tells what a model says about itself', async () => {
  const { chatTemplate, ...facts } = await factsOf({});
  expect(chatTemplate).toContain('for message in messages');
  expect(facts).toEqual({
    architecture: 'llama',
    name: 'Tiny',
    parameters: tinyModelTensors.reduce(
      (sum, { dimensions }) =>
        sum + dimensions.reduce<number>((product, length) => product * Number(length), 1),
      0,
    ),
    quantization: 'F32',
    contextLength: 512,
    blockCount: 2,
    embeddingLength: 64,
    headCount: 4,
    headCountKv: 2,
    totalHeadCountKv: 4,
    keyLength: 16,
    valueLength: 16,
    slidingWindow: null,
    hasChatTemplate: true,
    licence: 'mit',
    sizeLabel: '0.1M',
    vocabularySize: 286,
    split: null,
  });
});

test('names the mix of types, or the type that takes the most bytes', async () => {
  expect((await factsOf({ 'general.file_type': 15 })).quantization).toBe('Q4_K_M');
  expect((await factsOf({ 'general.file_type': 1_024 + 3 })).quantization).toBe('Q4_1');
  const tensors = [
    { name: 'a', dimensions: [64] },
    { name: 'b', dimensions: [4_096, 4], type: 'Q6_K' },
    { name: 'c', dimensions: [64] },
  ];
  expect((await factsOf({ 'general.file_type': 999 }, { tensors })).quantization).toBe('Q6_K');
  expect((await factsOf({ 'general.file_type': undefined }, { tensors: [] })).quantization).toBeNull();
});

test('counts heads over all layers where they differ', async () => {
  const facts = await factsOf({
    'llama.attention.head_count': list('uint32', [0, 4]),
    'llama.attention.head_count_kv': list('uint32', [0, 2]),
    'llama.attention.key_length': 32,
    'llama.attention.sliding_window': 1_024,
  });
  expect(facts).toMatchObject({
    headCount: 4,
    headCountKv: 2,
    totalHeadCountKv: 2,
    keyLength: 32,
    valueLength: 16,
    slidingWindow: 1_024,
  });
});

test('texts from a file come on one short line, without what could mislead', async () => {
  const facts = await factsOf({
    'general.name': `  A\u202Emodel\r\n\u0007of   mine\0 ${'x'.repeat(500)}`,
    'general.license': '\u200B\n',
    'general.size_label': '7B',
  });
  expect(facts.name).toMatch(/^A model of mine x+…$/);
  expect(facts.name).toHaveLength(120);
  expect(facts).toMatchObject({ licence: null, sizeLabel: '7B' });
});

test('a template is given as it is, and one too long to be one is not given', async () => {
  expect((await factsOf({ 'tokenizer.chat_template': '{{\n\t1 }}' })).chatTemplate).toBe('{{\n\t1 }}');
  expect(await factsOf({ 'tokenizer.chat_template': 'x'.repeat(2 ** 20 + 1) })).toMatchObject({
    chatTemplate: null,
    hasChatTemplate: true,
  });
  expect(await factsOf({ 'tokenizer.chat_template': undefined })).toMatchObject({
    chatTemplate: null,
    hasChatTemplate: false,
  });
});

test('the parameters of a part of a split model are unknown', async () => {
  const changes: MetadataChanges = {
    'split.no': { type: 'uint16', value: 0 },
    'split.count': { type: 'uint16', value: 2 },
    'split.tensors.count': { type: 'int32', value: 100 },
  };
  expect(await factsOf(changes)).toMatchObject({ parameters: null, split: { number: 0, count: 2 } });
  const whole: MetadataChanges = { ...changes, 'split.tensors.count': { type: 'int32', value: 20 } };
  expect((await factsOf(whole)).parameters).toBeGreaterThan(0);
});

test('says nothing of what makes no sense', async () => {
  const facts = await factsOf({
    'general.architecture': 7,
    'general.name': list('string', ['a']),
    'general.file_type': 'Q4_K_M',
    'llama.block_count': -1,
    'tokenizer.ggml.tokens': 'none',
    'split.count': 'two',
  });
  expect(facts).toMatchObject({
    architecture: '',
    name: null,
    blockCount: null,
    headCount: null,
    totalHeadCountKv: null,
    vocabularySize: null,
    split: null,
  });
});
