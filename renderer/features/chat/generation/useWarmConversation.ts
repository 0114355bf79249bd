import { useEffect, useRef } from 'react';
import type { Conversation } from '../../../../preload/contract/conversations';
import { isCancellation } from '../../../../preload/contract/errors';
import { api } from '../../../api';
import { toLoamError } from '../../../components/errors/describeError';
import { isAnswering, setContextUse, setWarmError } from './generationStore';

/** How long a conversation must stay on screen before the model is asked to read it. */
const settleMs = 300;

/**
 * Loads the model and lets it read the conversation on screen, so that the next answer starts at once, and learns how
 * full the window is. Once for each branch, model and set of adapters; an answer that ended here has been read already. A failure is
 * kept as the state of the model.
 */
export function useWarmConversation(conversation: Conversation | undefined, isBusy: boolean): void {
  const { id, modelId, activeLeafId, systemPrompt } = conversation ?? {};
  // Other adapters read the same words anew. As text, since each answer of the core brings another array.
  const adapters = JSON.stringify(conversation?.adapters ?? []);
  const wasBusy = useRef(isBusy);
  useEffect(() => {
    const hasJustAnswered = wasBusy.current && !isBusy;
    wasBusy.current = isBusy;
    if (id === undefined || isBusy || hasJustAnswered) return undefined;
    const timer = setTimeout(() => void warm(id), settleMs);
    return () => clearTimeout(timer);
  }, [id, modelId, adapters, activeLeafId, systemPrompt, isBusy]);
}

async function warm(conversationId: string): Promise<void> {
  try {
    const use = await api.generation.warm({ conversationId });
    setWarmError(conversationId, null);
    // An answer that began meanwhile knows better.
    if (!isAnswering(conversationId)) setContextUse(conversationId, use);
  } catch (error) {
    if (!isCancellation(error)) setWarmError(conversationId, toLoamError(error));
  }
}
