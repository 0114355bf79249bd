import { describe, expect, it } from 'vitest';
import { plainText } from '../render/drawing';
import { parseMarkdown } from './parseMarkdown';

const typesOf = (text: string) => parseMarkdown(text).blocks.map((block) => block.type);

describe('parseMarkdown', () => {
  it('reads Markdown between HTML tags instead of one block of HTML', () => {
    const [first, second] = parseMarkdown('<div>\n**bold**\n</div>\n\n- item').blocks;
    expect(first).toMatchObject({
      type: 'paragraph',
      children: [{ type: 'html' }, {}, { type: 'strong' }, {}, {}],
    });
    expect(second?.type).toBe('list');
  });

  it('does not let an unclosed comment hide the rest', () => {
    expect(typesOf('<!-- note\n\n# Heading\n\n- item')).toEqual(['paragraph', 'heading', 'list']);
  });

  it('takes one tilde for a word and two for a strikethrough', () => {
    expect(parseMarkdown('~5~ and ~~gone~~').blocks).toMatchObject([
      { children: [{ type: 'text', value: '~5~ and ' }, { type: 'delete' }] },
    ]);
  });

  it('replaces references by what they refer to, the first definition winning', () => {
    const { blocks, hasDefinitions } = parseMarkdown('[x][a] ![y][a]\n\n[a]: /one "t"\n[a]: /two');
    expect(hasDefinitions).toBe(true);
    expect(blocks[0]).toMatchObject({
      children: [
        { type: 'link', url: '/one', title: 't', children: [{ value: 'x' }] },
        {},
        { type: 'image', url: '/one', title: 't', alt: 'y' },
      ],
    });
  });

  it('keeps the length of a line that opens thousands of quotes, and all of its text', () => {
    const text = `${'> '.repeat(3000)}end\n\nafter`;
    const { blocks } = parseMarkdown(text);
    expect(blocks.map(({ position }) => position?.start.offset)).toEqual([0, text.length - 5]);
    expect(blocks[0] && plainText(blocks[0])).toMatch(/^(?:· )+end$/);
  });

  it('finds no formula in a paragraph of openings that never close', () => {
    const [paragraph] = parseMarkdown('\\(a $b '.repeat(2000)).blocks;
    expect(paragraph).toMatchObject({ type: 'paragraph', children: [{ type: 'text' }] });
  });
});
