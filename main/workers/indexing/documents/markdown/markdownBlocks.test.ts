import { expect, it } from 'vitest';
import { markdownBlocks } from './markdownBlocks';

it.each([
  '',
  '\n\n',
  'text',
  '   # not far from the border\n\n\ttab\n',
  '| a | b |\n|---|---|\n| 1 | 2 |\nafter without a blank line',
  '<div>\n\n**html**\n\n</div>\n',
  '1. one\n\n   two\n\n\n2. three\r\n\r\n***\r\nend',
  '>'.repeat(30_000),
  '[^1]: note\n\n[a]: b\n\ntext[^1]',
])('gives back %j as it is', (text) => {
  expect(
    markdownBlocks(text)
      .map((block) => block.text)
      .join(''),
  ).toBe(text);
});

it('does not look for blocks that are nested deeper than anybody writes', () => {
  expect(markdownBlocks(`${'> '.repeat(1000)}x\n\n# no heading`).map(({ kind }) => kind)).toEqual([
    'paragraph',
    'paragraph',
  ]);
});
