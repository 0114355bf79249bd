import type { Message } from '../../../../preload/contract/conversations';
import type { GenerationPart } from '../../../../preload/contract/generation';
import { changeLiveAnswer, generationStore, setContextUse, type AnswerPhase } from './generationStore';

/** Only an answer that draws on documents goes through them. */
const documentPhases: readonly AnswerPhase[] = ['reading-documents', 'rewriting-question', 'searching'];

/** Runs a function before the next frame is drawn, as `requestAnimationFrame` does. */
export type FrameScheduler = (run: () => void) => void;

export interface AnswerReceiverOptions {
  conversationId: string;
  requestFrame: FrameScheduler;
  /** Called once, with the message as stored. */
  onEnd: (message: Message) => void;
}

/**
 * Applies the parts of one answer to the store: words at most once a frame, however many parts came, everything else
 * at once. Parts after the terminal one change nothing.
 */
export function createAnswerReceiver({
  conversationId,
  requestFrame,
  onEnd,
}: AnswerReceiverOptions): (part: GenerationPart) => void {
  let pendingText = '';
  let completionTokens = 0;
  let isFrameRequested = false;
  let hasEnded = false;

  function applyPending(): void {
    isFrameRequested = false;
    if (hasEnded || pendingText === '') return;
    const text = (generationStore.getState().answers[conversationId]?.text ?? '') + pendingText;
    pendingText = '';
    changeLiveAnswer(conversationId, { text, completionTokens, phase: 'writing' });
  }

  return (part) => {
    if (hasEnded) return;
    switch (part.type) {
      case 'phase':
        changeLiveAnswer(conversationId, {
          phase: part.phase,
          ...(documentPhases.includes(part.phase) && { readsDocuments: true }),
        });
        break;
      case 'context-use':
        setContextUse(conversationId, part.contextUse);
        break;
      case 'text-delta':
        pendingText += part.text;
        ({ completionTokens } = part);
        if (!isFrameRequested) {
          isFrameRequested = true;
          requestFrame(applyPending);
        }
        break;
      case 'end':
        applyPending();
        hasEnded = true;
        onEnd(part.message);
        break;
    }
  };
}
