import type { LlamaChatResponse } from 'node-llama-cpp';
import { LoamError } from '../../../preload/contract/errors';
import type { Sampling } from '../../../preload/contract/sampling';
import { systemTimers } from '../timers';
import type { RequestContext } from '../workerEndpoint';
import { AnswerMeter } from './answerMeter';
import { chatHistory, promptTokens } from './chatPrompt';
import { DeltaCoalescer } from './deltaCoalescer';
import type { OpenContext } from './openContext';
import type { GenerateEnd, GenerateInput, GeneratePart } from './protocol';

type StopReason = GenerateEnd['stopReason'];

/**
 * Tokens that must stay free beside the prompt: one for the first of the answer, one because llama.cpp's chat would make
 * room by itself when only that one is left.
 */
const reservedTokens = 2;

/**
 * Answers the messages, evaluating only what the sequence does not hold yet. An aborted signal ends it with the text so
 * far.
 *
 * @throws LoamError generation/prompt-too-long, generation/failed
 */
export async function answer(
  open: OpenContext,
  input: GenerateInput,
  context: RequestContext<GeneratePart>,
): Promise<GenerateEnd> {
  const meter = new AnswerMeter(context.receivedMs, open.governors);
  const deltas = new DeltaCoalescer(systemTimers, (text, completionTokens) =>
    context.emitPart({ type: 'text-delta', text, completionTokens }),
  );
  const before = open.sequence.tokenMeter.getState();
  const end = (stopReason: StopReason): GenerateEnd => {
    deltas.flush();
    const { usedInputTokens, usedOutputTokens } = open.sequence.tokenMeter.diff(before);
    // The last prompt token counts as output, because the first token of the answer comes out of it.
    const lastPromptToken = Math.min(1, usedOutputTokens);
    return { type: 'end', stopReason, usage: meter.usage(usedInputTokens + lastPromptToken) };
  };
  context.emitPart({ type: 'reading' });
  try {
    const room = await readPrompt(open, input, context.signal, meter);
    if (context.signal.aborted) return end('cancelled');
    return end(await write(open, input, room, context.signal, meter, deltas));
  } catch (error) {
    if (context.signal.aborted) return end('cancelled');
    if (error instanceof LoamError) throw error;
    await open.sequence.clearHistory();
    throw new LoamError(
      'generation/failed',
      'The model failed while it was answering. What was said so far is kept; please try again.',
      { retryable: true, cause: error },
    );
  } finally {
    deltas.flush();
  }
}

/** Evaluates most of the prompt and returns how many tokens the answer may have. */
async function readPrompt(
  { template, sequence, evaluator }: OpenContext,
  { messages, continuesLastMessage }: GenerateInput,
  signal: AbortSignal,
  meter: AnswerMeter,
): Promise<number> {
  const tokens = promptTokens(template, sequence, messages, continuesLastMessage);
  meter.promptTokens = tokens.length;
  const room = sequence.contextSize - tokens.length;
  if (room < reservedTokens) {
    throw new LoamError(
      'generation/prompt-too-long',
      `This takes ${tokens.length} tokens, and the model's window holds ${sequence.contextSize}. Shorten the message or the system prompt, or choose a larger context in the settings.`,
    );
  }
  await evaluator.evaluateAllButLastChunk(tokens, signal);
  return room;
}

async function write(
  { chat, sequence }: OpenContext,
  { messages, sampling, seed }: GenerateInput,
  room: number,
  signal: AbortSignal,
  meter: AnswerMeter,
  deltas: DeltaCoalescer,
): Promise<StopReason> {
  const maxTokens = Math.min(sampling.maxTokens ?? room, room);
  const windowFull = new AbortController();
  meter.beginLastChunk(meter.promptTokens - sequence.nextTokenIndex);
  const response = await chat.generateResponse(chatHistory(messages), {
    ...samplerOptions(sampling),
    seed,
    maxTokens,
    signal: AbortSignal.any([signal, windowFull.signal]),
    stopOnAbortSignal: true,
    // Forgetting is decided in the main process, where the user sees it; here a full window ends the answer.
    contextShift: {
      strategy: ({ chatHistory: unchanged }) => {
        windowFull.abort();
        return { chatHistory: [...unchanged], metadata: null };
      },
    },
    onResponseChunk: ({ type, text, tokens }) => {
      meter.count(tokens.length);
      // Thoughts count as tokens but are not part of the answer's text.
      deltas.add(type === 'segment' ? '' : text, meter.completionTokens);
    },
  });
  if (windowFull.signal.aborted) return 'window';
  return stopReasonOf(response.metadata.stopReason, maxTokens === sampling.maxTokens);
}

function samplerOptions({ temperature, topP, topK, minP, repeatPenalty }: Sampling) {
  return { temperature, topP, topK, minP, repeatPenalty: repeatPenalty > 1 && { penalty: repeatPenalty } };
}

function stopReasonOf(reason: LlamaChatResponse['metadata']['stopReason'], isOwnLimit: boolean): StopReason {
  if (reason === 'maxTokens') return isOwnLimit ? 'limit' : 'window';
  return reason === 'abort' ? 'cancelled' : 'end';
}

/** The end of an answer that was given up while another one was being written. */
export function cancelledBeforeItsTurn(): GenerateEnd {
  return { type: 'end', stopReason: 'cancelled', usage: new AnswerMeter(0).usage(0) };
}
