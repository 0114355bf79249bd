import { closeOpenInline } from './closeOpenInline';

/** A last line that says nothing yet, or that would flash as something else: `-` below a paragraph makes it a heading. */
const mutedLines: readonly RegExp[] = [
  // Only marker characters: the beginning of a list, heading, quote, rule, fence or table delimiter.
  /^[ \t]*(?:[-=*+_#>~`|:][-=*+_#>~`|: \t]*|\d{1,9}[.)]?[ \t]*)$/,
  // A link definition, whose address would be cut.
  /^ {0,3}\[(?!\^)[^\]]*\]:/,
];

/**
 * The text to parse for display while the last line is still being written: without a last line that cannot be read
 * yet, and with its open emphasis closed. All complete lines stay as they are.
 */
export function unfinishedText(source: string): string {
  const lastLineStart = Math.max(source.lastIndexOf('\n'), source.lastIndexOf('\r')) + 1;
  const complete = source.slice(0, lastLineStart);
  const lastLine = source.slice(lastLineStart);
  if (lastLine.trim() === '' || endsInsideCode(complete)) return source;
  if (mutedLines.some((muted) => muted.test(lastLine))) return complete;
  if (endsInsideCode(source)) return source;
  const inlineStart = lastLineStart - paragraphBefore(complete).length;
  return (
    source.slice(0, inlineStart) + closeOpenInline(source.slice(inlineStart).replace(/\[[ xX]?\]?$/, ''))
  );
}

/** The complete lines that the last line continues, as far as that can be told cheaply. */
function paragraphBefore(complete: string): string {
  return /(?:^|[\r\n])((?:[^\S\r\n]*[^\s\r\n|#>\-*+0-9][^\r\n]*(?:\r\n|\n|\r))*)$/.exec(complete)?.[1] ?? '';
}

/** Whether a fenced code block is open at the end of the text, at any depth. */
function endsInsideCode(source: string): boolean {
  let fence = '';
  for (const [, marker = ''] of source.matchAll(/^(?:[ \t>]|[-*+] |\d{1,9}[.)] )*(`{3,}|~{3,})/gm)) {
    if (fence === '') fence = marker;
    else if (marker.startsWith(fence)) fence = '';
  }
  return fence !== '';
}
