import type { AdapterChoice } from '../../preload/contract/adapters';
import type { Sampling } from '../../preload/contract/sampling';

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  text: string;
}

/** Who is to answer: a conversation is one. */
export interface LanguageModelSetup {
  /** Null: the model chosen in the settings. */
  modelId: string | null;
  adapters: readonly AdapterChoice[];
}

/** Which model answers, as it is stored with each answer. */
export interface LanguageModelIdentity {
  servedBy: 'local';
  modelId: string;
  modelName: string;
  modelSha256: string | null;
  /** The adapters that take part, none for the bare model. */
  adapters: readonly { id: string; name: string; version: number; sha256: string; scale: number }[];
  /** Tokens that prompt and answer share. */
  contextSize: number;
  /** Upper bound of the tokens that the chat template adds around one message. */
  messageOverheadTokens: number;
}

export interface LanguageModelRequest {
  /** System prompt first where there is one, then turns in order. */
  messages: readonly ChatMessage[];
  sampling: Sampling;
  /** The seed to draw with; already chosen when sampling left it open. */
  seed: number;
  /** True when the last message is the beginning of the answer itself, to be carried on. */
  continuesLastMessage: boolean;
}

/** Counts in the model's own tokens, times in milliseconds. */
export interface LanguageModelUsage {
  promptTokens: number;
  /** Prompt tokens that were not in memory from the turn before. */
  evaluatedTokens: number;
  completionTokens: number;
  timeToFirstTokenMs: number | null;
  tokensPerSecond: number | null;
}

export type LanguageModelPart =
  | { type: 'reading' }
  | { type: 'text-delta'; text: string; completionTokens: number }
  | { type: 'end'; stopReason: 'end' | 'limit' | 'window' | 'cancelled'; usage: LanguageModelUsage };

/**
 * Something that answers. Implementations wrap one another (local, remote, cached, fallback).
 *
 * `stream` ends with exactly one `end` part; an aborted signal ends it with `cancelled` instead of throwing. Failures
 * throw a LoamError. One answer at a time: a second one waits for the first.
 */
export interface LanguageModel {
  /** Makes the model ready (loads it when it is not) and says which one it is. */
  prepare(): Promise<LanguageModelIdentity>;
  countTokens(texts: readonly string[]): Promise<number[]>;
  /** Evaluates these messages ahead of the next question, so that it starts at once. Resolves early when aborted. */
  warm(messages: readonly ChatMessage[], signal: AbortSignal): Promise<void>;
  stream(request: LanguageModelRequest, signal: AbortSignal): AsyncIterable<LanguageModelPart>;
}
