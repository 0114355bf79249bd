import type { GgufHeader, GgufValue } from '../../models/gguf/ggufHeader';
import { quoted } from '../../models/gguf/displayText';
import { writtenTypeOf, type WrittenType } from './numbers';
import type { PeftAdapter, PeftPair } from './peftAdapter';
import { alphaOf, type PeftConfig } from './peftConfig';
import type { SafetensorsTensor } from './readSafetensors';
import {
  type ArchitectureNames,
  namesOfArchitecture,
  tokenEmbeddingName,
  type WeightName,
  weightNameOf,
} from './tensorNames';

/** One tensor to write, and how it comes out of the PEFT file. */
export interface PlannedTensor {
  name: string;
  /** Elements, the length of a row first. */
  dimensions: readonly [number, number];
  typeName: WrittenType;
  bytes: number;
  source: SafetensorsTensor;
  /** What its numbers are multiplied with. */
  factor: number;
  order: { type: 'kept' } | { type: 'interleaved'; heads: number } | { type: 'transposed' };
}

export interface ConversionPlan {
  architecture: string;
  alpha: number;
  tensors: readonly PlannedTensor[];
}

/** `reason` is a clause for people. */
export type PlanVerdict = { isPossible: true; plan: ConversionPlan } | { isPossible: false; reason: string };

type BaseFacts = Pick<GgufHeader, 'metadata'>;

/** What a tensor that is turned or reordered may take in memory. */
const largestReorderedBytes = 256 * 1024 * 1024;

/** Decides how a PEFT adapter becomes a GGUF file for this base. Whether their shapes fit is not asked here. */
export function planConversion({ config, pairs }: PeftAdapter, base: BaseFacts): PlanVerdict {
  const architecture = base.metadata.get('general.architecture');
  const names = typeof architecture === 'string' ? namesOfArchitecture(architecture) : null;
  if (typeof architecture !== 'string' || names === null) {
    const shown = typeof architecture === 'string' ? quoted(architecture) : 'unknown';
    return impossible(`PEFT adapters for models of the kind ${shown} cannot be converted here`);
  }
  const tensors: (readonly [place: number, tensor: PlannedTensor])[] = [];
  for (const pair of pairs) {
    const weight = weightNameOf(pair.module, names);
    if (weight === null) {
      return impossible(
        `its weight ${quoted(pair.module)} has no place in a model of the kind ${architecture}`,
      );
    }
    const heads = headsOf(weight, pair, names, { architecture, metadata: base.metadata });
    if (typeof heads === 'string') return impossible(heads);
    const planned = planPair(pair, weight, { heads, factor: factorOf(config, pair) });
    if (typeof planned === 'string') return impossible(planned);
    tensors.push(...planned.map((tensor) => [weight.layer ?? Infinity, tensor] as const));
  }
  const inLayerOrder = tensors.toSorted(([one], [other]) => (one === other ? 0 : one - other));
  const plan = {
    architecture,
    alpha: writtenAlpha(config),
    tensors: inLayerOrder.map(([, tensor]) => tensor),
  };
  const twice = findTwice(plan.tensors.map(({ name }) => name));
  return twice === undefined
    ? { isPossible: true, plan }
    : impossible(`two of its weights are both ${quoted(twice)}`);
}

/** Both halves of one weight. GGUF names the length of a row first, so a shape reads backwards. */
function planPair(
  pair: PeftPair,
  { name }: WeightName,
  { heads, factor }: { heads: number | null; factor: number },
): PlannedTensor[] | string {
  const { a, b, rank } = pair;
  const [, inputs = 0] = a.shape;
  const [outputs = 0] = b.shape;
  // llama.cpp looks the first half of an embedding up by rows.
  const isEmbedding = name === tokenEmbeddingName;
  const isTooLarge = [...(isEmbedding ? [a] : []), ...(heads === null ? [] : [b])].some(
    ({ bytes }) => bytes > largestReorderedBytes,
  );
  if (isTooLarge) return `its weight ${quoted(pair.module)} is too large`;
  return [
    plannedTensor(`${name}.lora_a`, a, {
      dimensions: isEmbedding ? [rank, inputs] : [inputs, rank],
      factor: 1,
      order: { type: isEmbedding ? 'transposed' : 'kept' },
    }),
    plannedTensor(`${name}.lora_b`, b, {
      dimensions: [rank, outputs],
      factor,
      order: heads === null ? { type: 'kept' } : { type: 'interleaved', heads },
    }),
  ];
}

function plannedTensor(
  name: string,
  source: SafetensorsTensor,
  shape: Pick<PlannedTensor, 'dimensions' | 'factor' | 'order'>,
): PlannedTensor {
  const typeName = writtenTypeOf(source.type, shape.factor);
  const [row, rows] = shape.dimensions;
  return { name, source, typeName, bytes: row * rows * (typeName === 'F32' ? 4 : 2), ...shape };
}

/** How many heads the rows of a weight have to be interleaved by; null for none, or a reason. */
function headsOf(
  { kind, layer }: WeightName,
  { b, module }: PeftPair,
  names: ArchitectureNames,
  base: BaseFacts & { architecture: string },
): number | null | string {
  if (!names.isRotaryInterleaved || layer === null || (kind !== 'attn_q' && kind !== 'attn_k')) return null;
  const count = (key: string): number | null =>
    countOfLayer(base.metadata.get(`${base.architecture}.attention.${key}`), layer);
  const queryHeads = count('head_count');
  const heads = kind === 'attn_q' ? queryHeads : (count('head_count_kv') ?? queryHeads);
  const rows = b.shape[0] ?? 0;
  if (heads === null || rows % (2 * heads) !== 0) {
    return `its weight ${quoted(module)} does not have the rows of that model’s attention heads`;
  }
  return heads;
}

/** A number that a model has for all its layers, or for each of them. */
function countOfLayer(value: GgufValue | undefined, layer: number): number | null {
  const item = typeof value === 'object' ? value.items?.[layer] : value;
  return typeof item === 'number' && Number.isInteger(item) && item > 0 ? item : null;
}

/** The alpha of the file: llama.cpp divides it by the rank of each weight. */
function writtenAlpha({ alpha, rank, isRankStabilised }: PeftConfig): number {
  return isRankStabilised ? alpha * Math.sqrt(rank) : alpha;
}

/** What remains of a weight's own strength once llama.cpp has divided the file's alpha by its rank. */
function factorOf(config: PeftConfig, { module, rank }: PeftPair): number {
  const alpha = alphaOf(config, module);
  return (alpha * (config.isRankStabilised ? Math.sqrt(rank) : 1)) / writtenAlpha(config);
}

function findTwice(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

function impossible(reason: string): PlanVerdict {
  return { isPossible: false, reason };
}
