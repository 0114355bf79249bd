import type { Block, BlockKind } from './block';

/** No block is longer, in UTF-16 code units. */
export const longestBlock = 64 * 1024;

/** A block of a format that has neither pages nor slides nor sheets. */
export function blockOf(kind: BlockKind, text: string, headingLevel: number | null = null): Block {
  return { kind, text, headingLevel, page: null, slide: null, sheet: null };
}

/** A block in pieces that are not too long; a heading goes on as a paragraph. Most come back as they are. */
export function cutBlock(block: Block): Block[] {
  if (block.text.length <= longestBlock) return [block];
  const kind = block.kind === 'heading' ? 'paragraph' : block.kind;
  return cutText(block.text).map((text, index) =>
    index === 0 ? { ...block, text } : { ...block, kind, headingLevel: null, text },
  );
}

/** Pieces that make up the text, cut where a reader would notice it least. */
export function cutText(text: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  while (text.length - start > longestBlock) {
    const end = start + placeToCut(text.slice(start, start + longestBlock));
    pieces.push(text.slice(start, end));
    start = end;
  }
  pieces.push(text.slice(start));
  return pieces;
}

/** After a line, else after a blank, of the second half; never within a character. */
export function placeToCut(text: string): number {
  const half = text.length >> 1;
  const lineEnd = text.lastIndexOf('\n');
  if (lineEnd >= half) return lineEnd + 1;
  const blank = text.lastIndexOf(' ');
  if (blank >= half) return blank + 1;
  const last = text.charCodeAt(text.length - 1);
  const isFirstHalfOfPair = last >= 0xd800 && last < 0xdc00;
  const isFirstOfLineEnd = last === 0x0d;
  return isFirstHalfOfPair || isFirstOfLineEnd ? text.length - 1 : text.length;
}
