import { grouped, quoted } from './displayText';
import type { GgufTensor } from './ggufHeader';
import { HeaderFault } from './headerFault';
import { maxBlocks, type HeaderFields } from './headerFields';

export interface Hyperparameters {
  blockCount: number;
  /** Of these, the last ones that only predict further tokens, and may be left out. */
  nextPredictingBlocks: number;
  embeddingLength: number;
  /** One for each layer; empty when the file does not say. */
  feedForwardLengths: readonly number[];
}

const maxUint32 = 2 ** 32 - 1;
/** A hundred times the longest known. */
const maxEmbeddingLength = 2 ** 20;
/** As llama.cpp's own limit says. */
const maxExperts = 1_024;
const ropeScalingTypes = ['none', 'linear', 'yarn', 'longrope'];
/** Architectures of which llama.cpp wants that rotary embeddings take the whole of a head. */
const wholeHeadRotations = ['llama', 'deci', 'falcon', 'llama-embed'];
/** Architectures whose models of a single expert are no mixture of experts. */
const singleExpertArchitectures = ['hunyuan_vl', 'hunyuan-dense'];
const attentionTensor = /^blk\.\d+\.attn_(?:q|k|qkv)\.weight$/;
const keyTensor = /^blk\.\d+\.attn_k\.weight$/;

/** Checks what llama.cpp would stop or fall over. Throws a HeaderFault. */
export function checkHyperparameters(
  architecture: string,
  fields: HeaderFields,
  tensors: readonly GgufTensor[],
): Hyperparameters {
  const key = (name: string): string => `${architecture}.${name}`;
  const blockCount = fields.requiredNumber(key('block_count'), { min: 1, max: maxBlocks });
  const embeddingLength = fields.requiredNumber(key('embedding_length'), { min: 1, max: maxEmbeddingLength });
  fields.requiredNumber(key('context_length'), { min: 1, max: maxUint32 });
  const nextPredictingBlocks = fields.number(key('nextn_predict_layers')) ?? 0;
  if (nextPredictingBlocks > blockCount) {
    throw new HeaderFault(`its ${quoted(key('nextn_predict_layers'))} is more than it has layers`);
  }
  const scaling = fields.text(key('rope.scaling.type')) ?? 'none';
  if (!ropeScalingTypes.includes(scaling)) {
    throw new HeaderFault(`its rotary embeddings are scaled in an unknown way, ${quoted(scaling)}`);
  }
  checkHeads({ architecture, blockCount, embeddingLength, fields, tensors });
  checkExperts(architecture, blockCount, fields);
  const feedForwardLengths = fields.perLayer(key('feed_forward_length'), blockCount) ?? [];
  return { blockCount, nextPredictingBlocks, embeddingLength, feedForwardLengths };
}

function checkHeads({
  architecture,
  blockCount,
  embeddingLength,
  fields,
  tensors,
}: {
  architecture: string;
  blockCount: number;
  embeddingLength: number;
  fields: HeaderFields;
  tensors: readonly GgufTensor[];
}): void {
  const heads = fields.perLayer(`${architecture}.attention.head_count`, blockCount) ?? [];
  const keyHeads = fields.perLayer(`${architecture}.attention.head_count_kv`, blockCount) ?? heads;
  // Recurrent models have none, and those of both kinds none in some layers.
  const [headCount = 0] = heads;
  const lacks = (counts: readonly number[], tensor: RegExp): boolean =>
    counts.every((count) => count === 0) && tensors.some(({ name }) => tensor.test(name));
  if (lacks(heads, attentionTensor)) {
    throw new HeaderFault('it has attention layers, but no attention heads');
  }
  if (lacks(keyHeads, keyTensor)) throw new HeaderFault('it has attention layers, but no key-value heads');
  const uneven = heads.findIndex((count, layer) => count > 0 && count % (keyHeads[layer] || 1) !== 0);
  if (uneven !== -1) {
    const counts = `${grouped(heads[uneven] ?? 0)} attention heads among ${grouped(keyHeads[uneven] ?? 0)}`;
    throw new HeaderFault(
      `its layer ${uneven} shares ${counts} key-value heads, which does not come out even`,
    );
  }
  if (headCount > 0) checkHeadLengths({ architecture, headCount, embeddingLength, fields });
}

function checkHeadLengths({
  architecture,
  headCount,
  embeddingLength,
  fields,
}: {
  architecture: string;
  headCount: number;
  embeddingLength: number;
  fields: HeaderFields;
}): void {
  const defaultLength = Math.floor(embeddingLength / headCount);
  const keyLength = fields.number(`${architecture}.attention.key_length`) ?? defaultLength;
  const valueLength = fields.number(`${architecture}.attention.value_length`) ?? defaultLength;
  if (keyLength === 0 || valueLength === 0) {
    throw new HeaderFault('its attention heads have no length');
  }
  const rotatedLength = fields.number(`${architecture}.rope.dimension_count`) ?? keyLength;
  if (wholeHeadRotations.includes(architecture) && rotatedLength !== keyLength) {
    const lengths = `${grouped(rotatedLength)} of ${grouped(keyLength)} numbers of a head`;
    throw new HeaderFault(`its rotary embeddings take ${lengths}, where its architecture takes all`);
  }
  if (architecture === 'llama' && keyLength !== valueLength) {
    throw new HeaderFault('its keys and values are not of one length');
  }
}

function checkExperts(architecture: string, blockCount: number, fields: HeaderFields): void {
  const experts = fields.number(`${architecture}.expert_count`) ?? 0;
  const used = fields.perLayer(`${architecture}.expert_used_count`, blockCount) ?? [0];
  const groups = fields.number(`${architecture}.expert_group_count`) ?? 0;
  const usedGroups = fields.number(`${architecture}.expert_group_used_count`) ?? 0;
  if (experts <= 1 && singleExpertArchitectures.includes(architecture)) return;
  const mostUsed = Math.max(...used);
  const isConsistent =
    experts === 0
      ? mostUsed === 0 && groups === 0
      : experts <= maxExperts &&
        mostUsed > 0 &&
        mostUsed <= experts &&
        groups < experts &&
        (groups <= 1 || (experts % groups === 0 && usedGroups > 0 && usedGroups < groups));
  if (isConsistent) return;
  const counts = `${grouped(mostUsed)} of ${grouped(experts)} experts, in ${grouped(groups)} groups`;
  throw new HeaderFault(`it says to use ${counts}, which cannot be`);
}
