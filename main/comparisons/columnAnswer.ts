import type { Provenance } from '../../preload/contract/conversations';
import type { Comparison, ComparisonColumn } from '../../preload/contract/comparisons';
import { isCancellation, serializeError } from '../../preload/contract/errors';
import type { Clock } from '../clock';
import type { LanguageModel, LanguageModelIdentity } from '../generation/languageModel';
import { planMemory } from '../generation/memory';
import { buildPrompt } from '../generation/prompt';
import { emptyUsage, provenanceOf } from '../generation/provenance';
import { type AnswerProgress, streamAnswer } from '../generation/streamAnswer';
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

interface Progress extends AnswerProgress {
  identity: LanguageModelIdentity | null;
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
  return streamAnswer({ model, request, signal }, progress, {
    onReading: () => input.onReading(),
    onText: ({ text }) => input.onText(text),
  });
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
