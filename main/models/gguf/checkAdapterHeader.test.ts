import { beforeEach, expect, test } from 'vitest';
import { tinyAdapter, tinyAdapterTensors, type TensorInput } from '../../../test/fixtures/hostileGguf';
import { hostileAdapters } from '../../../test/fixtures/hostileAdapters';
import { headerOf } from '../../../test/helpers/ggufFiles';
import { temporaryFolder } from '../../../test/helpers/temporaryFolder';
import { checkAdapterHeader } from './checkAdapterHeader';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const reasonOf = async (bytes: Buffer): Promise<string | null> =>
  checkAdapterHeader(await headerOf(folder, bytes));

test('accepts a LoRA adapter', async () => {
  expect(await reasonOf(tinyAdapter())).toBeNull();
});

test.each(hostileAdapters)('refuses $name and says why', async ({ bytes, reason }) => {
  expect(await reasonOf(bytes)).toContain(reason);
});

test.each<[string, readonly TensorInput[]]>([
  ['halves for each expert', pair('blk.0.ffn_up_exps.weight', [64, 4, 8], [4, 64, 8])],
  ['unlike ranks for unlike tensors', [...pair('a', [64, 4], [4, 64]), ...pair('b', [64, 16], [16, 32])]],
  [
    'the input embedding, of which llama.cpp has the first half the other way round',
    pair('token_embd.weight', [4, 286], [4, 64]),
  ],
  [
    'norms, which llama.cpp leaves out',
    [...tinyAdapterTensors, { name: 'output_norm.weight', dimensions: [64] }],
  ],
  ['half floats', pair('a', [64, 4], [4, 64], 'F16')],
  ['the largest rank', pair('a', [8, 4_096], [4_096, 8])],
])('accepts %s', async (_name, tensors) => {
  expect(await reasonOf(tinyAdapter({}, { tensors }))).toBeNull();
});

function pair(target: string, a: readonly number[], b: readonly number[], type = 'F32'): TensorInput[] {
  return [
    { name: `${target}.lora_a`, dimensions: a, type },
    { name: `${target}.lora_b`, dimensions: b, type },
  ];
}
