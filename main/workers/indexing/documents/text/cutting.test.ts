import { describe, expect, it } from 'vitest';
import type { Block } from '../block';
import { longestBlock } from '../blockText';
import { MarkdownSections } from '../markdown/markdownSections';
import { EntryBlocks } from './entryBlocks';
import { beginsDefinition, beginsParagraph, LineBlocks } from './lineBlocks';
import { RowBlocks } from './rowBlocks';

interface Cutter {
  add(piece: string): { text: string }[];
  end(): { text: string }[];
}

const cutters: Record<string, () => Cutter> = {
  paragraphs: () => new LineBlocks('paragraph', beginsParagraph),
  definitions: () => new LineBlocks('code', beginsDefinition),
  rows: () => new RowBlocks(),
  entries: () => new EntryBlocks(),
  sections: () => new MarkdownSections(),
};

/** All that means something to one of the cutters, in an order without any meaning. */
function jumble(length: number): string {
  const words = [
    'word',
    '"',
    '""',
    ',',
    ';',
    '\n',
    '\n\n',
    '\r\n',
    ' ',
    '{',
    '}',
    '[',
    ']',
    '\\',
    '```\n',
    '~~~',
    '# ',
    '- ',
    '🐋',
    '    ',
  ];
  let state = length;
  let text = '';
  while (text.length < length) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    text += words[(state >> 8) % words.length] ?? '';
  }
  return text;
}

function cut(cutter: Cutter, text: string, pieceLength: number): string[] {
  const blocks: string[] = [];
  for (let start = 0; start < text.length; start += pieceLength) {
    blocks.push(...cutter.add(text.slice(start, start + pieceLength)).map((block) => block.text));
  }
  return [...blocks, ...cutter.end().map((block) => block.text)];
}

const texts = {
  nothing: '',
  'a jumble': jumble(20_000),
  'one long line': 'x'.repeat(200_000),
  'a quote that is never closed': `a,"b\n${'c,d\n'.repeat(50_000)}`,
  'only line ends': '\n'.repeat(100_000),
  'whales in a long line': '🐋'.repeat(60_000),
  'a long fence': `\`\`\`\n${'code\n\n'.repeat(30_000)}\`\`\`\nafter\n`,
};

describe.each(Object.entries(cutters))('%s', (_name, makeCutter) => {
  it.each(Object.entries(texts))('of %s are the text when joined, however it comes', (_what, text) => {
    for (const pieceLength of [1 + (text.length >> 3), 4096, 65_536]) {
      const blocks = cut(makeCutter(), text, pieceLength);
      expect(blocks.join('') === text).toBe(true);
      // What is longer is cut once more before it is handed out; the rest may be as long as a piece.
      expect(Math.max(0, ...blocks.map((block) => block.length))).toBeLessThanOrEqual(longestBlock + 65_536);
    }
  });

  it('are cut within no character', () => {
    const blocks = cut(makeCutter(), texts['whales in a long line'], 65_536);
    expect(blocks.every((block) => block.isWellFormed())).toBe(true);
  });
});

function kinds(blocks: readonly Block[]): string[] {
  return blocks.map(({ kind, text }) => `${kind} ${JSON.stringify(text)}`);
}

describe('rows', () => {
  it('keep line ends within quotes, and a quote within a word is no quote', () => {
    const rows = new RowBlocks();
    const text = 'a;b\n"x\ny";1\nit"s;2\n"";3';
    expect(kinds([...rows.add(text), ...rows.end()])).toEqual([
      'table-header "a;b\\n"',
      'table-row "\\"x\\ny\\";1\\n"',
      'table-row "it\\"s;2\\n"',
      'table-row "\\"\\";3"',
    ]);
  });

  it('are separated by what the first line is full of', () => {
    const rows = new RowBlocks();
    const text = 'a, with a comma|b|c\n1|"two\nlines"|3\n';
    expect(kinds([...rows.add(text), ...rows.end()])).toEqual([
      'table-header "a, with a comma|b|c\\n"',
      'table-row "1|\\"two\\nlines\\"|3\\n"',
    ]);
  });
});

describe('definitions', () => {
  it('begin at the left border after an empty line, and a closing bracket begins none', () => {
    const lines = new LineBlocks('code', beginsDefinition);
    const text = 'f(\n\n  a,\n\n)\n\ng()\n';
    expect(kinds([...lines.add(text), ...lines.end()])).toEqual([
      'code "f(\\n\\n  a,\\n\\n)\\n\\n"',
      'code "g()\\n"',
    ]);
  });
});

describe('entries', () => {
  it('end with their line, and quoted brackets count for nothing', () => {
    const entry = `{"text": "${'x'.repeat(400)}, ] }"}`;
    const entries = new EntryBlocks();
    const blocks = [...entries.add(`[${entry},\n ${entry}]\n`), ...entries.end()];
    expect(blocks.map(({ text }) => text)).toEqual([`[${entry},\n`, ` ${entry}]\n`]);
  });
});

describe('sections', () => {
  it('do not end within a fence, and one that is too long is code to its end', () => {
    const sections = new MarkdownSections();
    const fence = `\`\`\`\n${'a line of code\n\n'.repeat(6000)}\`\`\`\n`;
    const text = `# Before\n\n${fence}After\n`;
    const cutSections = [...sections.add(text), ...sections.end()];
    expect(cutSections.map(({ isCode }) => isCode)).toEqual([false, true, false]);
    expect(cutSections.at(-1)?.text).toBe('After\n');
  });
});
