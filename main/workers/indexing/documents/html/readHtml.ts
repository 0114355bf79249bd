import { cleanTitle } from '../documentTitle';
import { BlockWriter } from '../blockWriter';
import type { DocumentFile } from '../documentFile';
import type { DocumentReader } from '../documentReader';
import { detectEncoding } from '../text/detectEncoding';
import { encodingOfFile, textOfFile } from '../text/textOfFile';
import { startHtml } from './htmlParser';

/** Pages: headings, paragraphs, lists, tables and code. Nothing in them is run or loaded. */
export const readHtml: DocumentReader = async function* (input) {
  const encoding = await encodingOfPage(input.file);
  const writer = new BlockWriter(input);
  const page = startHtml(writer, { isXhtml: isXhtml(input.file) });
  for await (const piece of textOfFile(input.file, encoding)) {
    page.write(piece);
    yield writer.take();
  }
  const title = cleanTitle(page.end());
  yield writer.take();
  return { encoding, pages: null, title };
};

function isXhtml({ name, sample }: DocumentFile): boolean {
  return (
    /\.xht(?:ml)?$/i.test(name) || Buffer.from(sample.subarray(0, 100)).toString('latin1').includes('<?xml')
  );
}

/** What the page declares, unless it is in UTF-8 or says otherwise by a byte order mark. */
async function encodingOfPage(file: DocumentFile): Promise<string> {
  const detected = await encodingOfFile(file);
  if (detected.startsWith('utf-')) return detected;
  return declaredEncoding(file.sample) ?? detected;
}

function declaredEncoding(sample: Uint8Array): string | null {
  const head = Buffer.from(sample.subarray(0, 2048)).toString('latin1');
  const label = /<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(head)?.[1];
  if (label === undefined) return null;
  try {
    const { encoding } = new TextDecoder(label);
    // What could be read so far is not in UTF-16.
    return encoding.startsWith('utf-16') ? detectEncoding(sample) : encoding;
  } catch {
    return null;
  }
}
