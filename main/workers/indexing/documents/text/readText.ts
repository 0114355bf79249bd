import type { DocumentReader, ReaderInput } from '../documentReader';
import { beginsDefinition, beginsParagraph, LineBlocks } from './lineBlocks';
import { encodingOfFile, textOfFile } from './textOfFile';

/** What cuts a text into blocks, fed piece by piece. */
interface TextCutter {
  add(piece: string): ReturnType<LineBlocks['add']>;
  end(): ReturnType<LineBlocks['end']>;
}

/** Plain text: paragraphs. */
export const readText: DocumentReader = (input) =>
  readVerbatim(input, new LineBlocks('paragraph', beginsParagraph));

/** Source code: a block a definition. */
export const readCode: DocumentReader = (input) =>
  readVerbatim(input, new LineBlocks('code', beginsDefinition));

/** Reads a file whose text is kept exactly as it is. */
export async function* readVerbatim({ file }: ReaderInput, cutter: TextCutter): ReturnType<DocumentReader> {
  const encoding = await encodingOfFile(file);
  for await (const piece of textOfFile(file, encoding)) yield cutter.add(piece);
  yield cutter.end();
  return { encoding, pages: null, title: null };
}
