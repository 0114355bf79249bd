import type { Conversation, Message, MessageStatus, Provenance } from '../../preload/contract/conversations';
import { isCancellation, LoamError, serializeError, type ErrorCode } from '../../preload/contract/errors';
import type { GenerationPart } from '../../preload/contract/generation';
import type { Emit } from '../../preload/contract/members';
import type { Grounding } from '../../preload/contract/retrieval';
import type { Clock } from '../clock';
import type { FinishedTurn, TurnStore } from '../conversations/conversationService';
import type { Logger } from '../log/logger';
import { CitationFilter } from './grounding/citations';
import type { GroundingPhase } from './grounding/groundingService';
import type { LanguageModel, LanguageModelIdentity } from './languageModel';
import { contextUseOf, type PlanOptions, type PromptPlan } from './promptPlan';
import { emptyUsage, provenanceOf } from './provenance';
import { type AnswerProgress, streamAnswer } from './streamAnswer';
import { unlessCancelled } from './unlessCancelled';

/** Told what comes about while a prompt is planned. */
export interface PlanListener extends Required<Pick<PlanOptions, 'onIdentity' | 'onGrounding'>> {
  onPhase(phase: GroundingPhase): void;
}

export interface AnswerInput {
  model: LanguageModel;
  conversation: Conversation;
  /** The committed, still empty (or unfinished) answer. */
  message: Message;
  continuesLastMessage: boolean;
  seed: number;
  plan(listener: PlanListener): Promise<PromptPlan>;
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
  identity: LanguageModelIdentity | null;
  grounding: Grounding | null;
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
  const progress: Progress = {
    text: message.text,
    identity: null,
    grounding: null,
    planned: null,
    usage: emptyUsage(),
  };
  const outcome = await streamInto(progress, input);
  const durationMs = Math.round(clock.monotonicMs() - startedMs);
  const finished = store(input, {
    text: progress.text,
    status: outcome.status,
    error: outcome.error === null ? null : serializeError(outcome.error),
    provenance: provenanceAtEnd(progress, input, { durationMs, stopReason: outcome.stopReason }),
  });
  const fields = { messageId: message.id, status: finished.status, durationMs, ...progress.usage };
  if (outcome.error === null) logger.info('answer finished', fields);
  else logger.error('answer broke off', { ...fields, error: outcome.error });
  emit({ type: 'end', message: finished });
  return finished;
}

/** An answer that was to be carried on and did not get that far keeps how its beginning was made. */
function provenanceAtEnd(
  { identity, grounding, planned, usage }: Progress,
  { message, conversation, seed }: AnswerInput,
  ended: { durationMs: number; stopReason: Provenance['stopReason'] },
): Provenance | null {
  if (!identity || (!planned && (!grounding || message.provenance))) return message.provenance;
  return provenanceOf({
    identity,
    systemPrompt: conversation.systemPrompt,
    sampling: conversation.sampling,
    seed,
    usage,
    memoryStartsAtMessageId: planned?.memory.memoryStartsAtMessageId ?? null,
    grounding,
    ...ended,
  });
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
  const planned = await unlessCancelled(plan(progress, input), signal);
  progress.planned = planned;
  emit({ type: 'context-use', contextUse: contextUseOf(planned) });
  const request = {
    messages: planned.messages,
    sampling: conversation.sampling,
    seed: input.seed,
    continuesLastMessage: input.continuesLastMessage,
  };
  const { grounding } = planned;
  const filter = grounding && citationFilter(grounding, message.text);
  let savedMs = clock.monotonicMs();
  const outcome = streamAnswer({ model, request, signal, ...(filter && { filter }) }, progress, {
    onReading: () => emit({ type: 'phase', phase: 'reading' }),
    onText: (delta) => {
      emit(delta);
      if (clock.monotonicMs() - savedMs < saveIntervalMs) return;
      turns.saveProgress(message.id, progress.text);
      savedMs = clock.monotonicMs();
    },
  });
  if (!grounding || !filter) return outcome;
  return outcome.finally(() => {
    const removedCitations = [...new Set([...grounding.removedCitations, ...filter.removed])];
    progress.grounding = { ...grounding, removedCitations };
  });
}

/** What is found out on the way stays, also when the rest of it fails; after a cancellation nobody listens any more. */
function plan(progress: Progress, { plan: planPrompt, signal, emit }: AnswerInput): Promise<PromptPlan> {
  return planPrompt({
    onIdentity: (identity) => {
      if (!signal.aborted) progress.identity = identity;
    },
    onGrounding: (grounding) => {
      if (!signal.aborted) progress.grounding = grounding;
    },
    onPhase: (phase) => {
      if (!signal.aborted) emit({ type: 'phase', phase });
    },
  });
}

function citationFilter({ sent }: Grounding, written: string): CitationFilter {
  return new CitationFilter(new Set(sent.map(({ number }) => number)), written);
}
