import type { Hyperparameters } from './checkHyperparameters';
import { grouped, quoted } from './displayText';
import type { GgufTensor } from './ggufHeader';
import { HeaderFault } from './headerFault';

const embeddingName = 'token_embd.weight';
const feedForwardTensor = /^blk\.(\d{1,9})\.ffn_down\.weight$/;
const blockTensor = /^blk\.(\d{1,9})\./;
/** The architecture whose dense layers are as wide as its embedding. */
const withoutFeedForwardLength = ['arctic'];
/** Architectures some of whose layers have no tensors: they leave layers out, or go through the same ones again. */
const withEmptyBlocks = ['deci', 'hrm_text'];

/** Checks which tensors there are. Throws a HeaderFault. */
export function checkModelTensors(
  tensors: readonly GgufTensor[],
  {
    architecture,
    hyperparameters,
    tokenCount,
    isComplete,
  }: {
    architecture: string;
    hyperparameters: Hyperparameters;
    tokenCount: number;
    /** Whether these are all: those of a part of a split model are not. */
    isComplete: boolean;
  },
): void {
  checkNames(tensors);
  const { blockCount, embeddingLength } = hyperparameters;
  const embedding = tensors.find(({ name }) => name === embeddingName);
  if (embedding) checkShape(embedding, [embeddingLength, tokenCount]);
  const seen = checkBlockNumbers(tensors, blockCount);
  if (!withoutFeedForwardLength.includes(architecture)) checkFeedForward(tensors, hyperparameters);
  if (!isComplete) return;
  if (tensors.length === 0)
    throw new HeaderFault('it holds a vocabulary only, without the weights of a model');
  if (!embedding) throw new HeaderFault(`it lacks the tensor ${quoted(embeddingName)}`);
  // Models of an encoder and a decoder name their layers in another way.
  if (withEmptyBlocks.includes(architecture) || tensors.some(({ name }) => name.startsWith('dec.blk.')))
    return;
  const needed = blockCount - hyperparameters.nextPredictingBlocks;
  for (let block = 0; block < needed; block += 1) {
    if (!seen.has(block)) throw new HeaderFault(`it lacks its layer ${block} of ${grouped(needed)}`);
  }
}

/** The reader has seen to it for one file, but the parts of a split model come together here. */
function checkNames(tensors: readonly GgufTensor[]): void {
  const names = new Set<string>();
  for (const { name } of tensors) {
    if (names.has(name)) throw new HeaderFault(`it has the tensor ${quoted(name)} twice`);
    names.add(name);
  }
}

function checkShape({ name, dimensions }: GgufTensor, wanted: readonly number[]): void {
  const isRight = Array.from({ length: 4 }, (_, index) => index).every(
    (index) => (dimensions[index] ?? 1) === (wanted[index] ?? 1),
  );
  if (isRight) return;
  const shape = (lengths: readonly number[]): string => lengths.map(grouped).join(' × ');
  throw new HeaderFault(`its tensor ${quoted(name)} is ${shape(dimensions)}, not ${shape(wanted)}`);
}

/** Returns the numbers of the layers that have tensors. */
function checkBlockNumbers(tensors: readonly GgufTensor[], blockCount: number): Set<number> {
  const seen = new Set<number>();
  for (const { name } of tensors) {
    const digits = blockTensor.exec(name)?.[1];
    if (digits === undefined) continue;
    const block = Number(digits);
    if (block >= blockCount) {
      throw new HeaderFault(`its tensor ${quoted(name)} is of a layer beyond its ${grouped(blockCount)}`);
    }
    seen.add(block);
  }
  return seen;
}

/** llama.cpp aborts over tensors without length, which a wrong number here leads to. */
function checkFeedForward(tensors: readonly GgufTensor[], { feedForwardLengths }: Hyperparameters): void {
  for (const { name, dimensions } of tensors) {
    const digits = feedForwardTensor.exec(name)?.[1];
    if (digits === undefined) continue;
    const said = feedForwardLengths[Number(digits)] ?? 0;
    const real = dimensions[0] ?? 1;
    // One architecture counts two tensors together.
    if (said === real || said === 2 * real) continue;
    const lengths = `${grouped(said)} numbers, where its tensor ${quoted(name)} has ${grouped(real)}`;
    throw new HeaderFault(`its layer ${digits} is said to feed forward ${lengths}`);
  }
}
