import type { Conversation, Message, MessageStatus, Provenance } from '../../preload/contract/conversations';
import { isCancellation, LoamError, serializeError, type ErrorCode } from '../../preload/contract/errors';
import type { GenerationPart } from '../../preload/contract/generation';
import type { Emit } from '../../preload/contract/members';
import type { Clock } from '../clock';
import type { FinishedTurn, TurnStore } from '../conversations/conversationService';
import type { Logger } from '../log/logger';
import type { LanguageModel } from './languageModel';
import { buildPrompt } from './prompt';
import { contextUseOf, type PromptPlan } from './promptPlan';
import { emptyUsage, provenanceOf } from './provenance';
import { type AnswerProgress, streamAnswer } from './streamAnswer';
import { unlessCancelled } from './unlessCancelled';

export interface AnswerInput {
  model: LanguageModel;
  conversation: Conversation;
  /** The committed, still empty (or unfinished) answer. */
  message: Message;
  continuesLastMessage: boolean;
  seed: number;
  plan(): Promise<PromptPlan>;
  turns: TurnStore;
  /** Told when the database could not take the finished answer, so that it can be written later. */
  onUnsaved(finished: FinishedTurn): void;
  clock: Clock;
  logger: Logger;
  signal: AbortSignal;
  emit: Emit<GenerationPart>;
}

interface Outcome {
  status: Exclude<MessageStatus, 'streaming'>;
  stopReason: Provenance['stopReason'];
  error: unknown;
}

interface Progress extends AnswerProgress {
  planned: PromptPlan | null;
}

/** How often the words so far are written to disk: what a crash may cost at most. */
const saveIntervalMs = 750;

/** Failures of the process that was answering: the answer broke off, which is not the question's fault. */
const interruptingCodes: readonly ErrorCode[] = ['worker/crashed', 'worker/unresponsive', 'worker/disposed'];

/**
 * Streams one answer and stores it, whatever happens: the model ends, the user stops it, something fails, or the disk
 * is full. Never rejects; ends with exactly one `end` part.
 */
export async function runAnswer(input: AnswerInput): Promise<Message> {
  const { message, clock, logger, emit } = input;
  const startedMs = clock.monotonicMs();
  const progress: Progress = { text: message.text, planned: null, usage: emptyUsage() };
  const outcome = await streamInto(progress, input);
  const durationMs = Math.round(clock.monotonicMs() - startedMs);
  const finished = store(input, {
    text: progress.text,
    status: outcome.status,
    error: outcome.error === null ? null : serializeError(outcome.error),
    // An answer that was to be carried on keeps how its beginning was made.
    provenance: progress.planned
      ? provenanceOf({
          identity: progress.planned.identity,
          systemPrompt: input.conversation.systemPrompt,
          sampling: input.conversation.sampling,
          seed: input.seed,
          usage: progress.usage,
          durationMs,
          memoryStartsAtMessageId: progress.planned.memory.memoryStartsAtMessageId,
          stopReason: outcome.stopReason,
        })
      : message.provenance,
  });
  const fields = { messageId: message.id, status: finished.status, durationMs, ...progress.usage };
  if (outcome.error === null) logger.info('answer finished', fields);
  else logger.error('answer broke off', { ...fields, error: outcome.error });
  emit({ type: 'end', message: finished });
  return finished;
}

function store({ turns, message, logger, onUnsaved }: AnswerInput, finished: FinishedTurn): Message {
  try {
    return turns.finishTurn(message.id, finished);
  } catch (error) {
    logger.error('answer could not be saved', { messageId: message.id, error });
    // An answer whose conversation is gone has no place left; one that met a full disk is written later.
    if (error instanceof LoamError && error.code.startsWith('storage/')) onUnsaved(finished);
    return { ...message, ...finished, status: 'failed', error: serializeError(error) };
  }
}

async function streamInto(progress: Progress, input: AnswerInput): Promise<Outcome> {
  try {
    return await streamParts(progress, input);
  } catch (error) {
    if (isCancellation(error)) return { status: 'stopped', stopReason: 'cancelled', error: null };
    const interrupted = error instanceof LoamError && interruptingCodes.includes(error.code);
    return { status: interrupted ? 'interrupted' : 'failed', stopReason: 'error', error };
  }
}

async function streamParts(progress: Progress, input: AnswerInput): Promise<Outcome> {
  const { model, conversation, message, turns, clock, signal, emit } = input;
  emit({ type: 'phase', phase: 'loading-model' });
  const planned = await unlessCancelled(input.plan(), signal);
  progress.planned = planned;
  emit({ type: 'context-use', contextUse: contextUseOf(planned) });
  const request = {
    messages: buildPrompt(conversation.systemPrompt, planned.visible),
    sampling: conversation.sampling,
    seed: input.seed,
    continuesLastMessage: input.continuesLastMessage,
  };
  let savedMs = clock.monotonicMs();
  return streamAnswer({ model, request, signal }, progress, {
    onReading: () => emit({ type: 'phase', phase: 'reading' }),
    onText: (delta) => {
      emit(delta);
      if (clock.monotonicMs() - savedMs < saveIntervalMs) return;
      turns.saveProgress(message.id, progress.text);
      savedMs = clock.monotonicMs();
    },
  });
}
