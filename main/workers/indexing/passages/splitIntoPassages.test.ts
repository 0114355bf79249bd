import { describe, expect, it } from 'vitest';
import type { Block, BlockKind } from '../documents/block';
import { embeddedText, passageContext } from './passageContext';
import type { PassageDraft } from './passageDraft';
import { splitIntoPassages } from './splitIntoPassages';

const maxTokens = 64;

/** As word pieces count: letters by fours, every other sign alone, two special ones, and one word too long is unknown. */
function countTokens(text: string): number {
  let tokens = 2;
  for (const [word] of text.matchAll(/[\p{Script=Han}\p{Script=Hiragana}]|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu)) {
    tokens += word.length > 100 ? 1 : Math.ceil(word.length / 4);
  }
  return tokens;
}

function block(kind: BlockKind, text: string, more: Partial<Block> = {}): Block {
  const headingLevel = kind === 'heading' ? 1 : null;
  return { kind, text, headingLevel, page: null, slide: null, sheet: null, ...more };
}

async function split(blocks: readonly Block[], groupSize = 3): Promise<PassageDraft[]> {
  async function* groups(): AsyncGenerator<Block[]> {
    for (let start = 0; start < blocks.length; start += groupSize) {
      yield await Promise.resolve(blocks.slice(start, start + groupSize));
    }
  }
  const passages: PassageDraft[] = [];
  for await (const passage of splitIntoPassages(groups(), { countTokens, maxTokens })) passages.push(passage);
  return passages;
}

const textOf = (blocks: readonly Block[]): string => blocks.map(({ text }) => text).join('');

function expectWholeAndSized(passages: readonly PassageDraft[], text: string): void {
  let covered = 0;
  for (const [index, passage] of passages.entries()) {
    expect(passage.ordinal).toBe(index);
    expect(text.slice(passage.startOffset, passage.endOffset)).toBe(passage.text);
    expect(passage.startOffset).toBeLessThanOrEqual(covered);
    expect(passage.endOffset).toBeGreaterThan(covered);
    expect(passage.startOffset).toBeGreaterThan(passages[index - 1]?.startOffset ?? -1);
    expect(passage.tokens).toBeLessThanOrEqual(maxTokens);
    const embedded = embeddedText(passageContext(passage.place, passage.tableHeader), passage.text);
    expect(countTokens(embedded)).toBe(passage.tokens);
    covered = passage.endOffset;
  }
  expect(covered).toBe(text.length);
}

describe('for any document', () => {
  it.each(Array.from({ length: 150 }, (_, seed) => seed + 1))(
    'is exactly its text, whole, in order, and never too long (seed %i)',
    async (seed) => {
      const blocks = randomDocument(seed);
      const text = textOf(blocks);
      const passages = await split(blocks, 1 + (seed % 5));
      expectWholeAndSized(passages, text);
    },
  );
});

it('makes nothing of a document that is blank', async () => {
  expect(await split([block('paragraph', ' \n'), block('paragraph', '\n\n')])).toEqual([]);
  expect(await split([])).toEqual([]);
});

it('puts a heading in front of the text below it, and into the place of all that follows', async () => {
  const passages = await split([
    block('heading', 'Manual\n'),
    block('heading', 'Filters\n', { headingLevel: 2 }),
    block('paragraph', 'Clean the filter every month.\n'),
    block('heading', 'Pumps\n', { headingLevel: 2 }),
    block('paragraph', 'Oil the pump.\n'),
  ]);
  expect(passages.map(({ text, place }) => [text, place.headingPath])).toEqual([
    ['Manual\nFilters\nClean the filter every month.\n', ['Manual', 'Filters']],
    ['Pumps\nOil the pump.\n', ['Manual', 'Pumps']],
  ]);
});

it('keeps paragraphs whole where they fit, and repeats the last short sentence', async () => {
  const paragraph = (word: string): string => `${`${word} `.repeat(20)}ends. Short ${word} tail.\n`;
  const passages = await split(['alpha', 'beta', 'gamma'].map((word) => block('paragraph', paragraph(word))));
  expect(passages.map(({ text }) => text)).toEqual([
    paragraph('alpha'),
    `Short alpha tail.\n${paragraph('beta')}`,
    `Short beta tail.\n${paragraph('gamma')}`,
  ]);
});

it('cuts a paragraph that is too long between sentences', async () => {
  const sentences = Array.from({ length: 12 }, (_, index) => `Sentence number ${index} says a little more. `);
  const passages = await split([block('paragraph', sentences.join(''))]);
  expect(passages.length).toBeGreaterThan(1);
  for (const { text } of passages) expect(text).toMatch(/^Sentence number.*more\. $/u);
});

it('finds the sentences of Japanese, which has no blanks', async () => {
  const sentences = Array.from({ length: 20 }, () => 'これはとても短い文章です。');
  const passages = await split([block('paragraph', sentences.join(''))]);
  expect(passages.length).toBeGreaterThan(1);
  for (const { text } of passages) expect(text).toMatch(/^これ.*です。$/u);
});

it('cuts code between definitions and repeats none of it', async () => {
  const definition = (name: string): string =>
    `function ${name}() {\n${'  call(one, two);\n'.repeat(4)}}\n\n`;
  const blocks = ['first', 'second', 'third'].map((name) => block('code', definition(name)));
  const passages = await split(blocks);
  expect(passages.map(({ text, kind }) => [text, kind])).toEqual(
    ['first', 'second', 'third'].map((name) => [definition(name), 'code']),
  );
});

it('cuts a table between rows and names its columns with each part', async () => {
  const rows = Array.from({ length: 20 }, (_, index) => block('table-row', `pump ${index}\t${index}00 €\n`));
  const passages = await split([
    block('paragraph', 'Our prices.\n'),
    block('table-header', 'article\tprice\n'),
    ...rows,
    block('paragraph', 'All without tax.\n'),
  ]);
  const tables = passages.filter(({ kind }) => kind === 'table');
  expect(tables.length).toBeGreaterThan(1);
  for (const { text, tableHeader } of tables) {
    expect(tableHeader).toBe('article\tprice');
    expect(text).toMatch(/^(article|pump \d+)\t[^]*€\n$/u);
  }
  expect([passages.at(0)?.text, passages.at(-1)?.text]).toEqual(['Our prices.\n', 'All without tax.\n']);
  expect(passages.at(-1)?.tableHeader).toBeNull();
});

it('gives a passage the page of its first character, and begins one with each slide', async () => {
  const onPages = await split([
    block('paragraph', 'On the first page. ', { page: 1 }),
    block('paragraph', 'On the second page.', { page: 2 }),
  ]);
  expect(onPages.map(({ place }) => place.page)).toEqual([1]);
  const onSlides = await split([
    block('heading', 'Agenda\n', { slide: 1 }),
    block('heading', 'Costs\n', { slide: 2 }),
    block('paragraph', 'They rise.\n', { slide: 2 }),
  ]);
  expect(onSlides.map(({ text, place }) => [text, place.slide])).toEqual([
    ['Agenda\n', 1],
    ['Costs\nThey rise.\n', 2],
  ]);
});

it('leaves room for the text when headings and columns are long', async () => {
  const blocks = [
    block('heading', `${'a long heading '.repeat(40)}\n`),
    block('table-header', `${Array.from({ length: 90 }, (_, index) => `column${index}`).join('\t')}\n`),
    block('table-row', `${'cell\t'.repeat(90)}\n`),
  ];
  const passages = await split(blocks);
  expectWholeAndSized(passages, textOf(blocks));
  expect(passages.length).toBeLessThan(20);
});

it('cuts a megabyte in one line without a blank', async () => {
  const blocks = Array.from({ length: 16 }, () => block('paragraph', 'x'.repeat(64 * 1024)));
  const passages = await split(blocks);
  expectWholeAndSized(passages, textOf(blocks));
  expect(Math.max(...passages.map(({ text }) => text.length))).toBeLessThanOrEqual(16 * maxTokens);
});

it('hands out passages while it reads: it never asks for more than a few of them hold', async () => {
  let read = 0;
  async function* endless(): AsyncGenerator<Block[]> {
    for (;;) {
      read += 1;
      yield await Promise.resolve([block('paragraph', 'A tiny one.\n')]);
    }
  }
  const passages = splitIntoPassages(endless(), { countTokens, maxTokens });
  const readAtEach: number[] = [];
  for await (const { ordinal } of passages) {
    readAtEach.push(read);
    if (ordinal === 200) break;
  }
  const ahead = readAtEach.map((count, ordinal) => count - (ordinal * (readAtEach[200] ?? 0)) / 201);
  expect(Math.max(...ahead)).toBeLessThan(100);
});

it('does not part the halves of a character', async () => {
  const text = '👩‍👩‍👧‍👦😀'.repeat(3000);
  const passages = await split([block('paragraph', text)]);
  expectWholeAndSized(passages, text);
  for (const passage of passages) expect(passage.text.isWellFormed()).toBe(true);
});

const words = [
  'a',
  'pump',
  'filter',
  '日本語',
  'étude',
  'internationalisation',
  '42',
  '€',
  'x'.repeat(130),
  '\u{1F600}',
];
const kinds: BlockKind[] = [
  'heading',
  'paragraph',
  'paragraph',
  'code',
  'table-header',
  'table-row',
  'table-row',
];

function randomDocument(seed: number): Block[] {
  const random = mulberry32(seed);
  const below = (count: number): number => Math.floor(random() * count);
  let slide: number | null = null;
  return Array.from({ length: 1 + below(60) }, () => {
    const kind = kinds[below(kinds.length)] ?? 'paragraph';
    const length = random() < 0.1 ? below(1500) : below(30);
    const text = Array.from({ length }, () => {
      const word = words[below(words.length)] ?? '';
      return word + ([' ', '. ', '\n', '。', '', '\t', '\n\n'][below(7)] ?? '');
    }).join('');
    if (random() < 0.05) slide = (slide ?? 0) + 1;
    const end = random() < 0.1 ? ' '.repeat(below(3000)) : '\n';
    return block(kind, text + end, {
      headingLevel: kind === 'heading' ? 1 + below(6) : null,
      page: below(5) + 1,
      slide,
      sheet: random() < 0.02 ? 'Sheet' : null,
    });
  });
}

/** The same numbers for the same seed. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
