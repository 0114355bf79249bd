import type { Conversation, Message } from '../../../../preload/contract/conversations';
import type { ComparisonProposal } from '../../../navigation';

/**
 * What to compare about an answer: its question to the chat's model, without and with the chat's adapters; where it has
 * none, with those that the answer was given with.
 */
export function proposalFor(
  question: string,
  { modelId, adapters, systemPrompt, sampling }: Conversation,
  { provenance }: Pick<Message, 'provenance'>,
): ComparisonProposal {
  const used = provenance?.adapters.map(({ id, scale }) => ({ adapterId: id, scale })) ?? [];
  const model = modelId ?? provenance?.modelId ?? null;
  return {
    question,
    systemPrompt,
    sampling,
    setups: [
      { modelId: model, adapters: [] },
      { modelId: model, adapters: adapters.length > 0 ? adapters : used },
    ],
  };
}
