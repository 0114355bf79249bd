import { useMemo } from 'react';
import type { AdapterChoice } from '../../../../preload/contract/adapters';
import { useAdapters, useCompatibility } from '../../adapters/queries';
import type { ChatModel } from '../model/chatModel';
import { chatAdaptersOf, type ChatAdapters } from './chatAdapters';

const none: readonly AdapterChoice[] = [];

/** The adapters of a chat, judged by the model that would answer. */
export function useChatAdapters(
  choices: readonly AdapterChoice[] | undefined,
  model: ChatModel,
): ChatAdapters {
  const { data: adapters } = useAdapters();
  const modelId = 'model' in model ? model.model.id : null;
  const { data: verdicts, isPlaceholderData } = useCompatibility(
    modelId,
    modelId !== null && adapters !== undefined && adapters.length > 0,
  );
  return useMemo(
    // What another model would say of them is no verdict.
    () =>
      chatAdaptersOf({
        choices: choices ?? none,
        adapters,
        verdicts: isPlaceholderData ? undefined : verdicts,
      }),
    [choices, adapters, verdicts, isPlaceholderData],
  );
}
