import { useMemo, useState } from 'react';
import { collectFootnotes, type Footnotes } from './footnotes';
import type { Block } from './split/blocks';
import { append } from './split/chunkedList';
import { advance, complete, emptyAnswer, reparsedLength, type SplitAnswer } from './split/splitter';
import { pacingIntervalMs, usePacedText } from './usePacedText';

/** An answer ready to be drawn. */
export interface AnswerView {
  /** All blocks in order, grouped so that finished groups keep their identity. */
  groups: readonly (readonly Block[])[];
  /** Null while the answer is written and when it has none. */
  footnotes: Footnotes | null;
}

/** Cuts an answer into blocks as it grows; each call reads only what is new since the last one. */
export function useSplitAnswer(text: string, isStreaming: boolean): AnswerView {
  const [answer, setAnswer] = useState(() => (isStreaming ? advance(emptyAnswer, text) : emptyAnswer));
  const intervalMs = isStreaming ? pacingIntervalMs(reparsedLength(answer)) : 0;
  const pacedText = usePacedText(text, intervalMs);
  const shownText = textToShow(answer, text, pacedText);

  // React's way to keep state that follows a prop: it draws again at once, before anything reaches the page.
  if (isStreaming && shownText !== answer.text) setAnswer(advance(answer, shownText));

  const growingView = useMemo<AnswerView>(
    () => ({ groups: append(answer.finished, answer.growing).chunks, footnotes: null }),
    [answer],
  );
  const finalText = isStreaming ? null : text;
  const finalView = useMemo<AnswerView | null>(() => {
    if (finalText === null) return null;
    const blocks = complete(answer, finalText);
    return { groups: blocks.chunks, footnotes: collectFootnotes(blocks) };
  }, [answer, finalText]);
  return finalView ?? growingView;
}

/** The paced text where it is newer than what is shown; it may lag behind, even from an answer shown before. */
function textToShow(answer: SplitAnswer, text: string, pacedText: string): string {
  if (!text.startsWith(answer.text)) return text;
  const isNewer = pacedText.length > answer.text.length && text.startsWith(pacedText);
  return isNewer ? pacedText : answer.text;
}
