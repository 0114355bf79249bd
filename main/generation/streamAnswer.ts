import { LoamError } from '../../preload/contract/errors';
import type {
  LanguageModel,
  LanguageModelPart,
  LanguageModelRequest,
  LanguageModelUsage,
} from './languageModel';

type TextDelta = Extract<LanguageModelPart, { type: 'text-delta' }>;
type End = Extract<LanguageModelPart, { type: 'end' }>;

/** What an answer has come to; grows while it is written, so that what was said outlives a failure. */
export interface AnswerProgress {
  text: string;
  usage: LanguageModelUsage;
}

/** Looks through an answer's text while it is written; what it holds back comes later. */
export interface AnswerFilter {
  push(delta: string): string;
  /** What is left to be said. `isUnfinished`: the answer broke off. */
  end(isUnfinished: boolean): string;
}

export interface AnswerListener {
  onReading(): void;
  onText(delta: TextDelta): void;
}

/**
 * Reads an answer to its end.
 *
 * @returns why it ended
 * @throws LoamError of the model, and generation/failed for a stream that ends without its end part
 */
export async function streamAnswer(
  {
    model,
    request,
    signal,
    filter = unfiltered,
  }: { model: LanguageModel; request: LanguageModelRequest; signal: AbortSignal; filter?: AnswerFilter },
  progress: AnswerProgress,
  { onReading, onText }: AnswerListener,
): Promise<{ status: 'complete' | 'stopped'; stopReason: End['stopReason']; error: null }> {
  let hasEnded = false;
  try {
    for await (const part of model.stream(request, signal)) {
      if (part.type === 'reading') {
        onReading();
      } else if (part.type === 'text-delta') {
        const text = filter.push(part.text);
        progress.text += text;
        progress.usage.completionTokens = part.completionTokens;
        onText({ ...part, text });
      } else {
        progress.usage = part.usage;
        const { stopReason } = part;
        hasEnded = true;
        const text = filter.end(stopReason === 'cancelled');
        progress.text += text;
        if (text !== '') onText({ type: 'text-delta', text, completionTokens: part.usage.completionTokens });
        return { status: stopReason === 'cancelled' ? 'stopped' : 'complete', stopReason, error: null };
      }
    }
  } finally {
    if (!hasEnded) progress.text += filter.end(true);
  }
  throw new LoamError(
    'generation/failed',
    'The model ended without saying that it was done. Please try again.',
    { retryable: true },
  );
}

const unfiltered: AnswerFilter = { push: (delta) => delta, end: () => '' };
