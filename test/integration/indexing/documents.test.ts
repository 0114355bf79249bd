import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Block } from '../../../main/workers/indexing/documents/block';
import { identifyDocument } from '../../../main/workers/indexing/documents/identifyDocument';
import { encodedTexts } from '../../fixtures/documents/encodedTexts';
import { goodFiles } from '../../fixtures/documents/goodFiles';
import { buildForeignDocx } from '../../fixtures/documents/officeFiles';
import { readDocument, startThreads, type WholeDocument } from '../../fixtures/documents/readDocument';
import { csv, json, jsonLines, markdown, plainText, sourceCode } from '../../fixtures/documents/textFiles';
import { temporaryFolder } from '../../helpers/temporaryFolder';

const threads = startThreads();

afterAll(() => threads.dispose());

async function read(name: string, content: Buffer | string): Promise<WholeDocument> {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return readDocument(path, threads);
}

function readGood(name: string): Promise<WholeDocument> {
  return read(name, goodFiles[name]!);
}

/** A block in one line: what it is, where it stands, its text. */
function told({ kind, headingLevel, page, slide, sheet, text }: Block): string {
  const place = [page === null ? '' : `p${page}`, slide === null ? '' : `s${slide}`, sheet ?? ''].join('');
  return [`${kind}${headingLevel ?? ''}`, place, text.trimEnd()].filter((part) => part !== '').join(' | ');
}

async function tellGood(name: string): Promise<string[]> {
  return (await readGood(name)).blocks.map(told);
}

describe('a document is read', () => {
  it('from Word: headings by style, labels of lists, tables, boxes, notes; without what was deleted or hidden', async () => {
    expect(await tellGood('text.docx')).toEqual([
      'heading1 | The voyage',
      'heading2 | Stores & water',
      'paragraph | Kept text\ttab\nbreak',
      'paragraph | Said in a footnote.',
      'paragraph | 1. first',
      'paragraph | 1.a) inner',
      'paragraph | 2. second',
      'paragraph | - dot',
      'table-header | Item\tCrates',
      'table-row | Salt\t12',
      'table-row | both',
      'paragraph | A frame around one text',
      'paragraph | Beside it',
      'paragraph | In a box',
    ]);
  });

  it('from Word with other prefixes for the same namespaces', async () => {
    const { text } = await read('foreign.docx', buildForeignDocx());
    expect(text).toBe('Other prefixes\n\n');
  });

  it('from PowerPoint: slides in their order, the title first, tables, notes; without numbers and footers', async () => {
    expect(await tellGood('slides.pptx')).toEqual([
      'heading1 | s1 | The voyage',
      'paragraph | s1 | One point\nAnother point',
      'paragraph | s1 | Say it slowly.',
      'heading1 | s2 | Ports',
      'table-header | s2 | Port\tDay',
      'table-row | s2 | Lima\t3',
    ]);
  });

  it('from Excel: rows of every sheet, dates as ISO 8601, values of formulas, numbers without rounding errors', async () => {
    expect(await tellGood('sheets.xlsx')).toEqual([
      'paragraph | Hold & deck | Stores',
      'table-header | Hold & deck | Item\tCrates\tLoaded',
      'table-row | Hold & deck | Dried fish\t0.3\t2024-01-01',
      'table-row | Hold & deck | \tTRUE\t2024-01-01T18:00\t\t#N/A',
    ]);
  });

  it('from OpenDocument: headings, blanks, notes, lists, tables, boxes; without comments and deletions', async () => {
    expect(await tellGood('text.odt')).toEqual([
      'heading2 | The hold',
      'paragraph | One  two\tthree\nfour five',
      'paragraph | Said in a note.',
      'paragraph | - first',
      'paragraph | - second',
      'table-header | Item\tCrates',
      'table-row | Salt fine\t12',
      'paragraph | Beside it',
      'paragraph | In a box',
    ]);
  });

  it('from a book: its chapters in the order of its spine', async () => {
    expect(await tellGood('book.epub')).toEqual([
      'heading1 | Departure',
      'paragraph | We left at dawn.',
      'heading1 | Arrival',
      'paragraph | We arrived.',
    ]);
  });

  it('from a PDF: pages, headings by size, lines joined, hyphens undone', async () => {
    expect(await tellGood('text.pdf')).toEqual([
      'heading2 | p1 | The voyage',
      'paragraph | p1 | We left the harbour at dawn. The wind was fair.',
      'heading2 | p2 | Arrival',
      'paragraph | p2 | We arrived.',
    ]);
  });

  it('from a Japanese PDF whose encoding is a table of the reader', async () => {
    expect(await tellGood('japanese.pdf')).toEqual(['paragraph | p1 | 吾輩は猫である。']);
  });

  it('from rich text: headings, other alphabets, tables, footnotes; without pictures', async () => {
    expect(await tellGood('text.rtf')).toEqual([
      'heading1 | The voyage',
      'paragraph | Café and 日本語Привет',
      'table-header | Item\tCrates',
      'table-row | Salt\t12',
      'paragraph | Before after',
      'paragraph | Said in a footnote.',
      'paragraph | The end',
    ]);
  });

  it('from a page: what is shown as text, and tables unless they are frames', async () => {
    expect(await tellGood('page.html')).toEqual([
      'heading1 | Setting sail',
      'paragraph | A paragraph & an entity,\nbroken in two.',
      'paragraph | - salt',
      'paragraph | - fish',
      'paragraph | 1. one',
      'paragraph | 2. two',
      'code |   kept\n    as it is',
      'table-header | Item\tCrates',
      'table-row | Salt\t12 large',
      'heading2 | In a frame',
      'paragraph | Text of a page',
      'table-header | a\tb',
      'table-row | c\td',
      'paragraph | Last words',
    ]);
  });

  it('from an e-mail: who, to whom, when, the text, and the names of what was attached', async () => {
    expect(await tellGood('mail.eml')).toEqual([
      'heading1 | Café at noon',
      'paragraph | From: Anna Äng <anna@example.com>\nTo: Bo <bo@example.com>, crew@example.com\nDate: 2024-01-01T12:00:00.000Z',
      'paragraph | Meet me at the café.',
      'paragraph | Second paragraph.',
      'paragraph | Attached: menu.pdf',
    ]);
  });

  it('from an e-mail that is a page', async () => {
    expect(await tellGood('page.eml')).toEqual([
      'heading1 | A page',
      'paragraph | From: anna@example.com',
      'heading2 | Hello',
      'paragraph | A page',
    ]);
  });

  it('from a notebook: texts, code, and what the code printed, cut', async () => {
    const blocks = await tellGood('notebook.ipynb');
    expect(blocks.slice(0, -1)).toEqual([
      'heading1 | # Counting',
      'paragraph | All of them.',
      'code | crates = 12\nprint(crates)',
      'code | 12',
      'code | <Figure>',
      'code | ValueError: too many',
    ]);
    expect(blocks.at(-1)).toBe(`code | ${'y'.repeat(4000)}…`);
  });

  it('from Markdown: its blocks as they are written', async () => {
    const { blocks, text } = await readGood('text.md');
    expect(text).toBe(markdown);
    expect(blocks.map(told)).toEqual([
      'paragraph | ---\ntitle: "The voyage"\n---',
      'heading1 | # Setting sail',
      'paragraph | A paragraph with *emphasis*\non two lines.',
      'heading2 | Stores\n------',
      'paragraph | - salt\n- fish\n\n  of two kinds',
      'code | ```js\n# no heading\n\nconst crates = 12;\n```',
      'table-header | | Item | Crates |\n| ---- | -----: |',
      'table-row | | Salt | 12     |',
      'table-row | | Fish | 3      |',
      'paragraph | > A quotation',
      'code |     indented code',
    ]);
  });

  it.each([
    ['text.txt', plainText],
    ['table.csv', csv],
    ['data.json', json],
    ['data.jsonl', jsonLines],
    ['code.ts', sourceCode],
  ])('from %s as it is, to the character', async (name, content) => {
    expect((await readGood(name)).text).toBe(content);
  });

  it.each(encodedTexts)('from $encoding ($kind)', async ({ encoding, text, bytes }) => {
    const document = await read('text.txt', bytes);
    expect(document.text).toBe(text);
    expect(document.facts).toEqual({
      format: 'text',
      encoding,
      pages: null,
      title: null,
      characters: text.length,
    });
  });

  it('with what it says of itself', async () => {
    const facts = await Promise.all(Object.keys(goodFiles).map(async (name) => (await readGood(name)).facts));
    const titles = Object.fromEntries(facts.map(({ format, title }) => [format, title]));
    expect(titles).toEqual({
      text: null,
      markdown: 'The voyage',
      html: 'The voyage',
      csv: null,
      json: null,
      code: null,
      ipynb: 'Counting crates',
      eml: 'A page',
      rtf: null,
      docx: 'Log of the voyage',
      pptx: 'Slides of the voyage',
      xlsx: 'Stores',
      odt: 'Log of the hold',
      epub: 'The book of the voyage',
      pdf: null,
    });
    expect((await readGood('text.pdf')).facts).toMatchObject({ pages: 2, title: 'Log of the voyage' });
  });
});

describe('what is read', () => {
  it('comes in batches of about 64 KB, no block longer', async () => {
    const line = `${'word '.repeat(20_000)}\n`;
    const { blocks, text } = await read('long.md', line.repeat(5));
    expect(text).toBe(line.repeat(5));
    expect(Math.max(...blocks.map((block) => block.text.length))).toBeLessThanOrEqual(64 * 1024);
  });

  it('is known only at the end', async () => {
    const path = join(temporaryFolder(), 'text.txt');
    writeFileSync(path, plainText);
    const { openDocument } = await import('../../../main/workers/indexing/documents/openDocument');
    const document = await openDocument(path, { signal: new AbortController().signal, threads });
    expect(() => document.facts()).toThrow('not read to its end');
    await document.close();
  });

  it('is stopped at once when it is cancelled', async () => {
    const path = join(temporaryFolder(), 'long.html');
    writeFileSync(path, '<p>A paragraph of a page that is long.</p>\n'.repeat(200_000));
    const cancelling = new AbortController();
    const reading = readDocument(path, threads, {
      signal: cancelling.signal,
      onBatch: () => cancelling.abort(),
    });
    await expect(reading).rejects.toMatchObject({ code: 'generation/cancelled' });
    expect((await readGood('page.html')).blocks.length).toBeGreaterThan(0);
  });

  it('is not begun when it is cancelled already', async () => {
    const reading = readDocument('/nowhere/text.txt', threads, { signal: AbortSignal.abort() });
    await expect(reading).rejects.toMatchObject({ code: 'generation/cancelled' });
  });
});

describe('a document is identified', () => {
  it('by its format, size, time and the hash of its bytes', async () => {
    const path = join(temporaryFolder(), 'abc.txt');
    writeFileSync(path, 'abc');
    expect(await identifyDocument(path, new AbortController().signal)).toEqual({
      format: 'text',
      bytes: 3,
      modifiedMs: expect.any(Number),
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    });
  });

  it('by its content when its ending says nothing', async () => {
    const folder = temporaryFolder();
    const formats = await Promise.all(
      [
        ['README', plainText],
        ['Makefile', 'all:\n\techo all\n'],
        ['report.xyz', goodFiles['text.pdf']!],
        ['table.xls', goodFiles['page.html']!],
        ['letter.doc', goodFiles['text.rtf']!],
      ].map(async ([name, content]) => {
        const path = join(folder, String(name));
        writeFileSync(path, content!);
        return (await identifyDocument(path, new AbortController().signal)).format;
      }),
    );
    expect(formats).toEqual(['text', 'code', 'pdf', 'html', 'rtf']);
  });
});
