import { LoamError } from '../../preload/contract/errors';

/** One message of a branch with its size in the model's tokens, chat template included. */
export interface MeasuredMessage {
  id: string;
  role: 'user' | 'assistant';
  tokens: number;
}

export interface MemoryPlan {
  /** Index of the first message that the model sees. */
  startIndex: number;
  /** Its id; null when the model sees the whole branch. */
  memoryStartsAtMessageId: string | null;
  usedTokens: number;
  reservedTokens: number;
}

export interface MemoryInput {
  /** Oldest first; the last one is the question (or the unfinished answer to be carried on). */
  messages: readonly MeasuredMessage[];
  systemTokens: number;
  /** What the last question takes more because of the passages it comes with; default 0. */
  groundingTokens?: number;
  contextSize: number;
  /** The user's cap on the answer; null for none. */
  maxTokens: number | null;
  /** Where memory began for the answer before this one; null when nothing had left yet. */
  previousStartId: string | null;
}

/** The part of the window an answer may count on; a longer cap set by the user only takes half. */
const answerShare = 0.25;
const largestAnswerShare = 0.5;
/**
 * How full the room for history is after old turns left. Leaving more than needed at once keeps the beginning of the
 * prompt the same for the turns that follow, so that they need not be evaluated from the start each time.
 */
const shareKeptAfterForgetting = 0.6;

/**
 * Decides which messages still reach the model: the system prompt stays, the oldest turns leave first, the last
 * message always stays.
 *
 * @throws LoamError generation/prompt-too-long when the system prompt and the last message alone leave no room
 */
export function planMemory(input: MemoryInput): MemoryPlan {
  const { messages, systemTokens, groundingTokens = 0, contextSize } = input;
  const reservedTokens = reserveForAnswer(contextSize, input.maxTokens);
  const room = contextSize - reservedTokens - systemTokens - groundingTokens;
  const stickyIndex = messages.findIndex((message) => message.id === input.previousStartId);
  const firstIndex = Math.max(0, stickyIndex);

  let startIndex = firstIndex;
  let tokens = sumTokens(messages, firstIndex);
  if (tokens > room) {
    [startIndex, tokens] = forgetOldestTurns(messages, firstIndex, tokens, room * shareKeptAfterForgetting);
  }
  if (tokens > room) {
    const neededTokens = tokens + systemTokens + groundingTokens;
    throw promptTooLong(neededTokens, contextSize - reservedTokens, groundingTokens > 0);
  }
  return {
    startIndex,
    memoryStartsAtMessageId: startIndex === 0 ? null : (messages[startIndex]?.id ?? null),
    usedTokens: tokens + systemTokens + groundingTokens,
    reservedTokens,
  };
}

function promptTooLong(neededTokens: number, roomTokens: number, isGrounded: boolean): LoamError {
  const parts = isGrounded ? 'This message, the passages from your documents' : 'This message';
  const remedy = isGrounded ? 'Choose fewer documents for this chat, shorten' : 'Shorten';
  return new LoamError(
    'generation/prompt-too-long',
    `${parts} and the system prompt need ${neededTokens} tokens, but the model's window has room for ${roomTokens}. ` +
      `${remedy} the text, or raise the context size in Settings.`,
  );
}

/** How much of the window is kept free for the answer. */
export function reserveForAnswer(contextSize: number, maxTokens: number | null): number {
  const wanted = maxTokens ?? Math.floor(contextSize * answerShare);
  return Math.min(wanted, Math.floor(contextSize * largestAnswerShare));
}

/** Drops messages from the front until the rest fits, and never lets memory begin with an answer without its question. */
function forgetOldestTurns(
  messages: readonly MeasuredMessage[],
  firstIndex: number,
  firstTokens: number,
  targetTokens: number,
): [startIndex: number, tokens: number] {
  let index = firstIndex;
  let tokens = firstTokens;
  const lastQuestionIndex = messages.findLastIndex((message) => message.role === 'user');
  while (index < lastQuestionIndex && (tokens > targetTokens || messages[index]?.role !== 'user')) {
    tokens -= messages[index]?.tokens ?? 0;
    index += 1;
  }
  return [index, tokens];
}

function sumTokens(messages: readonly MeasuredMessage[], startIndex: number): number {
  return messages.slice(startIndex).reduce((sum, message) => sum + message.tokens, 0);
}
