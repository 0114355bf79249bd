import { useStore } from 'zustand';
import type { LoamError } from '../../../../preload/contract/errors';
import type { ContextUse } from '../../../../preload/contract/generation';
import { generationStore, type AnswerOutcome, type LiveAnswer, type RefusedTurn } from './generationStore';

/** What this window is receiving of one answer; undefined for any other. Changes once a frame. */
export function useLiveAnswer(conversationId: string, messageId: string): LiveAnswer | undefined {
  return useStore(generationStore, ({ answers }) => {
    const answer = answers[conversationId];
    return answer?.messageId === messageId ? answer : undefined;
  });
}

export function useIsAnswering(conversationId: string | null): boolean {
  return useStore(
    generationStore,
    ({ answers }) => conversationId !== null && answers[conversationId] !== undefined,
  );
}

export function useIsStopping(conversationId: string | null): boolean {
  return useStore(
    generationStore,
    ({ answers }) => conversationId !== null && answers[conversationId]?.isStopping === true,
  );
}

export function useContextUse(conversationId: string | null): ContextUse | undefined {
  return useStore(generationStore, ({ contexts }) =>
    conversationId === null ? undefined : contexts[conversationId]?.use,
  );
}

/** Tokens of the answer that were written since the window's use was measured. */
export function useTokensSinceMeasured(conversationId: string | null): number {
  return useStore(generationStore, ({ answers, contexts }) => {
    if (conversationId === null) return 0;
    const written = answers[conversationId]?.completionTokens ?? 0;
    return Math.max(0, written - (contexts[conversationId]?.completionTokens ?? 0));
  });
}

export function useOutcome(conversationId: string | null): AnswerOutcome | undefined {
  return useStore(generationStore, ({ outcomes }) =>
    conversationId === null ? undefined : outcomes[conversationId],
  );
}

export function useRefusedTurn(conversationId: string | null): RefusedTurn | undefined {
  return useStore(generationStore, ({ refusals }) =>
    conversationId === null ? undefined : refusals[conversationId],
  );
}

export function useWarmError(conversationId: string | null): LoamError | undefined {
  return useStore(generationStore, ({ warmErrors }) =>
    conversationId === null ? undefined : warmErrors[conversationId],
  );
}
