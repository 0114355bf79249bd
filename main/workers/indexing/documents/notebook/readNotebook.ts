import { z } from 'zod';
import { cleanTitle } from '../documentTitle';
import type { Block } from '../block';
import { BlockWriter } from '../blockWriter';
import { documentMalformed, documentTooLarge } from '../documentErrors';
import type { DocumentReader, ReaderInput } from '../documentReader';
import { markdownBlocks } from '../markdown/markdownBlocks';
import { MarkdownSections } from '../markdown/markdownSections';
import { detectEncoding } from '../text/detectEncoding';
import { textOfFile } from '../text/textOfFile';
import { WithoutPictures } from './withoutPictures';

/** Of what one cell printed; the rest is mostly more of the same. */
const longestOutput = 4000;

/** Without pictures. All of it is in memory at once, as text and as what it stands for. */
const mostCharacters = 24_000_000;
const mostValues = 1_000_000;

/** Texts are written as one string or as one a line. */
const linesSchema = z.union([z.string(), z.array(z.string())]).transform((text) => [text].flat().join(''));

const outputSchema = z.object({
  text: linesSchema.optional(),
  data: z.object({ 'text/plain': linesSchema.optional() }).optional(),
  ename: z.string().optional(),
  evalue: z.string().optional(),
});

const cellSchema = z.object({
  cell_type: z.string(),
  source: linesSchema.optional(),
  /** In the third version of the format. */
  input: linesSchema.optional(),
  level: z.number().optional(),
  outputs: z.array(outputSchema).optional(),
});

const notebookSchema = z.object({
  cells: z.array(cellSchema).optional(),
  worksheets: z.array(z.object({ cells: z.array(cellSchema) })).optional(),
  metadata: z.object({ title: z.string().optional() }).optional(),
});

type Cell = z.infer<typeof cellSchema>;

/** Notebooks: texts, code, and what the code printed. */
export const readNotebook: DocumentReader = async function* (input) {
  const encoding = detectEncoding(input.file.sample);
  const { cells, worksheets, metadata } = await parse(input, encoding);
  const writer = new BlockWriter(input);
  for (const cell of cells ?? worksheets?.flatMap((sheet) => sheet.cells) ?? []) {
    writeCell(cell, writer);
    yield writer.take();
  }
  return { encoding, pages: null, title: cleanTitle(metadata?.title ?? '') };
};

async function parse(input: ReaderInput, encoding: string): Promise<z.infer<typeof notebookSchema>> {
  const text = await withoutPictures(input, encoding);
  try {
    return notebookSchema.parse(JSON.parse(text));
  } catch (error) {
    throw documentMalformed(input.file.name, 'it is not put together like a notebook', error);
  }
}

/** @throws LoamError document/too-large */
async function withoutPictures({ file, onProgress }: ReaderInput, encoding: string): Promise<string> {
  const filter = new WithoutPictures();
  const kept: string[] = [];
  let characters = 0;
  for await (const piece of textOfFile(file, encoding)) {
    const text = filter.add(piece);
    characters += text.length;
    if (characters > mostCharacters || filter.values > mostValues) {
      throw documentTooLarge(
        file.name,
        'it holds more than fits the memory. Clear its outputs and save it again.',
      );
    }
    kept.push(text);
    onProgress();
  }
  return kept.join('');
}

function writeCell(cell: Cell, writer: BlockWriter): void {
  const source = cell.source ?? cell.input ?? '';
  if (cell.cell_type === 'code') writer.add('code', source);
  else if (cell.cell_type === 'heading') writer.add('heading', source, cell.level ?? 1);
  else if (cell.cell_type === 'markdown') {
    for (const { kind, text, headingLevel } of blocksOfMarkdown(source)) writer.add(kind, text, headingLevel);
  } else writer.add('paragraph', source);
  for (const output of cell.outputs ?? []) {
    const printed = output.text ?? output.data?.['text/plain'] ?? failureOf(output.ename, output.evalue);
    writer.add('code', printed.length > longestOutput ? `${printed.slice(0, longestOutput)}…` : printed);
  }
}

function failureOf(name = '', value = ''): string {
  return name === '' ? value : `${name}: ${value}`;
}

function blocksOfMarkdown(source: string): Block[] {
  const sections = new MarkdownSections();
  return [...sections.add(source), ...sections.end()].flatMap(({ text }) => markdownBlocks(text));
}
