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
  { model, request, signal }: { model: LanguageModel; request: LanguageModelRequest; signal: AbortSignal },
  progress: AnswerProgress,
  { onReading, onText }: AnswerListener,
): Promise<{ status: 'complete' | 'stopped'; stopReason: End['stopReason']; error: null }> {
  for await (const part of model.stream(request, signal)) {
    if (part.type === 'reading') {
      onReading();
    } else if (part.type === 'text-delta') {
      progress.text += part.text;
      progress.usage.completionTokens = part.completionTokens;
      onText(part);
    } else {
      progress.usage = part.usage;
      const { stopReason } = part;
      return { status: stopReason === 'cancelled' ? 'stopped' : 'complete', stopReason, error: null };
    }
  }
  throw new LoamError(
    'generation/failed',
    'The model ended without saying that it was done. Please try again.',
    { retryable: true },
  );
}
