import type { Message } from '../../preload/contract/conversations';
import type { LanguageModel, LanguageModelIdentity } from './languageModel';
import type { MeasuredMessage } from './memory';

const systemPromptKey = 'system';
/** About 50 long conversations; a count is two strings and a number. */
const rememberedCounts = 50_000;

/**
 * Sizes of messages in a model's tokens. A message is counted once, not once a turn: its text never changes, it only
 * grows when an answer is carried on, hence its length in the key.
 */
export class TokenCounter {
  readonly #counts = new Map<string, number>();

  /** Sizes with the chat template's share, in the order given, and the system prompt's (0 for an empty one). */
  async measure(
    model: LanguageModel,
    identity: LanguageModelIdentity,
    systemPrompt: string,
    messages: readonly Pick<Message, 'id' | 'role' | 'text'>[],
  ): Promise<{ systemTokens: number; messages: MeasuredMessage[] }> {
    const entries = [{ id: systemPromptKey, text: systemPrompt }, ...messages].map(({ id, text }) => ({
      key: `${identity.modelId}\n${id}\n${text.length}\n${id === systemPromptKey ? text : ''}`,
      text,
    }));
    const unknown = entries.filter(({ key }) => !this.#counts.has(key));
    const counted = unknown.length === 0 ? [] : await model.countTokens(unknown.map(({ text }) => text));
    const fresh = new Map(unknown.map(({ key }, index) => [key, counted[index] ?? 0]));
    const sizeOf = (key: string): number =>
      (this.#counts.get(key) ?? fresh.get(key) ?? 0) + identity.messageOverheadTokens;
    const sizes = entries.map(({ key }) => sizeOf(key));
    if (this.#counts.size + fresh.size > rememberedCounts) this.#counts.clear();
    for (const [key, count] of fresh) this.#counts.set(key, count);
    return {
      systemTokens: systemPrompt.trim() === '' ? 0 : (sizes[0] ?? 0),
      messages: messages.map(({ id, role }, index) => ({ id, role, tokens: sizes[index + 1] ?? 0 })),
    };
  }
}
