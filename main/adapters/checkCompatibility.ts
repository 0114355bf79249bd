import { grouped, quoted } from '../models/gguf/displayText';
import type { GgufHeader, GgufTensor } from '../models/gguf/ggufHeader';

/** What of an adapter's header is compared with its base's. */
export type ComparedHeader = Pick<GgufHeader, 'metadata' | 'tensors'>;

/** A model as far as an adapter is checked against it. */
export interface CheckedBase {
  /** As people read it. */
  name: string;
  header: ComparedHeader;
  /** Of its first file; null where it is not known. */
  sha256: string | null;
}

/** Names the very file that an adapter was trained on, where its trainer wrote it down. */
export const baseSha256Key = 'loam.base_model.sha256';

const tokenEmbeddingName = 'token_embd.weight';
const halfSuffixes = ['.lora_a', '.lora_b'] as const;

/**
 * Whether an adapter works with a model, by what llama.cpp asks for and by what it would quietly leave without effect.
 * Returns a clause that names the first thing that does not fit, or null.
 */
export function checkCompatibility(adapter: ComparedHeader, base: CheckedBase): string | null {
  return (
    checkArchitecture(adapter, base) ?? checkBaseFile(adapter, base) ?? checkWeights(adapter.tensors, base)
  );
}

function checkArchitecture(adapter: ComparedHeader, { name, header }: CheckedBase): string | null {
  const [its, of] = [architectureOf(adapter), architectureOf(header)];
  if (its !== null && its === of) return null;
  return `it is for models of the kind ${inWords(its)}, and ${name} is of the kind ${inWords(of)}`;
}

function checkBaseFile({ metadata }: ComparedHeader, { name, sha256 }: CheckedBase): string | null {
  const trainedOn = metadata.get(baseSha256Key);
  if (typeof trainedOn !== 'string' || sha256 === null || trainedOn === sha256) return null;
  return `it was trained on another model file (sha256 ${quoted(trainedOn.slice(0, 12))}) than that of ${name} (${quoted(sha256.slice(0, 12))})`;
}

function checkWeights(tensors: readonly GgufTensor[], { name, header }: CheckedBase): string | null {
  const halves = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const weights = adaptedWeights(tensors);
  if (weights.length === 0) return 'it changes no weights';
  const baseTensors = new Map(header.tensors.map((tensor) => [tensor.name, tensor]));
  for (const weight of weights) {
    const [a, b] = halfSuffixes.map((suffix) => halves.get(`${weight}${suffix}`));
    if (!a || !b) return `of its layer ${shown(weight)} one half is missing`;
    const target = baseTensors.get(weight);
    if (!target) return `its layer ${shown(weight)} is not in ${name}${layersOf(header)}`;
    const reason =
      weight === tokenEmbeddingName
        ? checkEmbedding(a, b, target, { name, hasOutput: baseTensors.has('output.weight') })
        : checkShapes(a, b, target, name);
    if (reason !== null) return `its layer ${shown(weight)} ${reason}`;
  }
  return null;
}

/** Names of the base's tensors that the adapter changes. */
function adaptedWeights(tensors: readonly GgufTensor[]): string[] {
  const names = tensors.flatMap(({ name }) => {
    const suffix = halfSuffixes.find((ending) => name.endsWith(ending));
    return suffix === undefined ? [] : [name.slice(0, -suffix.length)];
  });
  return [...new Set(names)];
}

function checkShapes(a: GgufTensor, b: GgufTensor, target: GgufTensor, base: string): string | null {
  // A vector such as a norm is used without asking an adapter, so nothing would come of it.
  if (target.dimensions.length < 2) return `changes a weight of ${base} that no adapter can change`;
  const [inputs, outputs, experts] = sizes(target);
  const [aRow, aRows, aExperts] = sizes(a);
  const [bRow, bRows, bExperts] = sizes(b);
  if (aRow !== inputs) return `expects ${grouped(aRow)} inputs, ${base} has ${grouped(inputs)}`;
  if (bRows !== outputs) return `expects ${grouped(bRows)} outputs, ${base} has ${grouped(outputs)}`;
  if (aRows !== bRow) return 'has two halves that do not fit together';
  if (aExperts === experts && bExperts === experts) return null;
  const expected = aExperts === experts ? bExperts : aExperts;
  return `expects ${grouped(expected)} experts, ${base} has ${grouped(experts)}`;
}

/** Tokens are looked up by row, so the first half lies the other way round than elsewhere. */
function checkEmbedding(
  a: GgufTensor,
  b: GgufTensor,
  target: GgufTensor,
  base: { name: string; hasOutput: boolean },
): string | null {
  // llama.cpp would take the same two halves for the output, the wrong way round, and end its process over it.
  if (!base.hasOutput) return `changes the words’ embeddings, which ${base.name} also uses as its output`;
  const [width, tokens] = sizes(target);
  const [aRow, aRows, aMatrices] = sizes(a);
  const [bRow, bRows, bMatrices] = sizes(b);
  if (aRows !== tokens) return `expects ${grouped(aRows)} tokens, ${base.name} has ${grouped(tokens)}`;
  if (bRows !== width) return `expects a width of ${grouped(bRows)}, ${base.name} has ${grouped(width)}`;
  return aRow === bRow && aMatrices * bMatrices === 1 ? null : 'has two halves that do not fit together';
}

/** A row's length, rows, and matrices; what is not there counts one. */
function sizes({
  dimensions: [row = 1, rows = 1, matrices = 1, others = 1],
}: GgufTensor): [number, number, number] {
  return [row, rows, matrices * others];
}

function layersOf({ metadata }: ComparedHeader): string {
  const architecture = metadata.get('general.architecture');
  const layers = typeof architecture === 'string' ? metadata.get(`${architecture}.block_count`) : undefined;
  return typeof layers === 'number' ? `, which has ${layers} layers` : '';
}

function architectureOf({ metadata }: ComparedHeader): string | null {
  const architecture = metadata.get('general.architecture');
  return typeof architecture === 'string' ? architecture : null;
}

function inWords(architecture: string | null): string {
  return architecture === null ? '"unknown"' : quoted(architecture);
}

function shown(weight: string): string {
  return quoted(weight.replace(/\.weight$/, '')).slice(1, -1);
}
