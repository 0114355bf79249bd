import type { Conversation, Message } from '../../preload/contract/conversations';
import type { ContextUse } from '../../preload/contract/generation';
import type { Grounding } from '../../preload/contract/retrieval';
import type { WindowUse } from './grounding/budget';
import { groundedQuestion } from './grounding/groundedQuestion';
import { withoutOldCitations } from './grounding/oldCitations';
import { isWithoutDocuments } from './grounding/scopeOf';
import type { ChatMessage, LanguageModel, LanguageModelIdentity } from './languageModel';
import { type MeasuredMessage, planMemory, type MemoryPlan, reserveForAnswer } from './memory';
import { buildPrompt } from './prompt';
import { TokenCounter } from './tokenCounter';

/** What one request to the model is made of, and how much of the window it takes. */
export interface PromptPlan {
  identity: LanguageModelIdentity;
  memory: MemoryPlan;
  /** What the model reads: the system prompt, then the part of the branch that it sees, oldest first. */
  messages: ChatMessage[];
  /** What of the user's documents stands before the question; null for nothing. */
  grounding: Grounding | null;
}

/** What grounding needs to know of a prompt that is being planned. */
export interface PlanSoFar {
  question: string;
  systemPrompt: readonly ChatMessage[];
  /** What the model would see of the conversation before the question. */
  history: readonly ChatMessage[];
  window: Omit<WindowUse, 'instructionTokens'>;
}

export interface PlanOptions {
  /** Finds what the question is answered from; null, like leaving it out, for nothing but the model itself. */
  ground?(soFar: PlanSoFar): Promise<Grounding | null>;
  // Told as soon as it is settled, so that a failure after it does not lose it.
  onIdentity?(identity: LanguageModelIdentity): void;
  onGrounding?(grounding: Grounding): void;
}

/** A branch with its sizes, all of which one plan is made of. */
interface MeasuredBranch {
  identity: LanguageModelIdentity;
  conversation: Conversation;
  history: readonly Message[];
  systemTokens: number;
  messages: MeasuredMessage[];
}

/** Measures a branch in the model's own tokens and decides what of it the model sees. */
export class PromptPlanner {
  readonly #tokenCounter = new TokenCounter();

  /**
   * Loads the model where it is not loaded yet.
   *
   * @param history the branch up to the question, or up to the unfinished answer that is carried on
   * @param continuesLastMessage whether the last message is such an answer
   * @throws LoamError generation/prompt-too-long, the model's own failures to load, and those of grounding
   */
  async plan(
    model: LanguageModel,
    {
      conversation,
      history: written,
      continuesLastMessage = false,
    }: { conversation: Conversation; history: readonly Message[]; continuesLastMessage?: boolean },
    { ground, onIdentity, onGrounding }: PlanOptions = {},
  ): Promise<PromptPlan> {
    const identity = await model.prepare();
    onIdentity?.(identity);
    const history = withoutOldCitations(written, continuesLastMessage);
    const measured = await this.#tokenCounter.measure(model, identity, conversation.systemPrompt, history);
    const branch = { identity, conversation, history, ...measured };
    const ungrounded = planBranch(branch, 0);
    const questionIndex = history.findLastIndex(({ role }) => role === 'user');
    const grounding =
      ground && questionIndex !== -1 ? await ground(soFar(branch, ungrounded, questionIndex)) : null;
    if (grounding) onGrounding?.(grounding);
    if (!grounding || isWithoutDocuments(grounding.scopeExtent)) {
      return { identity, memory: ungrounded, messages: messagesOf(branch, ungrounded), grounding };
    }
    const question = history[questionIndex]?.text ?? '';
    const text = groundedQuestion(question, grounding);
    const [questionTokens = 0, groundedTokens = 0] = await model.countTokens([question, text]);
    const memory = planBranch(branch, Math.max(0, groundedTokens - questionTokens));
    const grounded = history.map((message, index) =>
      index === questionIndex ? { ...message, text } : message,
    );
    return { identity, memory, messages: messagesOf({ conversation, history: grounded }, memory), grounding };
  }
}

function planBranch(branch: MeasuredBranch, groundingTokens: number): MemoryPlan {
  return planMemory({
    messages: branch.messages,
    systemTokens: branch.systemTokens,
    groundingTokens,
    contextSize: branch.identity.contextSize,
    maxTokens: branch.conversation.sampling.maxTokens,
    previousStartId: lastMemoryStart(branch.history),
  });
}

function messagesOf(
  { conversation, history }: Pick<MeasuredBranch, 'conversation' | 'history'>,
  { startIndex }: MemoryPlan,
): ChatMessage[] {
  return buildPrompt(conversation.systemPrompt, history.slice(startIndex));
}

function soFar(
  { identity, conversation, history, systemTokens, messages }: MeasuredBranch,
  { startIndex }: MemoryPlan,
  questionIndex: number,
): PlanSoFar {
  return {
    question: history[questionIndex]?.text ?? '',
    systemPrompt: buildPrompt(conversation.systemPrompt, []),
    history: buildPrompt('', history.slice(startIndex, questionIndex)),
    window: {
      contextSize: identity.contextSize,
      reservedTokens: reserveForAnswer(identity.contextSize, conversation.sampling.maxTokens),
      systemTokens,
      // The beginning of an answer that is carried on counts with the question: both have to be there.
      questionTokens: sumTokens(messages.slice(questionIndex)),
      historyTokens: sumTokens(messages.slice(0, questionIndex)),
    },
  };
}

export function contextUseOf({ identity, memory }: PromptPlan): ContextUse {
  return {
    usedTokens: memory.usedTokens,
    contextSize: identity.contextSize,
    reservedTokens: memory.reservedTokens,
    memoryStartsAtMessageId: memory.memoryStartsAtMessageId,
  };
}

function sumTokens(messages: readonly MeasuredMessage[]): number {
  return messages.reduce((sum, { tokens }) => sum + tokens, 0);
}

function lastMemoryStart(history: readonly Message[]): string | null {
  return (
    history.findLast((message) => message.provenance !== null)?.provenance?.memoryStartsAtMessageId ?? null
  );
}
