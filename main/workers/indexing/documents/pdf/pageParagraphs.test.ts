import { expect, it } from 'vitest';
import { PageLines, type TextPiece } from './pageLines';
import { paragraphsOf } from './pageParagraphs';

function piece(str: string, left: number, baseline: number, changes: Partial<TextPiece> = {}): TextPiece {
  return {
    str,
    transform: [12, 0, 0, 12, left, baseline],
    width: str.length * 6,
    height: 12,
    hasEOL: false,
    ...changes,
  };
}

function told(pieces: TextPiece[], bodyHeight = 12): string[] {
  const lines = new PageLines();
  for (const each of pieces) lines.add(each);
  lines.end();
  return paragraphsOf(lines.lines, bodyHeight).map(
    ({ text, headingLevel }) => `${headingLevel ?? ''}${text}`,
  );
}

it('puts pieces of a line together, raised letters too', () => {
  expect(
    told([piece('E = mc', 72, 700), piece('2', 108, 704, { height: 7 }), piece(' holds', 116, 700)]),
  ).toEqual(['E = mc2 holds']);
});

it('separates columns of a table by tabs and its rows by line ends', () => {
  const pieces = [
    piece('Item', 72, 700),
    piece('Crates', 200, 700),
    piece('Salt', 72, 686),
    piece('12', 200, 686),
  ];
  expect(told(pieces)).toEqual(['Item\tCrates\nSalt\t12']);
});

it('begins a paragraph where lines stand apart or a list goes on', () => {
  const pieces = ['First line,', 'second line.', '• a point', '• another'].map((text, index) =>
    piece(text, 72, 700 - index * 14),
  );
  expect(told([...pieces, piece('Far below.', 72, 600)])).toEqual([
    'First line, second line.',
    '• a point',
    '• another',
    'Far below.',
  ]);
});

it('goes on with a sentence in the next column', () => {
  expect(told([piece('A sentence that', 72, 100), piece('goes on here.', 320, 700)])).toEqual([
    'A sentence that goes on here.',
  ]);
});

it('undoes hyphens, but not those between words of their own', () => {
  expect(
    told([piece('a har-', 72, 700), piece('bour in Schleswig-', 72, 686), piece('Holstein', 72, 672)]),
  ).toEqual(['a harbour in Schleswig- Holstein']);
});

it('joins Chinese and Japanese without a blank', () => {
  expect(told([piece('吾輩は', 72, 700), piece('猫である。', 72, 686)])).toEqual(['吾輩は猫である。']);
});

it('takes short lines in larger letters for headings', () => {
  const large = { height: 24, transform: [24, 0, 0, 24, 72, 700] };
  expect(
    told([
      piece('Title', 72, 700, large),
      piece('Text.', 72, 650),
      piece('x'.repeat(300), 72, 600, { ...large, transform: [24, 0, 0, 24, 72, 600] }),
    ]),
  ).toEqual(['1Title', 'Text.', 'x'.repeat(300)]);
});
