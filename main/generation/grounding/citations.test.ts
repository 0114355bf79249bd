import { describe, expect, it, test } from 'vitest';
import { CitationFilter } from './citations';

const known = new Set([1, 2, 3]);

function checked(text: string, size = 1, isUnfinished = false): { text: string; removed: number[] } {
  const filter = new CitationFilter(known);
  const pieces: string[] = [];
  for (let index = 0; index < text.length; index += size) {
    pieces.push(filter.push(text.slice(index, index + size)));
  }
  pieces.push(filter.end(isUnfinished));
  return { text: pieces.join(''), removed: filter.removed };
}

const cases: readonly [said: string, shown: string, removed: number[]][] = [
  ['It costs 40 euros [1].', 'It costs 40 euros [1].', []],
  ['It costs 40 euros[1].', 'It costs 40 euros[1].', []],
  ['Both [1, 2] and [1,3].', 'Both [1][2] and [1][3].', []],
  ['Both [1][2].', 'Both [1][2].', []],
  ['Both [1] [2].', 'Both [1][2].', []],
  ['Both [1], [2].', 'Both [1][2].', []],
  ['All [1-3].', 'All [1][2][3].', []],
  ['All [1–3].', 'All [1][2][3].', []],
  ['One 【1】 and 【2†source】.', 'One [1] and [2].', []],
  ['One [[1]].', 'One [1].', []],
  ['One [^1].', 'One [1].', []],
  ['One [passage 1] and [Source 2].', 'One [1] and [2].', []],
  ['Wrong [9].', 'Wrong.', [9]],
  ['Wrong [9] here.', 'Wrong here.', [9]],
  ['Wrong[9] here.', 'Wrong here.', [9]],
  ['Wrong [9], here', 'Wrong, here', [9]],
  ['Half right [1, 9].', 'Half right [1].', [9]],
  ['Half right [1][9].', 'Half right [1].', [9]],
  ['Half right [9][1].', 'Half right [1].', [9]],
  ['Half right [2-5].', 'Half right [2][3].', [4, 5]],
  ['Two wrong [8], [9].', 'Two wrong.', [8, 9]],
  ['Zero [0].', 'Zero.', [0]],
  ['Twice [9]. And [9].', 'Twice. And.', [9]],
  ['Aside ([9]) ends.', 'Aside ends.', [9]],
  ['Aside ([1]) stays.', 'Aside ([1]) stays.', []],
  ['Aside ([9] says so).', 'Aside (says so).', [9]],
  ['[9] At the beginning', 'At the beginning', [9]],
  ['One\n[9] At the beginning', 'One\nAt the beginning', [9]],
  ['- [9] in a list\n- [1] in a list', '- in a list\n- [1] in a list', [9]],
  ['At the end [9]', 'At the end', [9]],
  ['At the end [1]', 'At the end [1]', []],
  ['A paragraph [9]\n\nand another', 'A paragraph\n\nand another', [9]],
  ['| a [9] | b [1] |', '| a | b [1] |', [9]],
  [
    '[1](https://example.org) and [9](https://example.org)',
    '[1](https://example.org) and [9](https://example.org)',
    [],
  ],
  ['a [link][9] stays', 'a [link][9] stays', []],
  ['\\[9\\] stays', '\\[9\\] stays', []],
  ['the year [2019] and [1-365] stay', 'the year [2019] and [1-365] stay', []],
  ['[ ] open, [x] done, [a] letter', '[ ] open, [x] done, [a] letter', []],
  ['a (b) (c) and a  gap', 'a (b) (c) and a  gap', []],
  ['`list[9]` and ``a ` [9]`` stay [9]', '`list[9]` and ``a ` [9]`` stay', [9]],
  ['```js\nlist[9] = [8];\n```\nafter [9]', '```js\nlist[9] = [8];\n```\nafter', [9]],
  ['~~~\nlist[9]\n~~~\nafter [9]', '~~~\nlist[9]\n~~~\nafter', [9]],
  ['````\n```\nlist[9]\n```\n````\nafter [9]', '````\n```\nlist[9]\n```\n````\nafter', [9]],
  ['1. Do\n   ```\n   list[9]\n   ```\n   then [9]', '1. Do\n   ```\n   list[9]\n   ```\n   then', [9]],
  ['Code:\n\n    list[9]\n    list [8]\n\nafter [9]', 'Code:\n\n    list[9]\n    list [8]\n\nafter', [9]],
  ['- item\n\n    goes on [9]', '- item\n\n    goes on', [9]],
  ['a `broken\n\nparagraph [9]', 'a `broken\n\nparagraph', [9]],
  ['[1]: https://example.org', '[1] : https://example.org', []],
  ['[9]: https://example.org', 'https://example.org', [9]],
  ['Great![1] Really?[9]', 'Great![1] Really?', [9]],
  ['日本語【1】です【9】。', '日本語[1]です。', [9]],
  ['', '', []],
  ['[', '[', []],
  ['[1', '[1', []],
];

describe('citations of an answer', () => {
  test.each(cases)('%j → %j', (said, shown, removed) => {
    expect(checked(said, 1000)).toEqual({ text: shown, removed });
  });
});

it('come out the same however the answer is cut into pieces', () => {
  for (const [said, text, removed] of cases) {
    for (let size = 1; size <= said.length; size += 1) {
      expect(checked(said, size), `${said} in pieces of ${size}`).toEqual({ text, removed });
    }
    for (let cut = 1; cut < said.length; cut += 1) {
      const filter = new CitationFilter(known);
      const shown = filter.push(said.slice(0, cut)) + filter.push(said.slice(cut)) + filter.end(false);
      expect(shown, `${said} cut at ${cut}`).toBe(text);
    }
  }
});

it('are left as they are the second time', () => {
  for (const [, shown] of cases.filter(([said]) => !said.includes(']:'))) {
    expect(checked(shown).text).toBe(shown);
  }
});

it('that will be removed are never shown, not even in part', () => {
  const filter = new CitationFilter(known);
  const pieces = Array.from('Wrong [12] here').map((character) => filter.push(character));
  expect(pieces.join('')).not.toMatch(/[[\]12]/u);
});

it('hold back nothing but what may be one', () => {
  const filter = new CitationFilter(known);
  expect(filter.push('An ordinary sentence')).toBe('An ordinary sentence');
  expect(filter.push(' [note')).toBe(' [note');
  expect(filter.push(' [12')).toBe('');
  expect(filter.push('34]')).toBe(' [1234]');
});

it('that were only begun when the answer was stopped are left out, so that it can be carried on', () => {
  expect(checked('It costs 40 euros [1', 1, true).text).toBe('It costs 40 euros');
  expect(checked('It costs 40 euros [1]', 1, true).text).toBe('It costs 40 euros [1]');
  const goesOn = new CitationFilter(known, 'See:\n```\ncode');
  expect(goesOn.push('[9]\n```\nand [9]') + goesOn.end(false)).toBe('[9]\n```\nand');
});

it('an answer of a hundred thousand brackets takes no noticeable time', () => {
  const text = '[1, 2, '.repeat(20_000) + ' '.repeat(20_000) + '('.repeat(20_000) + '['.repeat(20_000);
  expect(checked(text, 7).text.length).toBeGreaterThan(100_000);
});
