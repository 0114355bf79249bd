import { LoamError } from '../../../preload/contract/errors';
import type { Grounding } from '../../../preload/contract/retrieval';
import { defaultSampling, type Sampling } from '../../../preload/contract/sampling';
import type { ChatMessage, LanguageModel } from '../languageModel';
import { checkRewriting } from './checkRewriting';
import { combineQuestions } from './combineQuestions';
import { needsRewriting } from './needsRewriting';

export interface StandAloneQuery {
  query: string;
  origin: Grounding['queryOrigin'];
}

export interface QueryInput {
  model: LanguageModel;
  question: string;
  systemPrompt: readonly ChatMessage[];
  /** What the model sees of the conversation before the question. */
  history: readonly ChatMessage[];
  signal: AbortSignal;
  /** Told before the model is asked. */
  onRewriting(): void;
}

/** As long as a search accepts. */
const longestQueryCharacters = 2000;

/** The most likely words only: a query should be what was meant, not what might be. */
const rewritingSampling: Sampling = {
  ...defaultSampling,
  temperature: 0,
  topK: 1,
  repeatPenalty: 1,
  maxTokens: 64,
  seed: 0,
};

/**
 * What to search for: the question itself where it stands alone, else the model's rewriting of it, else, where the
 * rewriting is no good, the question together with the one that named the topic.
 *
 * @throws LoamError generation/cancelled, and the model's own failures
 */
export async function standAloneQuery(input: QueryInput): Promise<StandAloneQuery> {
  const { question, history } = input;
  if (!needsRewriting(question, history)) {
    return { query: question.trim().slice(0, longestQueryCharacters), origin: 'as-asked' };
  }
  input.onRewriting();
  const rewriting = checkRewriting(await rewrite(input), question, history);
  return rewriting === null
    ? { query: combineQuestions(question, history), origin: 'combined' }
    : { query: rewriting, origin: 'rewritten' };
}

/**
 * Asks at the end of the conversation as it is, so that the model evaluates only the request and still has the
 * conversation in memory for the answer.
 */
async function rewrite({ model, question, systemPrompt, history, signal }: QueryInput): Promise<string> {
  const request = {
    messages: [...systemPrompt, ...history, { role: 'user' as const, text: rewritingRequest(question) }],
    sampling: rewritingSampling,
    seed: 0,
    continuesLastMessage: false,
  };
  let text = '';
  try {
    for await (const part of model.stream(request, signal)) {
      if (part.type === 'text-delta') text += part.text;
    }
  } catch (error) {
    // No room for it, or the model failed at it: the combined query does without.
    if (!(error instanceof LoamError) || !error.code.startsWith('generation/')) throw error;
    text = '';
  }
  if (signal.aborted) throw new LoamError('generation/cancelled', 'The answer was stopped.');
  return text;
}

function rewritingRequest(question: string): string {
  return (
    'Rewrite the question below as one complete question that can be understood without our conversation: replace ' +
    'words like "it" or "the second one" by what they stand for. Keep its language. Do not answer it. Write only the ' +
    `rewritten question.\n\nQuestion: ${question.trim()}`
  );
}
