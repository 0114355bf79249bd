const invisible = '[\\p{Cf}\\p{Mn}]*';
/** Letters that look like those of the delimiter, so that a reader takes `<pаssage>` in Cyrillic for one. */
const lookAlikes: Record<string, string> = {
  p: 'pр\uFF50',
  a: 'aа\uFF41ɑ',
  s: 'sѕ\uFF53',
  g: 'gɡ\uFF47',
  e: 'eе\uFF45',
};

const spelledPassage = Array.from('passage')
  .map((letter) => `[${lookAlikes[letter] ?? letter}]`)
  .join(invisible);
/** The bracket of anything that a reader could take for the delimiter around passages. */
const delimiterBracket = new RegExp(
  `[<\\uFF1C\\uFE64\\u2039\\u3008\\u2329](?=[\\s\\p{Cf}\\p{Mn}/\\uFF0F\\\\\\u2215]*${spelledPassage})`,
  'giu',
);
/** All control characters but the tab and the end of a line. */
const controlCharacters = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/gu;
const longestAttribute = 160;

/**
 * A text as it may stand between the delimiters of a passage: it can neither close its own nor open another one.
 * Everything else stays as it is, so that code and markup in documents can be asked about.
 */
export function quotePassage(text: string): string {
  const readable = text.replace(/\r\n?/gu, '\n').replace(controlCharacters, '');
  // Not the blanks before its first line: they may be the indentation of code.
  return readable
    .replace(delimiterBracket, '(')
    .replace(/^\s*\n/u, '')
    .trimEnd();
}

/** A file's name or a heading as it may stand in quotation marks. Both come from outside, like passages. */
export function quoteAttribute(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  const cut = line.length > longestAttribute ? `${line.slice(0, longestAttribute - 1)}…` : line;
  return cut.replaceAll('"', "'").replaceAll('<', '(').replaceAll('>', ')');
}
