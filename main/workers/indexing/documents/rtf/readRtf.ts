import { OfficeErrorType, OfficeParser, type OfficeContentNode } from 'officeparser';
import { BlockWriter } from '../blockWriter';
import { documentTooLarge, nestedTooDeep } from '../documentErrors';
import type { DocumentReader, ReaderInput } from '../documentReader';
import { bytesOfFile } from '../text/textOfFile';
import { RtfBlocks } from './rtfBlocks';
import { WithoutPictures } from './withoutPictures';

/** The parser makes a tree of some thirty times its size. */
const mostTextBytes = 5 * 1024 * 1024;

/** Rich text: headings, paragraphs, lists, tables, footnotes after what refers to them. */
export const readRtf: DocumentReader = async function* (input) {
  const blocks = new RtfBlocks(new BlockWriter(input));
  for (const node of await parse(input)) yield blocks.of(node);
  return { encoding: null, pages: null, title: null };
};

async function parse(input: ReaderInput): Promise<OfficeContentNode[]> {
  const rtf = await withoutPictures(input);
  try {
    return (await OfficeParser.parseOffice(rtf, { fileType: 'rtf', ocr: false })).content;
  } catch (error) {
    if (codeOf(error) !== OfficeErrorType.MAX_NESTING_DEPTH_EXCEEDED) throw error;
    throw nestedTooDeep(input.file.name);
  }
}

/** The parser's errors carry what happened as an object of their own. */
function codeOf(error: unknown): unknown {
  return Reflect.get(Object(Reflect.get(Object(error), 'officeIssue')), 'code');
}

async function withoutPictures({ file }: ReaderInput): Promise<Buffer> {
  const filter = new WithoutPictures();
  const kept: string[] = [];
  let bytes = 0;
  const keep = (text: string): void => {
    bytes += text.length;
    if (bytes > mostTextBytes) {
      throw documentTooLarge(file.name, 'it holds more than 5 MB of text. Split it into parts.');
    }
    kept.push(text);
  };
  for await (const piece of bytesOfFile(file)) keep(filter.add(Buffer.from(piece).toString('latin1')));
  keep(filter.end());
  return Buffer.from(kept.join(''), 'latin1');
}
