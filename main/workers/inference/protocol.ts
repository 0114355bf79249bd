import type { ChatMessage, LanguageModelPart, LanguageModelRequest } from '../../generation/languageModel';

/** Grows by one with every change that an older worker would not understand. */
export const inferenceProtocolVersion = 1;

export interface LoadInput {
  modelPath: string;
  /** As people read it in error messages. */
  modelName: string;
  /** Tokens; the model's own limit wins where it is smaller. */
  contextSize: number;
  /** `auto` uses a graphics device where there is one. */
  gpu: 'auto' | 'off';
}

/** What the loaded model really got. Sizes in tokens. */
export interface LoadedInference {
  contextSize: number;
  trainContextSize: number;
  /** `cpu`, or the name of the graphics device. */
  device: string;
  gpuLayers: number;
  threads: number;
  loadMs: number;
  chatTemplate: string;
  /** Upper bound of the tokens that the chat template adds around one message. */
  messageOverheadTokens: number;
}

export type GenerateInput = LanguageModelRequest;
export type GenerateEnd = Extract<LanguageModelPart, { type: 'end' }>;
export type GeneratePart = Exclude<LanguageModelPart, GenerateEnd>;

/** One model, one conversation in memory, one answer at a time: further requests wait for their turn. */
// A type rather than an interface: only types match the index signatures of WorkerProtocol.
export type InferenceProtocol = {
  init: {
    /** Null: as many as the machine has physical cores. */
    threads: number | null;
  };
  requests: {
    /** Replaces the model that was loaded. Fails with model/* and leaves no model loaded then. */
    load: { input: LoadInput; part: { progress: number }; output: LoadedInference };
    unload: { input: null; part: never; output: null };
    countTokens: { input: { texts: readonly string[] }; part: never; output: { counts: number[] } };
    /** Evaluates all that comes before the next question. Gives way at once to a `generate`. */
    warm: {
      input: { messages: readonly ChatMessage[] };
      part: never;
      output: { evaluatedTokens: number };
    };
    /** Cancelling ends it with the text so far and stop reason `cancelled`. */
    generate: { input: GenerateInput; part: GeneratePart; output: GenerateEnd };
  };
  events: Record<string, never>;
};
