import type { Provenance } from '../../preload/contract/conversations';
import type { Grounding } from '../../preload/contract/retrieval';
import type { Sampling } from '../../preload/contract/sampling';
import type { LanguageModelIdentity, LanguageModelUsage } from './languageModel';

/** What is known of an answer when it has ended. */
export interface AnswerRecord {
  identity: LanguageModelIdentity;
  systemPrompt: string;
  sampling: Sampling;
  seed: number;
  usage: LanguageModelUsage;
  durationMs: number;
  /** The first message of the history that the model saw; null when it saw all of it. */
  memoryStartsAtMessageId: string | null;
  stopReason: Provenance['stopReason'];
  /** What of the user's documents the model was given to read; default none. */
  grounding?: Grounding | null;
}

/** How an answer was made, as it is stored with it. */
export function provenanceOf({ identity, usage, grounding = null, ...record }: AnswerRecord): Provenance {
  return {
    servedBy: identity.servedBy,
    modelId: identity.modelId,
    modelName: identity.modelName,
    modelSha256: identity.modelSha256,
    adapters: [...identity.adapters],
    contextSize: identity.contextSize,
    ...usage,
    ...record,
    grounding,
  };
}

/** What has been counted before the first token. */
export function emptyUsage(): LanguageModelUsage {
  return {
    promptTokens: 0,
    evaluatedTokens: 0,
    completionTokens: 0,
    timeToFirstTokenMs: null,
    tokensPerSecond: null,
  };
}
