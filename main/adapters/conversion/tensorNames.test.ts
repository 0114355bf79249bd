import { describe, expect, test } from 'vitest';
import { namesOfArchitecture, weightNameOf } from './tensorNames';

function nameIn(architecture: string, module: string): string | null {
  const names = namesOfArchitecture(architecture);
  if (!names) throw new Error(`${architecture} is not known.`);
  return weightNameOf(module, names)?.name ?? null;
}

describe.each([
  'llama',
  'mistral3',
  'smollm3',
  'granite',
  'qwen2',
  'qwen3',
  'olmo2',
  'gemma',
  'gemma2',
  'gemma3',
])('in %s', (architecture) => {
  test('all seven projections of a layer have their GGUF names', () => {
    const modules = ['self_attn.q_proj', 'self_attn.k_proj', 'self_attn.v_proj', 'self_attn.o_proj'];
    const feedForward = ['mlp.gate_proj', 'mlp.up_proj', 'mlp.down_proj'];
    expect(
      [...modules, ...feedForward].map((module) => nameIn(architecture, `model.layers.12.${module}`)),
    ).toEqual([
      'blk.12.attn_q.weight',
      'blk.12.attn_k.weight',
      'blk.12.attn_v.weight',
      'blk.12.attn_output.weight',
      'blk.12.ffn_gate.weight',
      'blk.12.ffn_up.weight',
      'blk.12.ffn_down.weight',
    ]);
  });

  test('what is no weight of it has no name', () => {
    for (const module of [
      'model.layers.0.self_attn.qkv_proj',
      'model.layers.0.mlp.experts.0.up_proj',
      'model.layers.0.input_layernorm',
      'model.layers.0.toString',
      'model.layers.-1.self_attn.q_proj',
      'model.layers.99999.self_attn.q_proj',
      'vision_tower.vision_model.encoder.layers.0.self_attn.q_proj',
      '__proto__',
      '',
    ]) {
      expect(nameIn(architecture, module)).toBeNull();
    }
  });
});

test('phi3 has its fused weights', () => {
  const modules = ['self_attn.qkv_proj', 'self_attn.o_proj', 'mlp.gate_up_proj', 'mlp.down_proj'];
  expect(modules.map((module) => nameIn('phi3', `model.layers.0.${module}`))).toEqual([
    'blk.0.attn_qkv.weight',
    'blk.0.attn_output.weight',
    'blk.0.ffn_up.weight',
    'blk.0.ffn_down.weight',
  ]);
  expect(nameIn('phi3', 'model.layers.0.self_attn.q_proj')).toBeNull();
});

test('the language model inside one that sees pictures is found in both places', () => {
  for (const prefix of ['model.language_model', 'language_model.model', 'language_model', 'model']) {
    expect(nameIn('gemma3', `${prefix}.layers.3.self_attn.v_proj`)).toBe('blk.3.attn_v.weight');
  }
});

test('output and embeddings have their names, embeddings only where they mean the same here', () => {
  expect(nameIn('llama', 'lm_head')).toBe('output.weight');
  expect(nameIn('llama', 'model.embed_tokens')).toBe('token_embd.weight');
  expect(nameIn('gemma3', 'model.embed_tokens')).toBeNull();
});

test('only the architectures whose heads llama.cpp turns in another order are interleaved', () => {
  const interleaved = ['llama', 'mistral3', 'smollm3', 'granite'];
  const plain = ['qwen2', 'qwen3', 'olmo2', 'gemma', 'gemma2', 'gemma3', 'phi3'];
  expect(interleaved.map((name) => namesOfArchitecture(name)?.isRotaryInterleaved)).toEqual(
    Array(4).fill(true),
  );
  expect(plain.map((name) => namesOfArchitecture(name)?.isRotaryInterleaved)).toEqual(Array(7).fill(false));
});

test('an architecture that is not known has no names', () => {
  for (const name of ['mamba', 'constructor', '__proto__', '']) expect(namesOfArchitecture(name)).toBeNull();
});
