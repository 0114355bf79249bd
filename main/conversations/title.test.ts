import { describe, expect, test } from 'vitest';
import { titleSchema } from '../../preload/contract/conversations';
import { forkTitle, titleFromQuestion, untitled } from './title';

describe('the title of a question', () => {
  test.each([
    ['a short question is its own title', 'What is loam?', 'What is loam?'],
    ['white space and line breaks are folded', '  What\n\tis   loam? ', 'What is loam?'],
    ['control characters are left out', 'What\u0000is\u0007loam?', 'What is loam?'],
    ['a heading loses its signs', '## What is loam?', 'What is loam?'],
    ['a list loses its bullets', '- soil\n- sand\n1. clay', 'soil sand clay'],
    [
      'emphasis and code lose their signs',
      'Is **loam** a *kind* of `soil` or __sand__?',
      'Is loam a kind of soil or sand?',
    ],
    ['a link keeps its text', 'Read [this page](https://example.org/a_b) for me', 'Read this page for me'],
    ['a quote loses its mark', '> What is loam?', 'What is loam?'],
    ['the fences of a code block go and its code stays', '```ts\nlet a = 1;\n```', 'let a = 1;'],
    [
      'stars and underscores that mark nothing stay',
      'What is 2 * 3 * 4 and snake_case_name?',
      'What is 2 * 3 * 4 and snake_case_name?',
    ],
    ['a question without words has the common title', ' \n**``` \n', untitled],
    ['no text at all has the common title', '', untitled],
  ])('%s', (_name, question, title) => {
    expect(titleFromQuestion(question)).toBe(title);
  });

  test('a long question is cut between two words, without a comma before the dots', () => {
    expect(
      titleFromQuestion('Please explain to me how the roots of a large old oak tree, in winter, find water'),
    ).toBe('Please explain to me how the roots of a large old oak tree…');
  });

  test('a text without spaces is cut where it is', () => {
    const title = titleFromQuestion('土'.repeat(200));
    expect(title).toBe(`${'土'.repeat(60)}…`);
  });

  test('no sign of several parts is cut in two', () => {
    const family = '👨‍👩‍👧‍👦';
    expect(titleFromQuestion(family.repeat(100))).toBe(`${family.repeat(17)}…`);
    expect(titleFromQuestion('👍🏽'.repeat(100))).toBe(`${'👍🏽'.repeat(47)}…`);
  });

  test('a pasted book gives a title that fits the contract', () => {
    const title = titleFromQuestion('word '.repeat(200_000));
    expect(titleSchema.parse(title)).toBe(title);
    expect(title.length).toBeLessThanOrEqual(61);
  });
});

test('the title of a fork of a fork of the longest title fits the contract', () => {
  const longest = 'a'.repeat(200);
  expect(titleSchema.parse(forkTitle(forkTitle(longest)))).toContain('(fork)');
  expect(forkTitle('Soil')).toBe('Soil (fork)');
});
