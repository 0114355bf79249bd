import { expect, test } from 'vitest';
import type { ReaderPassage } from '../../../../preload/contract/knowledge';
import { shownText } from './overlap';

function passage(ordinal: number, startOffset: number, text: string): ReaderPassage {
  return {
    ordinal,
    kind: 'text',
    text,
    startOffset,
    endOffset: startOffset + text.length,
    place: { page: null, slide: null, sheet: null, headingPath: [] },
    tableHeader: null,
  };
}

const first = passage(0, 0, 'One. Two.');
const second = passage(1, 5, 'Two. Three. Four.');
const third = passage(2, 17, 'Four. Five.');
const elsewhere = { fromOrdinal: 9, toOrdinal: 9 };

test('what the passage before already showed is not shown again', () => {
  expect(shownText(second, { before: first, after: undefined, marked: elsewhere })).toBe(' Three. Four.');
});

test('the marked passage is whole, and the one before it gives way', () => {
  const marked = { fromOrdinal: 1, toOrdinal: 1 };
  expect(shownText(first, { before: undefined, after: second, marked })).toBe('One. ');
  expect(shownText(second, { before: first, after: third, marked })).toBe('Two. Three. Four.');
  expect(shownText(third, { before: second, after: undefined, marked })).toBe('Four. Five.'.slice(5));
});

test('of several marked passages only the first is whole', () => {
  const marked = { fromOrdinal: 0, toOrdinal: 1 };
  expect(shownText(second, { before: first, after: undefined, marked })).toBe(' Three. Four.');
});

test('a passage that is not a neighbour, or not read yet, cuts nothing', () => {
  expect(shownText(third, { before: first, after: undefined, marked: elsewhere })).toBe('Four. Five.');
  expect(shownText(second, { before: undefined, after: undefined, marked: elsewhere })).toBe(second.text);
});

test('offsets that do not fit the texts cut nothing', () => {
  const other = passage(1, 2, 'Other words.');
  expect(shownText(other, { before: first, after: undefined, marked: elsewhere })).toBe('Other words.');
});
