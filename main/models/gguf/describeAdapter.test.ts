import { expect, test } from 'vitest';
import { tinyAdapter, tinyAdapterTensors } from '../../../test/fixtures/hostileGguf';
import { headerOf } from '../../../test/helpers/ggufFiles';
import { temporaryFolder } from '../../../test/helpers/temporaryFolder';
import { describeAdapter } from './describeAdapter';

test('tells what an adapter says about itself', async () => {
  const header = await headerOf(temporaryFolder(), tinyAdapter());
  expect(describeAdapter(header)).toEqual({
    architecture: 'llama',
    alpha: 8,
    rank: 4,
    targets: ['attn_q', 'ffn_down'],
    name: 'Tiny pirate',
    baseName: 'Tiny',
    pairCount: 4,
  });
});

test('the rank is the largest, and names from the file are fit to be shown', async () => {
  const tensors = [
    ...tinyAdapterTensors,
    { name: 'token_embd.weight.lora_a', dimensions: [16, 286] },
    { name: 'token_embd.weight.lora_b', dimensions: [16, 64] },
  ];
  const bytes = tinyAdapter({ 'general.name': 'a\nb', 'general.base_model.0.name': undefined }, { tensors });
  expect(describeAdapter(await headerOf(temporaryFolder(), bytes))).toMatchObject({
    rank: 16,
    targets: ['attn_q', 'ffn_down', 'token_embd'],
    name: 'a b',
    baseName: null,
    pairCount: 5,
  });
});
