import type { Block } from '../documents/block';
import { cutToFit } from './cutToFit';
import type { PassageSizes } from './passageSizes';
import { type BreakQuality, breakQualities, type PassageUnit } from './passageUnit';
import { sentencesOf } from './sentences';

/**
 * The units of a block: sentences of a paragraph, lines of code, a row of a table; what is too long for a passage of that
 * capacity is cut. Joined they are the block's text.
 */
export function* unitsOf(
  block: Block,
  start: number,
  sizes: PassageSizes,
  capacity: number,
): Generator<PassageUnit> {
  let position = start;
  for (const { text, breakBefore } of piecesOf(block)) {
    const parts = cutToFit(text, (part) => sizes.of(part), capacity);
    for (const [index, part] of parts.entries()) {
      yield {
        text: part,
        start: position,
        kind: unitKinds[block.kind],
        isHeading: block.kind === 'heading',
        breakBefore: index === 0 ? breakBefore : breakQualities.within,
        size: sizes.of(part),
        page: block.page,
      };
      position += part.length;
    }
  }
}

const unitKinds = {
  heading: 'text',
  paragraph: 'text',
  code: 'code',
  'table-header': 'table',
  'table-row': 'table',
} as const satisfies Record<Block['kind'], PassageUnit['kind']>;

interface Piece {
  text: string;
  breakBefore: BreakQuality;
}

function* piecesOf({ kind, text }: Block): Generator<Piece> {
  if (kind === 'paragraph') {
    let breakBefore: BreakQuality = breakQualities.paragraph;
    for (const sentence of sentencesOf(text)) {
      yield { text: sentence, breakBefore };
      breakBefore = breakQualities.sentence;
    }
  } else if (kind === 'code') {
    yield* linesOf(text);
  } else if (text !== '') {
    yield { text, breakBefore: kind === 'heading' ? breakQualities.paragraph : breakQualities.sentence };
  }
}

/** Lines with their ends. A passage begins best with a block, and after an empty line. */
function* linesOf(text: string): Generator<Piece> {
  let start = 0;
  let breakBefore: BreakQuality = breakQualities.paragraph;
  while (start < text.length) {
    const lineEnd = text.indexOf('\n', start);
    const line = text.slice(start, lineEnd < 0 ? text.length : lineEnd + 1);
    yield { text: line, breakBefore };
    breakBefore = line.trim() === '' ? breakQualities.paragraph : breakQualities.sentence;
    start += line.length;
  }
}
