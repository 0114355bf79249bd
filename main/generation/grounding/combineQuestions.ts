import { needsRewriting } from './needsRewriting';

/** Enough to name the topic; a longer query means less to an embedder. */
const longestCharacters = 600;
/** The question that named the topic, and the follow-ups nearest to the one asked now. */
const mostFollowUps = 2;

/**
 * A query for a follow-up without a model's help: the last question that stood alone, and what was asked since.
 *
 * @param history the messages before the question
 */
export function combineQuestions(
  question: string,
  history: readonly { role: string; text: string }[],
): string {
  const asked = history.filter(({ role, text }) => role === 'user' && text.trim() !== '');
  const topicIndex = Math.max(
    0,
    asked.findLastIndex(({ text }, index) => !needsRewriting(text, asked.slice(0, index))),
  );
  const [topic, ...since] = asked.slice(topicIndex).map(({ text }) => oneLine(text));
  const parts = [topic ?? '', ...since.slice(-mostFollowUps), oneLine(question)];
  const room = Math.floor(longestCharacters / parts.length);
  return parts
    .map((part) => part.slice(0, room))
    .join(' ')
    .trim();
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
