import { describe, expect, test } from 'vitest';
import { plainPeftConfig } from '../../../test/helpers/peftFiles';
import { alphaOf, parsePeftConfig, type PeftConfig } from './peftConfig';

function parsed(changes: object): PeftConfig {
  const verdict = parsePeftConfig(JSON.stringify({ ...plainPeftConfig, ...changes }));
  if (!verdict.isValid) throw new Error(verdict.reason);
  return verdict.config;
}

function reasonFor(changes: object): string | null {
  const verdict = parsePeftConfig(JSON.stringify({ ...plainPeftConfig, ...changes }));
  return verdict.isValid ? null : verdict.reason;
}

test('rank, alpha and base are read', () => {
  expect(parsed({})).toEqual({
    baseName: 'HuggingFaceTB/SmolLM2-135M-Instruct',
    rank: 2,
    alpha: 4,
    ranks: [2],
    alphaByModule: [],
    isRankStabilised: false,
  });
});

test('ranks and alphas of single weights are read, and found by the end of the module’s name', () => {
  const config = parsed({
    rank_pattern: { 'layers.1.self_attn.q_proj': 8 },
    alpha_pattern: { '^model.layers.1.self_attn.q_proj': 16, v_proj: 32 },
  });
  expect(config.ranks).toEqual([2, 8]);
  expect(alphaOf(config, 'model.layers.1.self_attn.q_proj')).toBe(16);
  expect(alphaOf(config, 'model.layers.11.self_attn.q_proj')).toBe(4);
  expect(alphaOf(config, 'model.layers.0.self_attn.v_proj')).toBe(32);
  expect(alphaOf(config, 'model.layers.0.self_attn.my_v_proj')).toBe(4);
});

test('starts of a training that leave the base as it was are fine', () => {
  for (const init_lora_weights of [true, false, null, 'gaussian', 'eva', 'orthogonal']) {
    expect(reasonFor({ init_lora_weights })).toBeNull();
  }
});

test('fields that a newer PEFT may add are fine as long as they name no variant', () => {
  const changes = { use_rslora: true, something_new: { deep: [1] }, use_else: false, else_config: null };
  expect(reasonFor({ ...changes, loftq_config: {}, eva_config: { rho: 2 } })).toBeNull();
});

describe('refuses in words', () => {
  test.each([
    [{ peft_type: 'PROMPT_TUNING' }, 'another kind of fine-tuning'],
    [{ use_dora: true }, '"use_dora"'],
    [{ use_qalora: true }, '"use_qalora"'],
    [{ use_not_yet_known: true }, '"use_not_yet_known"'],
    [{ arrow_config: { top_k: 3 } }, '"arrow_config"'],
    [{ modules_to_save: ['lm_head'] }, 'modules_to_save'],
    [{ lora_bias: true }, 'biases'],
    [{ bias: 'all' }, 'biases'],
    [{ fan_in_fan_out: true }, 'fan_in_fan_out'],
    [{ target_parameters: ['mlp.experts.down_proj'] }, 'target_parameters'],
    [{ trainable_token_indices: [1, 2] }, 'trainable_token_indices'],
    [{ layer_replication: [[0, 4]] }, 'layer_replication'],
    [{ alora_invocation_tokens: [1, 2] }, 'activated LoRA'],
    [{ init_lora_weights: 'pissa_niter_4' }, 'altered the base'],
    [{ init_lora_weights: 'olora' }, 'altered the base'],
    [{ rank_pattern: { '(a+)+$': 4 } }, 'by a pattern'],
    [{ alpha_pattern: { 'layers\\.[0-9]+': 4 } }, 'by a pattern'],
    [{ r: 0 }, 'no usable "r"'],
    [{ r: 1e9 }, 'no usable "r"'],
    [{ r: '8' }, 'no usable "r"'],
    [{ lora_alpha: 0 }, 'no usable "lora_alpha"'],
    [{ lora_alpha: -4 }, 'no usable "lora_alpha"'],
    [{ rank_pattern: { q_proj: 0 } }, 'no usable "rank_pattern.q_proj"'],
    [{ peft_type: undefined }, 'no usable "peft_type"'],
  ])('%o', (changes, reason) => {
    expect(reasonFor(changes)).toContain(reason);
  });

  test.each(['', '{', 'null', '[]', '"LORA"', '1'])('the text %o', (text) => {
    expect(parsePeftConfig(text)).toMatchObject({ isValid: false });
  });

  test('a text that is nested 1,000,000 deep', () => {
    expect(parsePeftConfig('['.repeat(1_000_000))).toMatchObject({ isValid: false });
  });
});

test('a field named like a prototype changes nothing about other objects', () => {
  parsePeftConfig(`{"__proto__": {"isAdmin": true}, "peft_type": "LORA", "r": 1, "lora_alpha": 1}`);
  expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
});
