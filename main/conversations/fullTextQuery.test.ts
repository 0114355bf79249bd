import { expect, test } from 'vitest';
import { fullTextQuery } from './fullTextQuery';

test.each([
  ['one word may go on', 'soi', '"soi"*'],
  ['every word must occur and the last may go on', 'loam and so', '"loam" "and" "so"*'],
  ['quoted words follow one another and end where they end', 'find "heavy clay"', '"find" "heavy clay"'],
  ['the words of the query language are words', 'a AND b OR NOT c', '"a" "AND" "b" "OR" "NOT" "c"*'],
  ['signs of the query language are quoted', 'title:(x) ^y z*', '"title:(x)" "^y" "z*"*'],
  ['a quote that is not closed is no quote', 'say "hello', '"say" "hello"*'],
  ['a term without a letter is left out', 'loam !!! ---', '"loam"*'],
  ['the end of a C text does not end the query', 'loam\0clay', '"loam" "clay"*'],
])('%s', (_name, typed, expression) => {
  expect(fullTextQuery(typed)).toBe(expression);
});

test.each(['', '   ', '"', '""', '!?', '\0', '""""'])('%j asks for nothing', (typed) => {
  expect(fullTextQuery(typed)).toBeNull();
});

test('a pasted page is cut to the words that FTS5 can take', () => {
  expect(fullTextQuery('word '.repeat(500))?.split(' ')).toHaveLength(32);
});
