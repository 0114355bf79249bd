import type { Code } from 'mdast';
import type { CodeBlock } from './blocks';
import { PIECE_LINES } from './codePieces';
import { lineStartAt, nextLineStart } from './lines';

/**
 * A fenced code block whose closing fence has not arrived. It is read line by line without the parser, so that a line
 * costs the same in a file of ten lines and of a thousand.
 */
export interface OpenFence {
  key: number;
  language: string | null;
  closing: RegExp;
  /** How many spaces before the opening fence; as many are taken off each line. */
  indent: number;
  /** Offset in the answer of the first line that has not been read. */
  offset: number;
  pieces: readonly string[];
  /** Lines of the piece that is not full yet. */
  lines: readonly string[];
}

/** What reading on has brought. */
export interface FenceReading {
  fence: OpenFence;
  /** The offset after the closing fence's line, or null while the fence is open. */
  closedAt: number | null;
}

/** Starts reading the code block `node`, found in `text`; null for indented code or when its first line is not complete. */
export function openFence(node: Code, text: string, start: number): OpenFence | null {
  const opening = /^( {0,3})(`{3,}|~{3,})/.exec(text.slice(lineStartAt(text, start), start + 1000));
  const offset = nextLineStart(text, start);
  const fence = opening?.[2];
  if (!fence || offset === null) return null;
  return {
    key: start,
    language: node.lang ?? null,
    closing: new RegExp(`^ {0,3}${fence[0]}{${fence.length},}[ \\t]*$`),
    indent: opening[1]?.length ?? 0,
    offset,
    pieces: [],
    lines: [],
  };
}

/** Reads the complete lines that are new in `text`, up to the closing fence. */
export function readFence(fence: OpenFence, text: string): FenceReading {
  const pieces = fence.pieces.slice();
  let lines = fence.lines.slice();
  let offset = fence.offset;
  for (let next = nextLineStart(text, offset); next !== null; next = nextLineStart(text, offset)) {
    const line = text.slice(offset, next).replace(/[\r\n]+$/, '');
    offset = next;
    if (fence.closing.test(line)) return { fence: { ...fence, pieces, lines, offset }, closedAt: offset };
    if (lines.length === PIECE_LINES) {
      pieces.push(lines.join('\n'));
      lines = [];
    }
    lines.push(cleanLine(line, fence.indent));
  }
  return { fence: { ...fence, pieces, lines, offset }, closedAt: null };
}

/** The code block as it stands, with the line that is being written unless that may become the closing fence. */
export function fenceBlock(fence: OpenFence, text: string, isGrowing: boolean): CodeBlock {
  const unfinished = text.slice(fence.offset).replace(/\r$/, '');
  const mayClose = isGrowing ? /^ {0,3}(?:`+|~+)$/ : fence.closing;
  const shown = mayClose.test(unfinished) ? '' : cleanLine(unfinished, fence.indent);
  const lines = shown === '' ? fence.lines : [...fence.lines, shown];
  const fullPiece = lines.length > PIECE_LINES ? [lines.slice(0, PIECE_LINES).join('\n')] : [];
  const lastPiece = lines.slice(fullPiece.length * PIECE_LINES).join('\n');
  const pieces = [...fence.pieces, ...fullPiece, lastPiece];
  return { kind: 'code', key: fence.key, isGrowing, language: fence.language, pieces };
}

/** As the parser does it: the fence's own indentation is not part of the code, and NUL is never shown. */
function cleanLine(line: string, indent: number): string {
  let column = 0;
  let start = 0;
  while (column < indent && (line[start] === ' ' || line[start] === '\t')) {
    column += line[start] === '\t' ? 4 - (column % 4) : 1;
    start++;
  }
  // A tab that reaches beyond the indentation leaves the rest of its width.
  const rest = ' '.repeat(Math.max(0, column - indent));
  return rest + line.slice(start).replace(/\0/g, '\uFFFD');
}
