/** How many lines of code share a piece. */
export const PIECE_LINES = 32;

/** Cuts code into pieces of `PIECE_LINES` lines, without the line ending between two pieces. At least one piece. */
export function splitIntoPieces(code: string): string[] {
  const lines = code.replace(/\r\n?/g, '\n').split('\n');
  const pieces: string[] = [];
  for (let start = 0; start < lines.length; start += PIECE_LINES) {
    pieces.push(lines.slice(start, start + PIECE_LINES).join('\n'));
  }
  return pieces;
}

/** The code that `splitIntoPieces` cut. */
export function joinPieces(pieces: readonly string[]): string {
  return pieces.join('\n');
}
