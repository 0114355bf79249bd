export const untitled = 'New conversation';

const longestTitle = 60;
/** Enough for any title; a pasted chapter is not folded as a whole. */
const readCharacters = 2000;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * A short title from the first question: Markdown signs left out, white space folded, cut between two words. A question
 * with no words in it gives "New conversation".
 */
export function titleFromQuestion(question: string): string {
  const line = foldWhitespace(stripMarkdown(question.slice(0, readCharacters)));
  if (line === '') return untitled;
  const letters = Array.from(graphemes.segment(line), (part) => part.segment);
  if (letters.length <= longestTitle) return line;
  const head = letters.slice(0, longestTitle).join('');
  const lastSpace = head.lastIndexOf(' ');
  // A text without spaces, such as Japanese or an address, is cut where it is.
  const cut = lastSpace > head.length / 2 && letters[longestTitle] !== ' ' ? head.slice(0, lastSpace) : head;
  return `${cut.replace(/[\s,;:–—-]+$/u, '')}…`;
}

/** The title of a fork, within the length the contract allows. */
export function forkTitle(title: string): string {
  return `${title.slice(0, 190).trimEnd()} (fork)`;
}

function stripMarkdown(text: string): string {
  return text
    .replaceAll(/^\s*(?:```|~~~).*$/gmu, ' ')
    .replaceAll(/!?\[([^\]\n]*)\]\([^)\n]*\)/gu, '$1')
    .replaceAll(/^\s*(?:#{1,6}|>+|[-*+]|\d+[.)])\s+/gmu, '')
    .replaceAll(/(\*\*|__|~~)(?=\S)([^\n]*?\S)\1/gu, '$2')
    .replaceAll(/(?<![\p{L}\p{N}])([*_])(?=\S)([^\n]*?\S)\1(?![\p{L}\p{N}])/gu, '$2')
    .replaceAll('`', '');
}

function foldWhitespace(text: string): string {
  // Control characters would show as boxes in a list.
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
}
