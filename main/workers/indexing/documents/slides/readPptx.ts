import type { Block } from '../block';
import { mainPartOf, relationshipsOf, titleOf } from '../archive/officePackage';
import { openArchive, type Archive } from '../archive/openArchive';
import { readXml } from '../archive/readXml';
import { BlockWriter } from '../blockWriter';
import { documentMalformed } from '../documentErrors';
import type { DocumentReader } from '../documentReader';
import { SlideText } from './slideText';

/** Presentations: each slide's title, text, tables and diagrams, and what is in its notes. */
export const readPptx: DocumentReader = async function* (input) {
  const archive = await openArchive(input);
  const mainPart = await mainPartOf(archive);
  const writer = new BlockWriter(input);
  let slide = 0;
  for (const part of await slidesOf(archive, mainPart)) {
    slide += 1;
    writer.place = { page: null, slide, sheet: null };
    yield await readSlide(archive, part, writer);
  }
  return { encoding: null, pages: null, title: await titleOf(archive) };
};

/** In the order in which they are shown. */
async function slidesOf(archive: Archive, mainPart: string): Promise<string[]> {
  const relationships = await relationshipsOf(archive, mainPart);
  const partOf = new Map(relationships.map(({ id, part }) => [id, part]));
  const slides: string[] = [];
  await readXml(archive, mainPart, {
    open(name, attributes) {
      if (name !== 'p:sldId') return;
      const part = partOf.get(attributes['r:id'] ?? '');
      if (part === undefined) throw documentMalformed(archive.fileName, 'one of its slides is missing');
      slides.push(part);
    },
  });
  return slides;
}

async function readSlide(archive: Archive, part: string, writer: BlockWriter): Promise<Block[]> {
  await readXml(archive, part, new SlideText(writer, 'slide'));
  writer.end();
  // The title belongs before the rest, wherever it stands in the file.
  const blocks = writer.take().sort((one, other) => orderOf(one) - orderOf(other));
  for (const { type, part: otherPart } of await relationshipsOf(archive, part)) {
    if (!archive.has(otherPart)) continue;
    if (type === 'diagramData') await readXml(archive, otherPart, new SlideText(writer, 'diagram'));
    if (type === 'notesSlide') await readXml(archive, otherPart, new SlideText(writer, 'notes'));
    writer.end();
  }
  return [...blocks, ...writer.take()];
}

function orderOf({ kind }: Block): number {
  return kind === 'heading' ? 0 : 1;
}
