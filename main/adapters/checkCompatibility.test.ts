import { describe, expect, test } from 'vitest';
import type { GgufTensor, GgufValue } from '../models/gguf/ggufHeader';
import { baseSha256Key, checkCompatibility, type ComparedHeader } from './checkCompatibility';

function tensor(name: string, ...dimensions: number[]): GgufTensor {
  return { name, dimensions, typeName: 'F16', offset: 0, bytes: 0 };
}

function header(metadata: Record<string, GgufValue>, ...tensors: GgufTensor[]): ComparedHeader {
  return { metadata: new Map(Object.entries({ 'general.architecture': 'llama', ...metadata })), tensors };
}

function pair(weight: string, a: number[], b: number[]): GgufTensor[] {
  return [tensor(`${weight}.lora_a`, ...a), tensor(`${weight}.lora_b`, ...b)];
}

const baseTensors = [
  tensor('token_embd.weight', 576, 49_152),
  tensor('blk.0.attn_norm.weight', 576),
  tensor('blk.0.attn_q.weight', 576, 576),
  tensor('blk.0.attn_k.weight', 576, 192),
  tensor('blk.0.ffn_down.weight', 1536, 576),
  tensor('blk.0.ffn_up_exps.weight', 576, 1536, 8),
];
const base = {
  name: 'SmolLM2',
  header: header({ 'llama.block_count': 30 }, ...baseTensors),
  sha256: 'a'.repeat(64),
};

test('an adapter of the right shapes works, whatever its rank', () => {
  const adapter = header(
    {},
    ...pair('blk.0.attn_q.weight', [576, 8], [8, 576]),
    ...pair('blk.0.attn_k.weight', [576, 4], [4, 192]),
    ...pair('blk.0.ffn_down.weight', [1536, 1], [1, 576]),
    ...pair('blk.0.ffn_up_exps.weight', [576, 8, 8], [8, 1536, 8]),
  );
  expect(checkCompatibility(adapter, base)).toBeNull();
});

test('changes to norms beside its weights are no reason against it', () => {
  const weights = pair('blk.0.attn_q.weight', [576, 8], [8, 576]);
  expect(checkCompatibility(header({}, ...weights, tensor('blk.0.attn_norm.weight', 576)), base)).toBeNull();
});

describe('names the first thing that does not fit', () => {
  const cases: [string, GgufTensor[], string][] = [
    ['nothing at all', [], 'it changes no weights'],
    ['norms alone', [tensor('blk.0.attn_norm.weight', 576)], 'it changes no weights'],
    [
      'a wider model’s inputs',
      pair('blk.0.attn_q.weight', [960, 8], [8, 960]),
      'its layer blk.0.attn_q expects 960 inputs, SmolLM2 has 576',
    ],
    [
      'another number of outputs',
      pair('blk.0.attn_k.weight', [576, 8], [8, 320]),
      'its layer blk.0.attn_k expects 320 outputs, SmolLM2 has 192',
    ],
    [
      'a layer beyond the last',
      pair('blk.30.attn_q.weight', [576, 8], [8, 576]),
      'its layer blk.30.attn_q is not in SmolLM2, which has 30 layers',
    ],
    [
      'an output of its own, where the model has none',
      pair('output.weight', [576, 8], [8, 49_152]),
      'its layer output is not in SmolLM2, which has 30 layers',
    ],
    [
      'one half alone',
      [tensor('blk.0.attn_q.weight.lora_a', 576, 8)],
      'of its layer blk.0.attn_q one half is missing',
    ],
    [
      'halves of two ranks',
      pair('blk.0.attn_q.weight', [576, 8], [4, 576]),
      'its layer blk.0.attn_q has two halves that do not fit together',
    ],
    [
      'other experts',
      pair('blk.0.ffn_up_exps.weight', [576, 8, 4], [8, 1536, 4]),
      'its layer blk.0.ffn_up_exps expects 4 experts, SmolLM2 has 8',
    ],
    [
      'no experts where there are some',
      pair('blk.0.ffn_up_exps.weight', [576, 8], [8, 1536]),
      'its layer blk.0.ffn_up_exps expects 1 experts, SmolLM2 has 8',
    ],
    [
      'experts where there are none',
      pair('blk.0.attn_q.weight', [576, 8, 2], [8, 576, 2]),
      'its layer blk.0.attn_q expects 2 experts, SmolLM2 has 1',
    ],
    [
      'a vector, which llama.cpp would leave as it is',
      pair('blk.0.attn_norm.weight', [576, 8], [8, 1]),
      'its layer blk.0.attn_norm changes a weight of SmolLM2 that no adapter can change',
    ],
    [
      'embeddings that are the output too, over which llama.cpp would end its process',
      pair('token_embd.weight', [8, 49_152], [8, 576]),
      'its layer token_embd changes the words’ embeddings, which SmolLM2 also uses as its output',
    ],
  ];
  test.each(cases)('%s', (_, tensors, reason) => {
    expect(checkCompatibility(header({}, ...tensors), base)).toBe(reason);
  });
});

describe('of a model with an output of its own', () => {
  const untied = {
    ...base,
    header: header({}, ...baseTensors, tensor('output.weight', 576, 49_152)),
  };
  const check = (a: number[], b: number[]) =>
    checkCompatibility(header({}, ...pair('token_embd.weight', a, b)), untied);

  test('embeddings are compared the way they are looked up', () => {
    expect(check([8, 49_152], [8, 576])).toBeNull();
    expect(check([576, 8], [8, 49_152])).toBe('its layer token_embd expects 8 tokens, SmolLM2 has 49,152');
    expect(check([8, 49_152], [8, 960])).toBe('its layer token_embd expects a width of 960, SmolLM2 has 576');
    expect(check([8, 49_152], [4, 576])).toBe('its layer token_embd has two halves that do not fit together');
  });

  test('its output can be changed', () => {
    expect(
      checkCompatibility(header({}, ...pair('output.weight', [576, 8], [8, 49_152])), untied),
    ).toBeNull();
  });
});

test('another architecture is the first reason', () => {
  const adapter = header(
    { 'general.architecture': 'gemma3' },
    ...pair('blk.0.attn_q.weight', [960, 8], [8, 960]),
  );
  expect(checkCompatibility(adapter, base)).toBe(
    'it is for models of the kind "gemma3", and SmolLM2 is of the kind "llama"',
  );
});

test('an adapter without an architecture fits no model, not even one without', () => {
  const none = { metadata: new Map(), tensors: [] };
  expect(checkCompatibility(none, { ...base, header: none })).toContain('of the kind "unknown"');
});

test('an adapter that names the file it was trained on fits that file only', () => {
  const weights = pair('blk.0.attn_q.weight', [576, 8], [8, 576]);
  const trainedOn = (sha256: string) => header({ [baseSha256Key]: sha256 }, ...weights);
  expect(checkCompatibility(trainedOn('a'.repeat(64)), base)).toBeNull();
  expect(checkCompatibility(trainedOn('b'.repeat(64)), base)).toBe(
    'it was trained on another model file (sha256 "bbbbbbbbbbbb") than that of SmolLM2 ("aaaaaaaaaaaa")',
  );
  expect(checkCompatibility(trainedOn('b'.repeat(64)), { ...base, sha256: null })).toBeNull();
});

test('what stands in a header cannot mislead in the reason', () => {
  const adapter = header({ 'general.architecture': 'lla\u202Ema\n' });
  expect(checkCompatibility(adapter, base)).not.toMatch(/[\u202E\n]/);
  const sly = { ...base, name: '$& {base}' };
  expect(checkCompatibility(header({}, ...pair('blk.0.attn_q.weight', [9, 1], [1, 576])), sly)).toBe(
    'its layer blk.0.attn_q expects 9 inputs, $& {base} has 576',
  );
});
