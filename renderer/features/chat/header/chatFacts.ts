import type { Assistant } from '../../../../preload/contract/assistants';
import type { ChatChoices } from '../choices/chatChoices';
import { modelNameOf, type ChatModel } from '../model/chatModel';

/** Who answers in a chat and how, in pieces. */
export function chatFacts(
  choices: ChatChoices | undefined,
  assistants: readonly Assistant[],
  model: ChatModel,
): string[] {
  if (choices === undefined) return [];
  const assistant = assistants.find(({ id }) => id === choices.assistantId);
  return [
    assistant?.name ?? (choices.systemPrompt === '' ? 'No assistant' : 'Own system prompt'),
    modelNameOf(model) ?? 'No model',
    `temperature ${choices.sampling.temperature}`,
  ];
}
