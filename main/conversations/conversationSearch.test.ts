import { expect, test } from 'vitest';
import { snippetPieces } from './conversationSearch';

test('marks become pieces, and white space is folded', () => {
  expect(snippetPieces('…of\n\n  heavy \u0002clay\u0003 and\t\u0002sand\u0003')).toEqual([
    { text: '…of heavy ', isMatch: false },
    { text: 'clay', isMatch: true },
    { text: ' and ', isMatch: false },
    { text: 'sand', isMatch: true },
  ]);
});

test('a word as long as a book is cut off', () => {
  const pieces = snippetPieces(`start \u0002${'x'.repeat(100_000)}\u0003 end`);
  expect(pieces.map((piece) => piece.text.length)).toEqual([6, 395]);
});

test('nothing has no pieces', () => {
  expect(snippetPieces('')).toEqual([]);
});
