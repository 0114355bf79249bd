import { expect, test } from 'vitest';
import { citedNumbers, splitCitations } from './splitCitations';

test('text is cut at its citations', () => {
  expect(splitCitations('It holds 40 litres [1][2]. Blue [12].')).toEqual([
    { text: 'It holds 40 litres ' },
    { citation: 1 },
    { citation: 2 },
    { text: '. Blue ' },
    { citation: 12 },
    { text: '.' },
  ]);
  expect(splitCitations('[3]')).toEqual([{ citation: 3 }]);
});

test('other brackets are text', () => {
  for (const text of ['', 'list[i]', '[2019]', '[1, 2]', '[ ] open', '[^1]']) {
    expect(splitCitations(text)).toEqual([{ text }]);
  }
});

test('cited numbers come once each, in order of appearance', () => {
  expect(citedNumbers('Two [2], one [1], two [2].')).toEqual([2, 1]);
});
