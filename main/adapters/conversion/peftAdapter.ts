import { open } from 'node:fs/promises';
import { quoted } from '../../models/gguf/displayText';
import { parsePeftConfig, type PeftConfig } from './peftConfig';
import { readSafetensors, type SafetensorsTensor } from './readSafetensors';

/** The two halves of one adapted weight, as PEFT stores them. */
export interface PeftPair {
  /** The module as the model's makers name it, such as `model.layers.0.self_attn.q_proj`. */
  module: string;
  /** Of shape (rank, inputs). */
  a: SafetensorsTensor;
  /** Of shape (outputs, rank). */
  b: SafetensorsTensor;
  rank: number;
}

/** A PEFT adapter whose files are in order, whatever base it belongs to. */
export interface PeftAdapter {
  config: PeftConfig;
  pairs: readonly PeftPair[];
  /** Absolute. */
  weightsPath: string;
}

export interface PeftFiles {
  configPath: string;
  weightsPath: string;
}

/** `reason` is a clause for people. */
export type PeftVerdict = { isValid: true; adapter: PeftAdapter } | { isValid: false; reason: string };

const longestConfigBytes = 1024 * 1024;
// Some trainers keep the name of the adapter in the key.
const keyPattern =
  /^(?:base_model\.model\.)?([\w.]{1,300}?)\.lora_(?:embedding_)?([AB])(?:\.default)?(?:\.weight)?$/;

/** Checks and reads everything of a PEFT adapter but the numbers themselves. */
export async function readPeftAdapter({ configPath, weightsPath }: PeftFiles): Promise<PeftVerdict> {
  const text = await readSmallFile(configPath);
  if (text === null) return refused('its adapter_config.json is too long for a configuration');
  const verdict = parsePeftConfig(text);
  if (!verdict.isValid) return verdict;
  const file = await open(weightsPath, 'r');
  try {
    const weights = await readSafetensors(file);
    if (!weights.isValid) return weights;
    const pairs = pairUp(weights.tensors, verdict.config);
    if (typeof pairs === 'string') return refused(pairs);
    return { isValid: true, adapter: { config: verdict.config, pairs, weightsPath } };
  } finally {
    await file.close();
  }
}

/** A reason in place of the pairs when they are not in order. */
function pairUp(tensors: readonly SafetensorsTensor[], config: PeftConfig): PeftPair[] | string {
  const halves = new Map<string, { a?: SafetensorsTensor; b?: SafetensorsTensor }>();
  for (const tensor of tensors) {
    const [, module, half] = keyPattern.exec(tensor.name) ?? [];
    if (module === undefined) return unknownTensor(tensor.name);
    const known = halves.get(module) ?? {};
    const key = half === 'A' ? 'a' : 'b';
    if (known[key]) return `it has the weight ${quoted(module)} twice`;
    halves.set(module, { ...known, [key]: tensor });
  }
  const pairs: PeftPair[] = [];
  for (const [module, { a, b }] of halves) {
    if (!a || !b) return `of its weight ${quoted(module)} one half is missing`;
    const rank = rankOf(a, b);
    if (rank === null) return `the two halves of its weight ${quoted(module)} do not fit together`;
    if (!config.ranks.includes(rank)) {
      return `its weight ${quoted(module)} has rank ${rank}, which its configuration does not name`;
    }
    pairs.push({ module, a, b, rank });
  }
  return pairs.length === 0 ? 'it changes no weights' : pairs;
}

function rankOf(a: SafetensorsTensor, b: SafetensorsTensor): number | null {
  const [rank = 0, inputs = 0] = a.shape;
  const [outputs = 0, innerRank] = b.shape;
  const areMatrices = a.shape.length === 2 && b.shape.length === 2;
  return areMatrices && rank === innerRank && rank > 0 && inputs > 0 && outputs > 0 ? rank : null;
}

function unknownTensor(name: string): string {
  if (name.includes('lora_magnitude_vector')) {
    return 'it uses a variant of LoRA that cannot be converted (DoRA)';
  }
  return `its tensor ${quoted(name)} is no part of a LoRA adapter`;
}

async function readSmallFile(path: string): Promise<string | null> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return size > longestConfigBytes ? null : await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

function refused(reason: string): PeftVerdict {
  return { isValid: false, reason };
}
