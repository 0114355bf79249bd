import type { ContextUse } from '../../../../preload/contract/generation';
import { formatCount } from '../../../components/formatting';
import { tokensInWords } from '../messages/answerWords';

/** How full the window is, as the meter shows it. Shares of the window from 0 to 1. */
export interface WindowShares {
  used: number;
  reserved: number;
}

/** `writtenTokens`: tokens of the answer that were written since `use` was measured. */
export function windowShares(use: ContextUse, writtenTokens: number): WindowShares {
  if (use.contextSize <= 0) return { used: 0, reserved: 0 };
  const used = Math.min(1, (use.usedTokens + writtenTokens) / use.contextSize);
  const reserved = Math.max(0, use.reservedTokens - writtenTokens) / use.contextSize;
  return { used, reserved: Math.min(1 - used, reserved) };
}

/** The meter's explanation: how much is used, what is kept for the answer, what happens when it is full. */
export function contextUseInWords(use: ContextUse, writtenTokens: number): string[] {
  const percent = Math.round(windowShares(use, writtenTokens).used * 100);
  return [
    `${formatCount(use.usedTokens + writtenTokens)} of ${tokensInWords(use.contextSize)} used (${percent}%). ` +
      `The model reads at most this much at once.`,
    `${tokensInWords(use.reservedTokens)} are kept free for the answer.`,
    use.memoryStartsAtMessageId === null
      ? 'When it is full, the oldest turns leave first; the system prompt stays. A mark in the chat will show where memory begins.'
      : 'The oldest turns have already left; the system prompt stays. A mark in the chat shows where memory begins.',
  ];
}
