import type { Conversation, Message } from '../../preload/contract/conversations';
import type { ContextUse } from '../../preload/contract/generation';
import type { LanguageModel, LanguageModelIdentity } from './languageModel';
import { planMemory, type MemoryPlan } from './memory';
import { TokenCounter } from './tokenCounter';

/** What one request to the model is made of, and how much of the window it takes. */
export interface PromptPlan {
  identity: LanguageModelIdentity;
  memory: MemoryPlan;
  /** The part of the branch that the model sees, oldest first. */
  visible: Message[];
}

/** Measures a branch in the model's own tokens and decides what of it the model sees. */
export class PromptPlanner {
  readonly #tokenCounter = new TokenCounter();

  /**
   * Loads the model where it is not loaded yet.
   *
   * @param history the branch up to the question, or up to the unfinished answer that is carried on
   * @throws LoamError generation/prompt-too-long, and the model's own failures to load
   */
  async plan(model: LanguageModel, conversation: Conversation, history: Message[]): Promise<PromptPlan> {
    const identity = await model.prepare();
    const { systemPrompt, sampling } = conversation;
    const measured = await this.#tokenCounter.measure(model, identity, systemPrompt, history);
    const memory = planMemory({
      ...measured,
      contextSize: identity.contextSize,
      maxTokens: sampling.maxTokens,
      previousStartId: lastMemoryStart(history),
    });
    return { identity, memory, visible: history.slice(memory.startIndex) };
  }
}

export function contextUseOf({ identity, memory }: PromptPlan): ContextUse {
  return {
    usedTokens: memory.usedTokens,
    contextSize: identity.contextSize,
    reservedTokens: memory.reservedTokens,
    memoryStartsAtMessageId: memory.memoryStartsAtMessageId,
  };
}

function lastMemoryStart(history: readonly Message[]): string | null {
  return (
    history.findLast((message) => message.provenance !== null)?.provenance?.memoryStartsAtMessageId ?? null
  );
}
