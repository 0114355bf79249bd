export const untitled = 'New conversation';

/** In signs as people count them. */
const longestTitle = 60;
/** In code units: a single sign can have any number of them. */
const longestTitleUnits = 190;
/** Enough for any title; a pasted chapter is not folded as a whole. */
const readCharacters = 2000;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * A short title from the first question: Markdown signs left out, white space folded, cut between two words. A question
 * with no words in it gives "New conversation".
 */
export function titleFromQuestion(question: string): string {
  const line = foldWhitespace(stripMarkdown(question.slice(0, readCharacters)));
  if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(line)) return untitled;
  const head = firstSigns(line);
  if (head === line) return line;
  const lastSpace = head.lastIndexOf(' ');
  // A text without spaces, such as Japanese or an address, is cut where it is.
  const isWordCut = lastSpace > head.length / 2 && line[head.length] !== ' ';
  return `${(isWordCut ? head.slice(0, lastSpace) : head).replace(/[\s,;:–—-]+$/u, '')}…`;
}

function firstSigns(line: string): string {
  let end = 0;
  let count = 0;
  for (const { index, segment } of graphemes.segment(line)) {
    count += 1;
    if (count > longestTitle || index + segment.length > longestTitleUnits) break;
    end = index + segment.length;
  }
  return line.slice(0, end);
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
