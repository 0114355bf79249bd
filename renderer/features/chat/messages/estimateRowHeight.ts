import type { Message } from '../../../../preload/contract/conversations';

const lineHeight = 26;
const charactersPerLine = 88;
const questionFrame = 84;
const answerFrame = 62;
/** A long question is folded, so it never grows beyond this many lines before it is opened. */
const mostQuestionLines = 20;

/** A guess at a row's height in pixels, good enough for the scroll bar until the row is drawn and measured. */
export function estimateRowHeight(message: Message | undefined): number {
  if (message === undefined) return 0;
  const { role, text } = message;
  const lines = text
    .split('\n', 400)
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / charactersPerLine)), 0);
  return role === 'user'
    ? questionFrame + Math.min(lines, mostQuestionLines) * lineHeight
    : answerFrame + lines * lineHeight;
}
