import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { OfficeConverter, type SupportedFileType } from 'officeparser';
import { afterAll, expect, it } from 'vitest';
import { readDocument, startThreads } from '../../fixtures/documents/readDocument';
import { temporaryFolder } from '../../helpers/temporaryFolder';

const threads = startThreads();

afterAll(() => threads.dispose());

/** A long document with headings, lists, tables and code. */
const markdown = readFileSync(resolve(import.meta.dirname, '../../../node_modules/officeparser/README.md'));

function wordCounts(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [word] of text.matchAll(/[\p{Letter}\p{Number}]+/gu))
    counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

async function convert(format: SupportedFileType & ('docx' | 'odt' | 'epub' | 'rtf')): Promise<Buffer> {
  const { value } = await OfficeConverter.convert(markdown, format, { parseConfig: { fileType: 'md' } });
  return Buffer.from(value as Uint8Array | string);
}

async function textByOther(document: Buffer, format: SupportedFileType): Promise<string> {
  const textConfig = { preserveLayout: false };
  const { value } = await OfficeConverter.convert(document, 'text', {
    parseConfig: { fileType: format },
    generatorConfig: { includeImages: false, textConfig },
  });
  return value;
}

it.each(['docx', 'odt', 'epub', 'rtf'] as const)(
  'misses no word of a .%s that another program made and reads',
  async (format) => {
    const document = await convert(format);
    const path = join(temporaryFolder(), `readme.${format}`);
    writeFileSync(path, document);
    const { text, blocks } = await readDocument(path, threads);
    const ours = wordCounts(text);
    const missed = [...wordCounts(await textByOther(document, format))].filter(
      ([word, count]) => (ours.get(word) ?? 0) < count,
    );
    // The other program names the kinds of remarks, which are no words of the document.
    expect(
      missed.map(([word]) => word).filter((word) => !['NOTE', 'IMPORTANT', 'TIP', 'WARNING'].includes(word)),
    ).toEqual([]);
    expect(blocks.filter(({ kind }) => kind === 'heading').length).toBeGreaterThan(90);
    expect(blocks.filter(({ kind }) => kind === 'table-row').length).toBeGreaterThan(300);
  },
);
