import type { Message } from '../../preload/contract/conversations';
import type { ChatMessage } from './languageModel';

/** The messages of a request: what never changes first, so that the model's memory of it can be reused. */
export function buildPrompt(
  systemPrompt: string,
  history: readonly Pick<Message, 'role' | 'text'>[],
): ChatMessage[] {
  const turns = history.map(({ role, text }) => ({ role, text }));
  return systemPrompt.trim() === '' ? turns : [{ role: 'system', text: systemPrompt }, ...turns];
}
