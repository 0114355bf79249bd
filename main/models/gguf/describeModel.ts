import { displayText } from './displayText';
import { fileTypeName } from './fileTypes';
import type { GgufArray, GgufHeader, GgufTensor, GgufValue } from './ggufHeader';

const maxNameLength = 120;
const maxLicenceLength = 80;
const maxSizeLabelLength = 20;
/** Characters. The longest template known has some ten thousand; cut off, one would be of no use. */
const maxTemplateLength = 2 ** 20;

/**
 * What a model's file says about it; null where it does not. Texts are fit to be shown, except for the template, which is
 * as the file has it.
 */
export interface ModelFacts {
  architecture: string;
  name: string | null;
  /** Elements of all tensors; null as long as parts of a split model are missing. */
  parameters: number | null;
  /** As llama.cpp names the mix, such as `Q4_K_M`; otherwise the type that takes the most bytes. */
  quantization: string | null;
  /** What it was trained on, in tokens. */
  contextLength: number | null;
  blockCount: number | null;
  embeddingLength: number | null;
  /** Where layers differ, the most of any. */
  headCount: number | null;
  /** Where layers differ, the most of any. */
  headCountKv: number | null;
  /** Of all layers together: less than `headCountKv` for each where layers differ, as they do in hybrid models. */
  totalHeadCountKv: number | null;
  /** Numbers in one head's key, and in its value. */
  keyLength: number | null;
  valueLength: number | null;
  /** How far back attention reaches in layers that do not see everything, in tokens. */
  slidingWindow: number | null;
  /** Null also when it is too long to be one. */
  chatTemplate: string | null;
  hasChatTemplate: boolean;
  licence: string | null;
  /** Such as `135M`, as its makers put it. */
  sizeLabel: string | null;
  vocabularySize: number | null;
  /** Null for a model in one file; `number` from 0. */
  split: { number: number; count: number } | null;
}

/** Never throws: what makes no sense is as good as absent. */
export function describeModel(header: GgufHeader): ModelFacts {
  const { metadata, tensors } = header;
  const architecture = textOf(metadata.get('general.architecture'), maxNameLength) ?? '';
  const fact = (name: string): GgufValue | undefined => metadata.get(`${architecture}.${name}`);
  const template = metadata.get('tokenizer.chat_template');
  const hasChatTemplate = typeof template === 'string' && template.length > 0;
  const part = partOf(header);
  return {
    architecture,
    name: textOf(metadata.get('general.name'), maxNameLength),
    parameters: part && tensors.length < part.tensorCount ? null : elementsOf(tensors),
    quantization: quantizationOf(header),
    contextLength: countOf(fact('context_length')),
    ...describeLayers(fact),
    slidingWindow: countOf(fact('attention.sliding_window')) || null,
    chatTemplate: hasChatTemplate && template.length <= maxTemplateLength ? template : null,
    hasChatTemplate,
    licence: textOf(metadata.get('general.license'), maxLicenceLength),
    sizeLabel: textOf(metadata.get('general.size_label'), maxSizeLabelLength),
    vocabularySize: listOf(metadata.get('tokenizer.ggml.tokens'))?.length ?? null,
    split: part && { number: part.number, count: part.count },
  };
}

type LayerFacts = Pick<
  ModelFacts,
  | 'blockCount'
  | 'embeddingLength'
  | 'headCount'
  | 'headCountKv'
  | 'totalHeadCountKv'
  | 'keyLength'
  | 'valueLength'
>;

function describeLayers(fact: (name: string) => GgufValue | undefined): LayerFacts {
  const blockCount = countOf(fact('block_count'));
  const embeddingLength = countOf(fact('embedding_length'));
  const heads = countsOf(fact('attention.head_count'), blockCount);
  const keyHeads = countsOf(fact('attention.head_count_kv'), blockCount) ?? heads;
  const headCount = mostOf(heads);
  const defaultLength = embeddingLength && headCount ? Math.floor(embeddingLength / headCount) : null;
  return {
    blockCount,
    embeddingLength,
    headCount,
    headCountKv: mostOf(keyHeads),
    totalHeadCountKv: keyHeads && keyHeads.reduce((sum, count) => sum + count, 0),
    keyLength: countOf(fact('attention.key_length')) ?? defaultLength,
    valueLength: countOf(fact('attention.value_length')) ?? defaultLength,
  };
}

function quantizationOf({ metadata, tensors }: GgufHeader): string | null {
  const fileType = countOf(metadata.get('general.file_type'));
  const named = fileType === null ? null : fileTypeName(fileType);
  if (named !== null) return named;
  const bytes = new Map<string, number>();
  for (const tensor of tensors) bytes.set(tensor.typeName, (bytes.get(tensor.typeName) ?? 0) + tensor.bytes);
  return [...bytes].sort(([, one], [, other]) => other - one)[0]?.[0] ?? null;
}

function elementsOf(tensors: readonly GgufTensor[]): number {
  return tensors.reduce(
    (sum, { dimensions }) => sum + dimensions.reduce((product, length) => product * length, 1),
    0,
  );
}

function partOf({ metadata }: GgufHeader): { number: number; count: number; tensorCount: number } | null {
  const number = countOf(metadata.get('split.no'));
  const count = countOf(metadata.get('split.count')) ?? 0;
  if (number === null || count <= 1) return null;
  return { number, count, tensorCount: countOf(metadata.get('split.tensors.count')) ?? Infinity };
}

function textOf(value: GgufValue | undefined, maxLength: number): string | null {
  return typeof value === 'string' ? displayText(value, maxLength) || null : null;
}

function countOf(value: GgufValue | undefined): number | null {
  const count = typeof value === 'bigint' ? Number(value) : value;
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : null;
}

/** One for each layer. */
function countsOf(value: GgufValue | undefined, blockCount: number | null): number[] | null {
  const list = listOf(value);
  if (list) return list.items?.map((item) => countOf(item) ?? 0) ?? null;
  const count = countOf(value);
  return count === null || blockCount === null || blockCount > 10_000
    ? null
    : Array<number>(blockCount).fill(count);
}

function mostOf(counts: readonly number[] | null): number | null {
  return counts && counts.length > 0 ? Math.max(...counts) : null;
}

function listOf(value: GgufValue | undefined): GgufArray | null {
  return typeof value === 'object' ? value : null;
}
