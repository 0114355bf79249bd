import { notifyManager, type QueryClient } from '@tanstack/react-query';
import type { Message, Provenance } from '../../../../preload/contract/conversations';
import type { GenerationPart, Turn } from '../../../../preload/contract/generation';
import { isCancellation } from '../../../../preload/contract/errors';
import { api } from '../../../api';
import { toLoamError } from '../../../components/errors/describeError';
import { notifyError } from '../../../components/errors/notifyError';
import { createAnswerReceiver, type FrameScheduler } from './answerReceiver';
import { storeMessage, storeTurn } from './chatCache';
import {
  changeLiveAnswer,
  generationStore,
  recordOutcome,
  removeLiveAnswer,
  setContextUse,
  setLiveAnswer,
  setRefusal,
} from './generationStore';

export interface RunTurnOptions {
  client: QueryClient;
  conversationId: string;
  turn: Turn;
  /** Defaults to the window's animation frames. */
  requestFrame?: FrameScheduler;
}

/**
 * Starts a turn and follows it to its end, whatever is on screen meanwhile. Resolves when the question and the empty
 * answer are on disk.
 *
 * @throws LoamError when the turn was not accepted; nothing has changed then
 */
export async function runTurn({ client, conversationId, turn, requestFrame }: RunTurnOptions): Promise<void> {
  setLiveAnswer(conversationId, {
    messageId: null,
    text: '',
    phase: 'sending',
    readsDocuments: false,
    completionTokens: 0,
    isStopping: false,
  });
  const receive = createAnswerReceiver({
    conversationId,
    requestFrame: requestFrame ?? ((run) => requestAnimationFrame(run)),
    onEnd: (message) => finishTurn(client, message),
  });
  // Parts travel on another channel than the acknowledgement and may overtake it.
  const early: GenerationPart[] = [];
  let isAcknowledged = false;
  const { userMessage, assistantMessage } = await api.generation
    .start({ conversationId, turn }, (part) => {
      if (isAcknowledged) receive(part);
      else early.push(part);
    })
    .catch((error: unknown) => {
      removeLiveAnswer(conversationId, null);
      throw error;
    });
  changeLiveAnswer(conversationId, { messageId: assistantMessage.id, text: assistantMessage.text });
  storeTurn(client, userMessage === null ? [assistantMessage] : [userMessage, assistantMessage]);
  isAcknowledged = true;
  for (const part of early) receive(part);
  // Stop was pressed before there was anything to stop.
  if (generationStore.getState().answers[conversationId]?.isStopping === true) stopAnswer(conversationId);
}

function finishTurn(client: QueryClient, message: Message): void {
  const { conversationId, provenance } = message;
  storeMessage(client, message);
  recordOutcome(conversationId, message.status);
  if (provenance !== null) addAnswerToContextUse(conversationId, provenance);
  // After the cache has told its readers: in between, the row would show an answer without its words.
  notifyManager.schedule(() => removeLiveAnswer(conversationId, message.id));
}

/** The finished answer is part of what the next turn reads. */
function addAnswerToContextUse(conversationId: string, provenance: Provenance): void {
  const use = generationStore.getState().contexts[conversationId]?.use;
  if (use === undefined || provenance.promptTokens === 0) return;
  setContextUse(conversationId, {
    ...use,
    usedTokens: provenance.promptTokens + provenance.completionTokens,
  });
}

/** Runs a turn; a refused one is kept for the screen to show. Resolves to whether it was accepted. */
export async function attemptTurn(options: RunTurnOptions): Promise<boolean> {
  const { conversationId, turn } = options;
  setRefusal(conversationId, null);
  try {
    await runTurn(options);
    return true;
  } catch (error) {
    if (!isCancellation(error)) setRefusal(conversationId, { turn, error: toLoamError(error) });
    return false;
  }
}

/** Asks to stop the answer of this conversation. What was said so far is kept; the terminal part says so. */
export function stopAnswer(conversationId: string): void {
  changeLiveAnswer(conversationId, { isStopping: true });
  api.generation.cancel({ conversationId }).catch((error: unknown) => {
    changeLiveAnswer(conversationId, { isStopping: false });
    notifyError(error);
  });
}
