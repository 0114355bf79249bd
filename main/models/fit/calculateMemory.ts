import type { Machine } from '../../../preload/contract/fit';

/** What a model's memory depends on, beside the size of its file. */
export interface ArchitectureFacts {
  layers: number;
  /** Heads that keep keys and values; fewer than all heads in most current models. */
  kvHeads: number;
  /** Length of one head's key, which is also that of its value. */
  headDimension: number;
  embeddingLength: number;
  /** Different tokens the model knows. */
  vocabularySize: number;
  /** Layers that look back only so many tokens; null where all layers see the whole context. */
  slidingWindow: { tokens: number; layers: number } | null;
}

export interface WeightFacts {
  /** All files together, which hold little but the weights. */
  fileBytes: number;
  architecture: ArchitectureFacts;
}

/** Memory in bytes, by what it is for. */
export interface MemoryParts {
  weightsBytes: number;
  /** Keys and values of the tokens in the context. */
  contextBytes: number;
  /** What llama.cpp computes in. */
  computeBytes: number;
}

/** What has to be held where, for a context of `contextSize` tokens. */
export interface MemoryNeeds {
  ramBytes: number;
  vramBytes: number;
  contextSize: number;
}

const halfFloatBytes = 2;
const floatBytes = 4;
/** Tokens that llama.cpp reads at once, as our worker leaves it. */
const batchTokens = 512;
/** Sliding layers keep their window and one batch, in blocks of so many tokens. */
const cacheBlockTokens = 256;

/**
 * The memory that a model takes, from facts that are known before it is downloaded.
 *
 * Keys and values are half floats. The compute buffer follows from what llama.cpp reserves for one batch: a number for
 * each word of the vocabulary and two embeddings a token. node-llama-cpp 3.22.1's simulation of the starter model gives
 * the same to the byte wherever flash attention is on; see the test.
 */
export function calculateMemory({ fileBytes, architecture }: WeightFacts, contextSize: number): MemoryParts {
  const { layers, kvHeads, headDimension, embeddingLength, vocabularySize, slidingWindow } = architecture;
  const bytesPerTokenAndLayer = 2 * kvHeads * headDimension * halfFloatBytes;
  const slidingLayers = slidingWindow?.layers ?? 0;
  const slidingTokens = Math.min(contextSize, keptTokens(slidingWindow?.tokens ?? 0));
  return {
    weightsBytes: fileBytes,
    contextBytes:
      bytesPerTokenAndLayer * ((layers - slidingLayers) * contextSize + slidingLayers * slidingTokens),
    computeBytes: batchTokens * floatBytes * (vocabularySize + 2 * embeddingLength + 1),
  };
}

function keptTokens(windowTokens: number): number {
  return Math.ceil((windowTokens + batchTokens + 1) / cacheBlockTokens) * cacheBlockTokens;
}

/** Keys and values of 4,096 tokens take 5 to 26 % of the weights in the catalogue's models of a billion parameters and more. */
const contextShare = 0.25;
const typicalComputeBytes = 300_000_000;

/** A rough figure where only the size of a file is known: on the high side, so that a promise to fit is kept. */
export function calculateMemoryBySize(fileBytes: number, contextSize: number): MemoryParts {
  return {
    weightsBytes: fileBytes,
    contextBytes: Math.round(fileBytes * contextShare * (contextSize / 4096)),
    computeBytes: typicalComputeBytes,
  };
}

/** The card's own share of its free memory that a model is given; the rest is for the screen. */
const usableVramShare = 0.9;
/** Of what is on the card, the share that stays in the computer's memory too: the table of embeddings. */
const mirroredShare = 0.15;

/** Where the memory is taken: on the graphics device as far as it has room, as llama.cpp does by itself. */
export function placeMemory(
  { weightsBytes, contextBytes, computeBytes }: MemoryParts,
  contextSize: number,
  machine: Pick<Machine, 'devices' | 'vramFreeBytes'>,
): MemoryNeeds {
  const totalBytes = weightsBytes + contextBytes + computeBytes;
  const usableBytes = machine.devices.length > 0 ? machine.vramFreeBytes * usableVramShare : 0;
  const vramBytes = Math.round(Math.min(totalBytes, usableBytes));
  const mirroredBytes = vramBytes > 0 ? weightsBytes * mirroredShare : 0;
  return {
    ramBytes: Math.round(Math.min(totalBytes, totalBytes - vramBytes + mirroredBytes)),
    vramBytes,
    contextSize,
  };
}
