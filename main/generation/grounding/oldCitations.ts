import type { Message } from '../../../preload/contract/conversations';
import { CitationFilter } from './citations';

/**
 * A branch as the model is to remember it. Numbers that earlier answers cite are those of passages that are no longer in
 * the prompt; there they would stand for others.
 *
 * @param continuesLastMessage the passages of the last answer are in the prompt again, and its citations stay
 */
export function withoutOldCitations(
  history: readonly Message[],
  continuesLastMessage: boolean,
): readonly Message[] {
  const lastIndex = history.length - 1;
  return history.map((message, index) => {
    const isCarriedOn = continuesLastMessage && index === lastIndex;
    return message.provenance?.grounding && !isCarriedOn
      ? { ...message, text: withoutCitations(message.text) }
      : message;
  });
}

function withoutCitations(text: string): string {
  const filter = new CitationFilter(new Set());
  return filter.push(text) + filter.end(false);
}
