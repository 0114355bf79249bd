import type { Assistant } from '../../../../preload/contract/assistants';
import type { ChatChoices } from '../choices/chatChoices';
import { chosenInWords, type ChosenAdapter } from '../adapters/chatAdapters';
import { modelNameOf, type ChatModel } from '../model/chatModel';

/** Who answers in a chat and how, in pieces. */
export function chatFacts(
  choices: ChatChoices | undefined,
  assistants: readonly Assistant[],
  model: ChatModel,
  adapters: readonly ChosenAdapter[],
): string[] {
  if (choices === undefined) return [];
  const assistant = assistants.find(({ id }) => id === choices.assistantId);
  return [
    assistant?.name ?? (choices.systemPrompt === '' ? 'No assistant' : 'Own system prompt'),
    modelNameOf(model) ?? 'No model',
    ...(adapters.length === 0 ? [] : [chosenInWords(adapters)]),
    `temperature ${choices.sampling.temperature}`,
  ];
}
