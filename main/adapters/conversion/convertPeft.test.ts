import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  float32,
  loraTensors,
  plainPeftConfig,
  type TensorToWrite,
  writePeftFolder,
} from '../../../test/helpers/peftFiles';
import { temporaryFolder } from '../../../test/helpers/temporaryFolder';
import { checkAdapterHeader } from '../../models/gguf/checkAdapterHeader';
import type { GgufHeader, GgufValue } from '../../models/gguf/ggufHeader';
import { readGgufHeader } from '../../models/gguf/readGgufHeader';
import { planConversion, type PlanVerdict } from './conversionPlan';
import { convertPeft } from './convertPeft';
import { type PeftAdapter, readPeftAdapter } from './peftAdapter';

/** Two heads of two rows for queries, one for keys. */
const llama = metadata({
  'general.architecture': 'llama',
  'llama.attention.head_count': 2,
  'llama.attention.head_count_kv': 1,
});
const qwen = metadata({
  'general.architecture': 'qwen2',
  'qwen2.attention.head_count': 2,
  'qwen2.attention.head_count_kv': 1,
});

function metadata(entries: Record<string, GgufValue>): Pick<GgufHeader, 'metadata'> {
  return { metadata: new Map(Object.entries(entries)) };
}

async function readAdapter(tensors: readonly TensorToWrite[], config: object = {}): Promise<PeftAdapter> {
  const folder = writePeftFolder(temporaryFolder(), { config: { ...plainPeftConfig, ...config }, tensors });
  const verdict = await readPeftAdapter({
    configPath: join(folder, 'adapter_config.json'),
    weightsPath: join(folder, 'adapter_model.safetensors'),
  });
  if (!verdict.isValid) throw new Error(verdict.reason);
  return verdict.adapter;
}

async function reasonFor(
  tensors: readonly TensorToWrite[],
  config: object = {},
  base = llama,
): Promise<string> {
  try {
    const verdict = planConversion(await readAdapter(tensors, config), base);
    return verdict.isPossible ? 'nothing' : verdict.reason;
  } catch (error) {
    return error instanceof Error ? error.message : 'nothing';
  }
}

function planOf(verdict: PlanVerdict) {
  if (!verdict.isPossible) throw new Error(verdict.reason);
  return verdict.plan;
}

interface Converted {
  header: GgufHeader;
  /** The bytes of a tensor. */
  data(name: string): Buffer;
}

async function convert(
  tensors: readonly TensorToWrite[],
  config: object = {},
  base: Pick<GgufHeader, 'metadata'> = llama,
): Promise<Converted> {
  const adapter = await readAdapter(tensors, config);
  const pieces: Buffer[] = [];
  const label = { name: 'pirate', baseName: adapter.config.baseName };
  await convertPeft(adapter, planOf(planConversion(adapter, base)), label, (piece) => {
    pieces.push(Buffer.from(piece));
    return Promise.resolve();
  });
  const path = join(temporaryFolder(), 'adapter.gguf');
  writeFileSync(path, Buffer.concat(pieces));
  const verdict = await readGgufHeader(path);
  if (!verdict.isValid) throw new Error(verdict.reason);
  const { header } = verdict;
  return {
    header,
    data(name) {
      const found = header.tensors.find((tensor) => tensor.name === name);
      if (!found) throw new Error(`There is no ${name}.`);
      const start = header.dataOffset + found.offset;
      return readFileSync(path).subarray(start, start + found.bytes);
    },
  };
}

const queries = loraTensors('model.layers.0.self_attn.q_proj', { inputs: 3, outputs: 8, rank: 2 });
const keys = loraTensors('model.layers.0.self_attn.k_proj', { inputs: 3, outputs: 4, rank: 2 });
const values = loraTensors('model.layers.0.self_attn.v_proj', { inputs: 3, outputs: 4, rank: 2 });

function rows(...numbers: number[]): Buffer {
  return float32(...numbers.flatMap((row) => [row * 2, row * 2 + 1]));
}

test('a converted adapter is a whole GGUF adapter with what its base is called', async () => {
  const { header } = await convert([...queries, ...values]);
  expect(checkAdapterHeader(header)).toBeNull();
  expect(Object.fromEntries(header.metadata)).toEqual({
    'general.architecture': 'llama',
    'general.type': 'adapter',
    'adapter.type': 'lora',
    'general.name': 'pirate',
    'general.base_model.count': 1,
    'general.base_model.0.name': 'SmolLM2-135M-Instruct',
    'general.base_model.0.organization': 'HuggingFaceTB',
    'adapter.lora.alpha': 4,
  });
  expect(header.tensors.map(({ name, dimensions }) => [name, dimensions])).toEqual([
    ['blk.0.attn_q.weight.lora_a', [3, 2]],
    ['blk.0.attn_q.weight.lora_b', [2, 8]],
    ['blk.0.attn_v.weight.lora_a', [3, 2]],
    ['blk.0.attn_v.weight.lora_b', [2, 4]],
  ]);
});

test('of a base that is a path on its maker’s computer only the last name is kept', async () => {
  const { header } = await convert(queries, { base_model_name_or_path: '/home/someone/secret/My-Model/' });
  expect(header.metadata.get('general.base_model.0.name')).toBe('My-Model');
  expect(JSON.stringify([...header.metadata])).not.toContain('secret');
});

describe('rows', () => {
  test('of queries and keys are interleaved by their own heads where llama.cpp has them so', async () => {
    const { data } = await convert([...queries, ...keys, ...values]);
    expect(data('blk.0.attn_q.weight.lora_b')).toEqual(rows(0, 2, 1, 3, 4, 6, 5, 7));
    expect(data('blk.0.attn_k.weight.lora_b')).toEqual(rows(0, 2, 1, 3));
    expect(data('blk.0.attn_v.weight.lora_b')).toEqual(rows(0, 1, 2, 3));
    expect(data('blk.0.attn_q.weight.lora_a')).toEqual(queries[0]?.data);
  });

  test('stay where they are in an architecture that has them in their makers’ order', async () => {
    const { data } = await convert([...queries, ...keys], {}, qwen);
    expect(data('blk.0.attn_q.weight.lora_b')).toEqual(queries[1]?.data);
    expect(data('blk.0.attn_k.weight.lora_b')).toEqual(keys[1]?.data);
  });

  test('follow the heads of their own layer where layers differ', async () => {
    const heads = (...items: number[]) => ({ itemType: 'int32', length: items.length, items });
    const base = metadata({
      'general.architecture': 'llama',
      'llama.attention.head_count': heads(2, 1),
      'llama.attention.head_count_kv': heads(1, 1),
    });
    const second = loraTensors('model.layers.1.self_attn.q_proj', { inputs: 3, outputs: 8, rank: 2 });
    const { data } = await convert([...queries, ...second], {}, base);
    expect(data('blk.0.attn_q.weight.lora_b')).toEqual(rows(0, 2, 1, 3, 4, 6, 5, 7));
    expect(data('blk.1.attn_q.weight.lora_b')).toEqual(rows(0, 4, 1, 5, 2, 6, 3, 7));
  });

  test('of embeddings are turned the way llama.cpp looks them up', async () => {
    const { header, data } = await convert([
      {
        name: 'base_model.model.model.embed_tokens.lora_embedding_A',
        dtype: 'F32',
        shape: [2, 3],
        data: float32(1, 2, 3, 4, 5, 6),
      },
      {
        name: 'base_model.model.model.embed_tokens.lora_embedding_B',
        dtype: 'F32',
        shape: [4, 2],
        data: rows(0, 1, 2, 3),
      },
    ]);
    expect(header.tensors.map(({ dimensions }) => dimensions)).toEqual([
      [2, 3],
      [2, 4],
    ]);
    expect(data('token_embd.weight.lora_a')).toEqual(float32(1, 4, 2, 5, 3, 6));
    expect(data('token_embd.weight.lora_b')).toEqual(rows(0, 1, 2, 3));
  });
});

describe('numbers', () => {
  const short = (dtype: string, bits: number[]): TensorToWrite[] =>
    values.map((tensor) => ({
      ...tensor,
      dtype,
      data: Buffer.from(
        Uint16Array.from({ length: tensor.data.length / 4 }, (_, index) => bits[index % bits.length] ?? 0)
          .buffer,
      ),
    }));

  test('of 16 bits stay as they are', async () => {
    const tensors = short('F16', [0x3c00, 0x4000]);
    const { header, data } = await convert(tensors);
    expect(header.tensors.map(({ typeName }) => typeName)).toEqual(['F16', 'F16']);
    expect(data('blk.0.attn_v.weight.lora_b')).toEqual(tensors[1]?.data);
  });

  test('of 16 brain bits become the same ones in 32', async () => {
    const { header, data } = await convert(short('BF16', [0x3f80, 0xc000]));
    expect(header.tensors.map(({ typeName }) => typeName)).toEqual(['F32', 'F32']);
    expect(data('blk.0.attn_v.weight.lora_a')).toEqual(float32(1, -2, 1, -2, 1, -2));
  });
});

// llama.cpp multiplies with the file's alpha through the rank of each weight; PEFT's own strengths must come out of it.
describe('strength', () => {
  const strengthOf = ({ header, data }: Converted, rank: number): number => {
    const [first = 0] = new Float32Array(Uint8Array.from(data('blk.0.attn_v.weight.lora_b')).buffer).subarray(
      1,
    );
    return (first * Number(header.metadata.get('adapter.lora.alpha'))) / rank;
  };
  const ofRank = (rank: number) =>
    loraTensors('model.layers.0.self_attn.v_proj', { inputs: 3, outputs: 4, rank });

  test('is alpha through rank', async () => {
    expect(strengthOf(await convert(ofRank(2)), 2)).toBeCloseTo(4 / 2, 6);
  });

  test('is alpha through the root of the rank where ranks are stabilised', async () => {
    const converted = await convert(ofRank(2), { use_rslora: true });
    expect(strengthOf(converted, 2)).toBeCloseTo(4 / Math.sqrt(2), 6);
    expect(converted.data('blk.0.attn_v.weight.lora_b')).toEqual(values[1]?.data);
  });

  test('follows the rank of a single weight', async () => {
    const config = { rank_pattern: { v_proj: 8 } };
    expect(strengthOf(await convert(ofRank(8), config), 8)).toBeCloseTo(4 / 8, 6);
    expect(strengthOf(await convert(ofRank(8), { ...config, use_rslora: true }), 8)).toBeCloseTo(
      4 / Math.sqrt(8),
      6,
    );
  });

  test('follows the alpha of a single weight, and no other weight’s', async () => {
    const converted = await convert([...queries, ...ofRank(2)], {
      alpha_pattern: { 'self_attn.v_proj': 32 },
    });
    expect(strengthOf(converted, 2)).toBeCloseTo(32 / 2, 6);
    expect(converted.data('blk.0.attn_q.weight.lora_b')).toEqual(rows(0, 2, 1, 3, 4, 6, 5, 7));
  });
});

describe('refuses', () => {
  test('a module that the architecture does not have, by its name', async () => {
    const tensors = loraTensors('model.layers.0.mlp.experts.0.up_proj', { inputs: 3, outputs: 4, rank: 2 });
    expect(await reasonFor(tensors)).toBe(
      'its weight "model.layers.0.mlp.experts.0.up_proj" has no place in a model of the kind llama',
    );
  });

  test('an architecture whose names it does not know', async () => {
    expect(await reasonFor(values, {}, metadata({ 'general.architecture': 'mamba' }))).toContain(
      '"mamba" cannot be converted',
    );
    expect(await reasonFor(values, {}, metadata({}))).toContain('unknown cannot be converted');
  });

  test('rows that are no whole heads', async () => {
    const odd = loraTensors('model.layers.0.self_attn.q_proj', { inputs: 3, outputs: 6, rank: 2 });
    expect(await reasonFor(odd)).toContain('attention heads');
  });

  test('a model whose heads are not counted', async () => {
    expect(await reasonFor(queries, {}, metadata({ 'general.architecture': 'llama' }))).toContain(
      'attention heads',
    );
    const absurd = metadata({ 'general.architecture': 'llama', 'llama.attention.head_count': 0 });
    expect(await reasonFor(queries, {}, absurd)).toContain('attention heads');
  });

  test('one weight under two names', async () => {
    const again = loraTensors('model.language_model.layers.0.self_attn.v_proj', {
      inputs: 3,
      outputs: 4,
      rank: 2,
    });
    expect(await reasonFor([...values, ...again])).toBe(
      'two of its weights are both "blk.0.attn_v.weight.lora_a"',
    );
  });

  test('a half without the other', async () => {
    expect(await reasonFor(values.slice(1))).toBe(
      'of its weight "model.layers.0.self_attn.v_proj" one half is missing',
    );
  });

  test('halves that do not fit together', async () => {
    const other = loraTensors('model.layers.0.self_attn.v_proj', { inputs: 3, outputs: 4, rank: 4 });
    expect(await reasonFor([values[0]!, other[1]!])).toContain('do not fit together');
  });

  test('a rank that its configuration does not name', async () => {
    expect(await reasonFor(values, { r: 16 })).toContain('has rank 2, which its configuration does not name');
  });

  test('DoRA’s own tensors and whole weights, by name', async () => {
    const extra = (name: string): TensorToWrite => ({ name, dtype: 'F32', shape: [1], data: float32(1) });
    expect(await reasonFor([...values, extra('base_model.model.x.lora_magnitude_vector')])).toContain(
      '(DoRA)',
    );
    expect(await reasonFor([...values, extra('base_model.model.lm_head.weight')])).toContain(
      '"base_model.model.lm_head.weight" is no part of a LoRA adapter',
    );
  });

  test('an adapter without weights', async () => {
    expect(await reasonFor([])).toBe('it changes no weights');
  });
});
