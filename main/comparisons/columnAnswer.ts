import type { Provenance } from '../../preload/contract/conversations';
import type { Comparison, ComparisonColumn } from '../../preload/contract/comparisons';
import { isCancellation, LoamError, serializeError } from '../../preload/contract/errors';
import type { Clock } from '../clock';
import type { LanguageModel, LanguageModelIdentity, LanguageModelUsage } from '../generation/languageModel';
import { planMemory } from '../generation/memory';
import { buildPrompt } from '../generation/prompt';
import { emptyUsage, provenanceOf } from '../generation/provenance';
import { TokenCounter } from '../generation/tokenCounter';
import { unlessCancelled } from '../generation/unlessCancelled';

export interface ColumnAnswerInput {
  model: LanguageModel;
  comparison: Pick<Comparison, 'id' | 'question' | 'systemPrompt' | 'sampling' | 'seed'>;
  clock: Clock;
  signal: AbortSignal;
  onReading(): void;
  onText(text: string): void;
}

export type ColumnAnswer = Omit<ComparisonColumn, 'setup'>;

interface Progress {
  text: string;
  identity: LanguageModelIdentity | null;
  usage: LanguageModelUsage;
}

interface Outcome {
  status: ComparisonColumn['status'];
  stopReason: Provenance['stopReason'];
  error: unknown;
}

/**
 * One column's answer from the question to its end. Never rejects: what went wrong is in the answer, with the words
 * until then.
 */
export async function answerColumn(
  input: ColumnAnswerInput,
): Promise<{ answer: ColumnAnswer; error: unknown }> {
  const { comparison, clock } = input;
  const startedMs = clock.monotonicMs();
  const progress: Progress = { text: '', identity: null, usage: emptyUsage() };
  const { status, stopReason, error } = await streamInto(progress, input);
  const { text, identity, usage } = progress;
  const { systemPrompt, sampling, seed } = comparison;
  const durationMs = Math.round(clock.monotonicMs() - startedMs);
  return {
    answer: {
      text,
      status,
      error: error === null ? null : serializeError(error),
      provenance:
        identity &&
        provenanceOf({
          identity,
          systemPrompt,
          sampling,
          seed,
          usage,
          durationMs,
          memoryStartsAtMessageId: null,
          stopReason,
        }),
    },
    error,
  };
}

async function streamInto(progress: Progress, input: ColumnAnswerInput): Promise<Outcome> {
  try {
    return await streamParts(progress, input);
  } catch (error) {
    if (isCancellation(error)) return { status: 'stopped', stopReason: 'cancelled', error: null };
    return { status: 'failed', stopReason: 'error', error };
  }
}

async function streamParts(progress: Progress, input: ColumnAnswerInput): Promise<Outcome> {
  const { model, comparison, signal } = input;
  progress.identity = await unlessCancelled(prepare(input), signal);
  const request = {
    messages: buildPrompt(comparison.systemPrompt, [{ role: 'user', text: comparison.question }]),
    sampling: comparison.sampling,
    seed: comparison.seed,
    continuesLastMessage: false,
  };
  for await (const part of model.stream(request, signal)) {
    if (part.type === 'reading') {
      input.onReading();
    } else if (part.type === 'text-delta') {
      progress.text += part.text;
      progress.usage.completionTokens = part.completionTokens;
      input.onText(part.text);
    } else {
      progress.usage = part.usage;
      const isStopped = part.stopReason === 'cancelled';
      return { status: isStopped ? 'stopped' : 'complete', stopReason: part.stopReason, error: null };
    }
  }
  throw new LoamError(
    'generation/failed',
    'The model ended without saying that it was done. Please try again.',
    {
      retryable: true,
    },
  );
}

/** Loads the model and makes sure that the question fits into its window. */
async function prepare({ model, comparison }: ColumnAnswerInput): Promise<LanguageModelIdentity> {
  const identity = await model.prepare();
  const { id, question, systemPrompt, sampling } = comparison;
  const measured = await new TokenCounter().measure(model, identity, systemPrompt, [
    { id, role: 'user', text: question },
  ]);
  planMemory({
    ...measured,
    contextSize: identity.contextSize,
    maxTokens: sampling.maxTokens,
    previousStartId: null,
  });
  return identity;
}
