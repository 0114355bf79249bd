/**
 * Makes the end of a paragraph that is still being written read as it will: `**bol` as bold, `[text](https://exa` as its
 * text. Only for display while streaming; the finished paragraph is parsed as it was written.
 */
export function closeOpenInline(paragraph: string): string {
  const shown = hideOpenLink(paragraph);
  const { marks, isFormula } = openMarks(shown);
  if (isFormula) return shown;
  // Marks with nothing after them open or close something only with the text to come.
  const trimmed = shown.replace(/[ \t]*[*_~`]+$/, '');
  if (trimmed === shown) return shown + marks.reverse().join('');
  const { marks: kept } = openMarks(trimmed);
  return trimmed + kept.reverse().join('');
}

/** A link or image whose address is still coming is shown as its text alone. */
function hideOpenLink(text: string): string {
  return text
    .replace(/!\[[^[\]\n]*(?:\](?:\([^()\n]*)?)?$/, '')
    .replace(/\[(?!\^)([^[\]\n]*)(?:\]\([^()\n]*)?$/, '$1');
}

/** The emphasis and code marks that are open at the end of the text, outermost first. */
function openMarks(text: string): { marks: string[]; isFormula: boolean } {
  const marks: string[] = [];
  const token = /\\[^\n]|(`+)|(\$\$?)|(\*{1,3}|_{1,3}|~~)/g;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [whole, code, dollars, mark] = match;
    const closing = code ?? dollars ?? (whole === '\\(' ? '\\)' : whole === '\\[' ? '\\]' : undefined);
    if (closing) {
      const end = closingAt(text, token.lastIndex, closing);
      if (end !== null) token.lastIndex = end;
      else if (code)
        return { marks: text.length > token.lastIndex ? [...marks, code] : marks, isFormula: false };
      else if (dollars !== '$') return { marks: [], isFormula: true };
    } else if (mark) {
      toggle(marks, mark, text[match.index - 1], text[token.lastIndex]);
    }
  }
  return { marks, isFormula: false };
}

/** The offset after the delimiter that closes a code span or formula, or null. */
function closingAt(text: string, start: number, closing: string): number | null {
  const isCode = closing.startsWith('`');
  for (let at = text.indexOf(closing, start); at >= 0; at = text.indexOf(closing, at + 1)) {
    const end = at + closing.length;
    if (!isCode || (text[at - 1] !== '`' && text[end] !== '`')) return end;
  }
  return null;
}

function toggle(marks: string[], mark: string, before: string | undefined, after: string | undefined): void {
  const isSpaceBefore = before === undefined || /\s/.test(before);
  const isSpaceAfter = after === undefined || /\s/.test(after);
  // As in Markdown, underscores inside a word are part of it.
  const isInsideWord = mark.startsWith('_') && /\w/.test(before ?? ' ') && /\w/.test(after ?? ' ');
  if (isInsideWord) return;
  if (!isSpaceBefore && marks[marks.length - 1] === mark) marks.pop();
  else if (!isSpaceBefore && mark.length === 3 && marks.slice(-2).join('').length === 3) marks.splice(-2);
  else if (!isSpaceAfter) marks.push(mark);
}
