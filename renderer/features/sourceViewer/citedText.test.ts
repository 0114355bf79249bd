import { expect, test } from 'vitest';
import type { ReaderPassage } from '../../../preload/contract/knowledge';
import type { CitedPassage } from '../../../preload/contract/retrieval';
import { stillSays } from './citedText';

const place = { page: null, slide: null, sheet: null, headingPath: [] };

function passage(ordinal: number, startOffset: number, text: string): ReaderPassage {
  const endOffset = startOffset + text.length;
  return { ordinal, kind: 'text', text, startOffset, endOffset, place, tableHeader: null };
}

function citation(fromOrdinal: number, toOrdinal: number, text: string): CitedPassage {
  return {
    number: 1,
    documentId: 'd1',
    documentName: 'notes.md',
    fromOrdinal,
    toOrdinal,
    startOffset: 0,
    endOffset: text.length,
    place,
    text,
  };
}

const passages = [passage(0, 0, 'One. Two.'), passage(1, 5, 'Two. Three.')];

test('a document says what was quoted, with whatever line breaks', () => {
  expect(stillSays(passages, 2, citation(0, 0, 'One.\nTwo.'))).toBe(true);
});

test('it says so too where neighbours were joined, or the beginning was left out', () => {
  expect(stillSays(passages, 2, citation(0, 1, 'One. Two. Three.'))).toBe(true);
  expect(stillSays(passages, 2, citation(1, 1, 'Three.'))).toBe(true);
});

test('it says so too where rows were quoted with the names of their columns', () => {
  const row = { ...passage(0, 0, 'pump\t40\n'), tableHeader: 'part\tprice' };
  expect(stillSays([row], 1, citation(0, 0, 'part\tprice\npump\t40\n'))).toBe(true);
});

test('it does not where the words are others, or the place is gone', () => {
  expect(stillSays(passages, 2, citation(0, 0, 'Something else.'))).toBe(false);
  expect(stillSays(passages, 2, citation(2, 2, 'One.'))).toBe(false);
});

test('it is taken to where not all of it is at hand', () => {
  expect(stillSays(passages, 9, citation(1, 2, 'Two. Three. Four.'))).toBe(true);
});
