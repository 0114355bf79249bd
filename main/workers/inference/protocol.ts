import type { ChatMessage, LanguageModelPart, LanguageModelRequest } from '../../generation/languageModel';

/** Grows by one with every change that an older worker would not understand. */
export const inferenceProtocolVersion = 2;

/** Where and how a model runs. */
export interface RuntimeOptions {
  /** `auto` uses the graphics devices there are; a name uses that one alone. */
  gpu: 'auto' | 'off' | { device: string };
  /** How many layers a graphics device takes. */
  gpuLayers: 'auto' | number;
  /** Tokens; the model's own limit wins where it is smaller. */
  contextSize: number;
  /** Null: one for each physical core. */
  threads: number | null;
  flashAttention: 'auto' | boolean;
  memoryMapping: boolean;
}

export interface AdapterInput {
  path: string;
  /** 1: as it was trained. */
  scale: number;
}

/**
 * A model ready to answer, in every respect. What is the same as before is kept: other adapters, threads or a context of
 * another size take a new context only; other layers or memory mapping load the model again; another device starts
 * another process.
 */
export interface LoadInput extends RuntimeOptions {
  /** The first part of a split model. */
  modelPath: string;
  /** As people read it in error messages. */
  modelName: string;
  adapters: readonly AdapterInput[];
  /** What models may take of the main memory together, in bytes: beyond it the one that was used longest ago leaves. */
  memoryBudgetBytes: number;
}

/** A model that stays in memory, with its contexts. */
export interface KeptInference {
  modelPath: string;
  ramBytes: number;
  vramBytes: number;
}

/** What the loaded model really got. Sizes in tokens. */
export interface LoadedInference {
  /** Names the model with its adapters and options in later calls, which fail with model/not-loaded once it left. */
  handle: string;
  contextSize: number;
  trainContextSize: number;
  /** `cpu`, or the name of the graphics device. */
  device: string;
  gpuLayers: number;
  totalLayers: number;
  threads: number;
  flashAttention: boolean;
  memoryMapping: boolean;
  /** Weights and context together. */
  ramBytes: number;
  vramBytes: number;
  loadMs: number;
  chatTemplate: string;
  /** Upper bound of the tokens that the chat template adds around one message. */
  messageOverheadTokens: number;
  /** All that are in memory now, this one included. */
  kept: readonly KeptInference[];
}

/** What llama.cpp sees of the machine. */
export interface MachineDevices {
  /** Names of graphics devices, in llama.cpp's order. */
  devices: readonly string[];
  vramTotalBytes: number;
  vramFreeBytes: number;
  physicalCores: number;
}

export interface EstimateInput extends Omit<RuntimeOptions, 'threads'> {
  modelPath: string;
  modelName: string;
}

/** llama.cpp's own estimate of what a model will take. */
export interface MemoryEstimate {
  ramBytes: number;
  vramBytes: number;
  gpuLayers: number;
  totalLayers: number;
  contextSize: number;
}

export type GenerateInput = LanguageModelRequest;
export type GenerateEnd = Extract<LanguageModelPart, { type: 'end' }>;
export type GeneratePart = Exclude<LanguageModelPart, GenerateEnd>;

/** Several models may be in memory; one answers at a time, and further requests wait for their turn. */
// A type rather than an interface: only types match the index signatures of WorkerProtocol.
export type InferenceProtocol = {
  init: {
    /**
     * Chosen before llama.cpp starts, so that another choice takes another process. One device alone is `auto` with an
     * environment that shows no other.
     */
    gpu: 'auto' | 'off';
  };
  requests: {
    /** Makes a model ready. Fails with model/* and leaves the other models as they are. */
    load: { input: LoadInput; part: { progress: number }; output: LoadedInference };
    /** Frees the memory of this file's model, or of all for null. */
    unload: { input: { modelPath: string | null }; part: never; output: { kept: readonly KeptInference[] } };
    /** What is in memory now, and which handles can be used. */
    memory: {
      input: null;
      part: never;
      output: { kept: readonly KeptInference[]; handles: readonly string[] };
    };
    devices: { input: null; part: never; output: MachineDevices };
    /** Reads the file's header by the library's reader: only for files whose header was checked before. */
    estimate: { input: EstimateInput; part: never; output: MemoryEstimate };
    countTokens: {
      input: { handle: string; texts: readonly string[] };
      part: never;
      output: { counts: number[] };
    };
    /** Evaluates all that comes before the next question. Gives way at once to a `generate`. */
    warm: {
      input: { handle: string; messages: readonly ChatMessage[] };
      part: never;
      output: { evaluatedTokens: number };
    };
    /** Cancelling ends it with the text so far and stop reason `cancelled`. */
    generate: { input: GenerateInput & { handle: string }; part: GeneratePart; output: GenerateEnd };
  };
  events: Record<string, never>;
};
