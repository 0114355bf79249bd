import { beforeEach, expect, test } from 'vitest';
import {
  hostileFiles,
  list,
  tinyModel,
  tinyModelTensors,
  tinyTokens,
  type MetadataChanges,
} from '../../../test/fixtures/hostileGguf';
import { hostileModels } from '../../../test/fixtures/hostileModels';
import { headerOf } from '../../../test/helpers/ggufFiles';
import { temporaryFolder } from '../../../test/helpers/temporaryFolder';
import { checkModelHeader, checkModelPart } from './checkModelHeader';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const reasonOf = async (bytes: Buffer): Promise<string | null> =>
  checkModelHeader(await headerOf(folder, bytes));

test('accepts a whole chat model', async () => {
  expect(await reasonOf(tinyModel())).toBeNull();
});

test.each(hostileModels)('refuses $name and says why', async ({ bytes, reason }) => {
  expect(await reasonOf(bytes)).toContain(reason);
});

test('every hostile file made by hand has a name of its own', () => {
  expect(new Set(hostileFiles.map(({ name }) => name)).size).toBe(hostileFiles.length);
});

const withoutAttention = tinyModelTensors.map((tensor) => ({
  ...tensor,
  name: tensor.name.replace(/attn_(q|k|v|output)/, 'ssm_$1'),
}));
const uint16 = (value: number) => ({ type: 'uint16' as const, value });

test.each<[string, MetadataChanges, Parameters<typeof tinyModel>[1]?]>([
  ['an architecture that is not known yet', renamed('nova-9')],
  ['a model without a general.type, as older ones are', { 'general.type': undefined }],
  [
    'a recurrent model without attention heads',
    { 'llama.attention.head_count': 0 },
    { tensors: withoutAttention },
  ],
  [
    'a hybrid model, whose heads differ from layer to layer',
    {
      'llama.attention.head_count': list('uint32', [4, 0]),
      'llama.attention.head_count_kv': list('uint32', [2, 0]),
    },
  ],
  ['heads per layer as signed numbers', { 'llama.attention.head_count_kv': list('int32', [2, 4]) }],
  [
    'a mixture of experts',
    {
      'llama.expert_count': 256,
      'llama.expert_used_count': 8,
      'llama.expert_group_count': 8,
      'llama.expert_group_used_count': 4,
    },
  ],
  [
    'a mixture whose layers use unlike numbers of experts',
    { 'llama.expert_count': 8, 'llama.expert_used_count': list('uint32', [1, 2]) },
  ],
  ['rotary embeddings that are scaled', { 'llama.rope.scaling.type': 'yarn' }],
  ['a context of ten million tokens', { 'llama.context_length': 10_485_760 }],
  [
    'a vocabulary without scores and types',
    { 'tokenizer.ggml.scores': undefined, 'tokenizer.ggml.token_type': undefined },
  ],
  [
    'scores as whole numbers',
    {
      'tokenizer.ggml.scores': list(
        'int32',
        tinyTokens.map(() => -1),
      ),
    },
  ],
  ['more scores than tokens', { 'tokenizer.ggml.scores': list('float32', [...tinyTokens.map(() => 0), 1]) }],
  ['a token that the model does not have', { 'tokenizer.ggml.bos_token_id': 4_294_967_295 }],
  [
    'padding beyond the vocabulary, which llama.cpp does without',
    { 'tokenizer.ggml.padding_token_id': 32_000 },
  ],
  ['a split that was merged again', { 'split.no': uint16(0), 'split.count': uint16(0) }],
  [
    'a layer that only predicts further tokens and was left out',
    { 'llama.block_count': 3, 'llama.nextn_predict_layers': 1 },
  ],
  ['a pooling type that says there is no pooling', { 'llama.pooling_type': 0 }],
])('accepts %s', async (_name, changes, parts = {}) => {
  expect(await reasonOf(tinyModel(changes, parts))).toBeNull();
});

test('accepts layers without any tensors in an architecture that leaves layers out', async () => {
  const tensors = tinyModelTensors.filter(({ name }) => !name.startsWith('blk.1.'));
  expect(await reasonOf(tinyModel(renamed('deci'), { tensors }))).toBeNull();
  expect(await reasonOf(tinyModel(renamed('qwen3'), { tensors }))).toBe('it lacks its layer 1 of 2');
});

test('accepts a model as large as the largest there are', async () => {
  const blocks = 126;
  const experts = Array.from({ length: blocks }, (_, block) =>
    Array.from({ length: 24 }, (_unused, index) => ({
      name: `blk.${block}.part_${index}.weight`,
      dimensions: [1],
    })),
  ).flat();
  const tokens = Array.from({ length: 262_144 }, (_, index) => `t${index}`);
  const merges = Array.from({ length: 514_906 }, (_, index) => `m${index} n`);
  const bytes = tinyModel(
    {
      'llama.block_count': blocks,
      'tokenizer.ggml.tokens': list('string', tokens),
      'tokenizer.ggml.merges': list('string', merges),
      'tokenizer.ggml.scores': undefined,
      'tokenizer.ggml.token_type': list(
        'int32',
        tokens.map(() => 1),
      ),
    },
    { tensors: [{ name: 'token_embd.weight', dimensions: [64, 262_144], type: 'Q4_0' }, ...experts] },
  );
  expect(await reasonOf(bytes)).toBeNull();
});

const splitOf = (number: number, count: number, tensorCount: number): MetadataChanges => ({
  'split.no': uint16(number),
  'split.count': uint16(count),
  'split.tensors.count': { type: 'int32', value: tensorCount },
});

test('accepts the first part of a split model as far as it goes, and misses nothing that is in another', async () => {
  const total = tinyModelTensors.length;
  expect(
    await reasonOf(tinyModel(splitOf(0, 2, total), { tensors: tinyModelTensors.slice(0, 5) })),
  ).toBeNull();
  expect(await reasonOf(tinyModel(splitOf(0, 2, total), { tensors: [] }))).toBeNull();
  expect(
    await reasonOf(tinyModel(splitOf(0, 2, total), { tensors: [{ name: 'blk.9.x', dimensions: [1] }] })),
  ).toContain('beyond its 2');
});

test('checks a split model as a whole once the tensors of all its parts are there', async () => {
  const total = tinyModelTensors.length;
  const first = await headerOf(
    folder,
    tinyModel(splitOf(0, 2, total), { tensors: tinyModelTensors.slice(0, 5) }),
  );
  const rest = await headerOf(folder, tinyModel({}, { tensors: tinyModelTensors.slice(5) }));
  const whole = { ...first, tensors: [...first.tensors, ...rest.tensors] };
  expect(checkModelHeader(whole)).toBeNull();
  const withoutEmbedding = { ...whole.tensors[0]!, name: 'something.else' };
  expect(checkModelHeader({ ...whole, tensors: [withoutEmbedding, ...whole.tensors.slice(1)] })).toBe(
    'it lacks the tensor "token_embd.weight"',
  );
  const twice = [...whole.tensors.slice(0, -1), whole.tensors[2]!];
  expect(checkModelHeader({ ...whole, tensors: twice })).toContain('twice');
});

test('a later part has to be the right part of the same model', async () => {
  const part = async (changes: MetadataChanges) => headerOf(folder, tinyModel(changes));
  const first = await part(splitOf(0, 3, 100));
  expect(checkModelPart(await part(splitOf(1, 3, 100)), 1, first)).toBeNull();
  expect(checkModelPart(await part(splitOf(2, 3, 100)), 1, first)).toBe('it is part 3 where part 2 belongs');
  expect(checkModelPart(await part(splitOf(1, 4, 100)), 1, first)).toBe(
    'it is a part of another model than the first part',
  );
  expect(checkModelPart(await part({}), 1, first)).toBe('it is not a part of a split model');
  expect(checkModelPart(await part({ ...splitOf(1, 3, 100), 'split.no': 1 }), 1, first)).toContain(
    'uint32, not',
  );
});

/** The same model under another architecture's name. */
function renamed(architecture: string): MetadataChanges {
  return {
    'general.architecture': architecture,
    [`${architecture}.block_count`]: 2,
    [`${architecture}.context_length`]: 512,
    [`${architecture}.embedding_length`]: 64,
    [`${architecture}.feed_forward_length`]: 128,
    [`${architecture}.attention.head_count`]: 4,
    [`${architecture}.rope.dimension_count`]: 16,
  };
}
