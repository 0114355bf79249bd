import type { ChatHistoryItem, ChatWrapper, LlamaContextSequence, Token } from 'node-llama-cpp';
import type { ChatMessage } from '../../generation/languageModel';
import { alignToEvaluated, type TokenTexts } from './tokenAlignment';

/** Messages as the chat templates take them. An unfinished answer stays open: it gets no end-of-turn token. */
export function chatHistory(messages: readonly ChatMessage[]): ChatHistoryItem[] {
  return messages.map(({ role, text }): ChatHistoryItem => {
    if (role === 'assistant') return { type: 'model', response: [text] };
    return { type: role, text };
  });
}

/**
 * The same chat template, but its prompts come out spelled with the tokens that the sequence holds already, and without
 * the doubled beginning-of-text token that a template produces which writes that token itself.
 */
export function reusingChatWrapper(template: ChatWrapper, sequence: LlamaContextSequence): ChatWrapper {
  const vocabulary = vocabularyOf(sequence);
  const { bos } = sequence.model.tokens;
  const generateContextState: ChatWrapper['generateContextState'] = (options) => {
    const state = template.generateContextState(options);
    const { contextText } = state;
    const tokenize: typeof contextText.tokenize = (tokenizer, tokenizeOptions) => {
      const tokens = contextText.tokenize(tokenizer, tokenizeOptions);
      const single = tokens[0] === bos && tokens[1] === bos ? tokens.slice(1) : tokens;
      return alignToEvaluated(single, sequence.contextTokens, vocabulary);
    };
    return { ...state, contextText: derived(contextText, { tokenize }) };
  };
  return derived(template, { generateContextState });
}

/** The tokens the model reads: all messages, then the beginning of the answer. */
export function promptTokens(
  template: ChatWrapper,
  sequence: LlamaContextSequence,
  messages: readonly ChatMessage[],
  continuesLastMessage: boolean,
): Token[] {
  const history = chatHistory(messages);
  if (!continuesLastMessage) history.push({ type: 'model', response: [] });
  const { contextText } = template.generateContextState({ chatHistory: history });
  return contextText.tokenize(sequence.model.tokenizer);
}

/** What every next question shares: all tokens before the question's own text. */
export function prefixTokens(
  template: ChatWrapper,
  sequence: LlamaContextSequence,
  messages: readonly ChatMessage[],
): Token[] {
  const withQuestion = (text: string): Token[] =>
    promptTokens(template, sequence, [...messages, { role: 'user', text }], false);
  const first = withQuestion('a');
  const second = withQuestion('1');
  const end = first.findIndex((token, index) => token !== second[index]);
  return first.slice(0, end === -1 ? first.length : end);
}

/**
 * Upper bound of the tokens that the template adds around one message, with the parts that come once (beginning, opening
 * of the answer) spread over the shortest conversations.
 */
export function messageOverheadTokens(template: ChatWrapper, sequence: LlamaContextSequence): number {
  const text = 'Hello';
  const textTokens = sequence.model.tokenize(text, false).length;
  const overheadOf = (...roles: ChatMessage['role'][]): number => {
    const messages = roles.map((role) => ({ role, text }));
    const total = promptTokens(template, sequence, messages, false).length;
    return (total - textTokens * messages.length) / messages.length;
  };
  return Math.ceil(
    Math.max(
      overheadOf('system', 'user'),
      overheadOf('user', 'assistant', 'user'),
      overheadOf('system', 'user', 'assistant', 'user'),
    ),
  );
}

function vocabularyOf({ model }: LlamaContextSequence): TokenTexts<Token> {
  return {
    textOf: (tokens, preceding) => model.detokenize(tokens, false, preceding),
    isControl: (token) => model.isSpecialToken(token),
  };
}

/** An object that behaves like `base` except for the members given. */
export function derived<Base extends object>(base: Base, members: Partial<Base>): Base {
  // Object.create is untyped; what it returns has every member of `base`.
  return Object.assign(Object.create(base) as Base, members);
}
