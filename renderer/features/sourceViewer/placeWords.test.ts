import { expect, test } from 'vitest';
import { fileNameOf, placeInWords } from './placeWords';

const nowhere = { page: null, slide: null, sheet: null, headingPath: [] };

test('a place is said with all that its format knows, and nothing else', () => {
  expect(placeInWords(nowhere)).toBe('');
  expect(placeInWords({ ...nowhere, page: 3, headingPath: ['Setup', '', 'Linux'] })).toBe(
    'page 3 · Setup › Linux',
  );
  expect(placeInWords({ ...nowhere, slide: 2 })).toBe('slide 2');
  expect(placeInWords({ ...nowhere, sheet: 'Costs' })).toBe('sheet Costs');
});

test('a document inside a folder is called by the last part of its name', () => {
  expect(fileNameOf('reports/2025/summary.pdf')).toBe('summary.pdf');
  expect(fileNameOf('notes.md')).toBe('notes.md');
});
