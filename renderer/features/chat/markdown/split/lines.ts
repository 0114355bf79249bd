import type { Node } from 'mdast';

/** The offset at which the line holding `offset` starts. */
export function lineStartAt(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return start;
}

/**
 * The offset after the line ending of the line holding `offset`, or null while that ending has not arrived. A carriage
 * return at the very end does not count: its line feed may still come.
 */
export function nextLineStart(text: string, offset: number): number | null {
  for (let index = offset; index < text.length; index++) {
    if (text[index] === '\n') return index + 1;
    if (text[index] === '\r') {
      if (index + 1 === text.length) return null;
      return text[index + 1] === '\n' ? index + 2 : index + 1;
    }
  }
  return null;
}

/** Whether the stretch of text from the end of one block to the line of the next holds a blank line. */
export function hasBlankLine(gap: string): boolean {
  return (gap.match(/\r\n|\n|\r/g)?.length ?? 0) > 1;
}

/** The offset a parsed node starts at. */
export function startOf(node: Node): number {
  return node.position?.start.offset ?? 0;
}

/** The offset after a parsed node. */
export function endOf(node: Node): number {
  return node.position?.end.offset ?? 0;
}
