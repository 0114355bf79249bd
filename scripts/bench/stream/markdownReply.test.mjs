import { describe, expect, it } from 'vitest';
import { markdownReply, splitIntoTokens } from './markdownReply.mjs';

describe('markdownReply', () => {
  it('has exactly as many pieces as asked for, each about the length of a token', () => {
    const pieces = markdownReply(4000, 500);
    expect(pieces).toHaveLength(4000);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(6);
  });

  it('has the same mix of blocks in its first and in its last section, in other words', () => {
    const pieces = markdownReply(4000, 500);
    const kinds = (/** @type {string[]} */ part) => part.join('').match(/^(#+|\d\.|- |```|\||>|\$\$)/gm);
    expect(kinds(pieces.slice(3500))).toEqual(kinds(pieces.slice(0, 500)));
    expect(pieces.slice(3500)).not.toEqual(pieces.slice(0, 500));
  });
});

describe('splitIntoTokens', () => {
  it('loses nothing', () => {
    const text = '# Ä b\n\n```ts\n  const x = 1;\n```\n\n| a |\n| - |\n$$\\int_0^1$$ 語 🙂';
    expect(splitIntoTokens(text).join('')).toBe(text);
  });
});
