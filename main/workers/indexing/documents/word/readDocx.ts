import { mainPartOf, relationshipsOf, titleOf } from '../archive/officePackage';
import { openArchive } from '../archive/openArchive';
import { readXmlPieces } from '../archive/readXml';
import { BlockWriter } from '../blockWriter';
import type { DocumentReader } from '../documentReader';
import { DocxBody } from './docxBody';
import { ListLabels } from './listLabels';
import { readNotes } from './notes';
import { ParagraphStyles } from './styles';

/** Word documents: headings, paragraphs, lists with their labels, tables, text boxes, notes after what refers to them. */
export const readDocx: DocumentReader = async function* (input) {
  const archive = await openArchive(input);
  const mainPart = await mainPartOf(archive);
  const relationships = await relationshipsOf(archive, mainPart);
  const partOf = (type: string): string | null =>
    relationships.find((relationship) => relationship.type === type)?.part ?? null;
  const writer = new BlockWriter(input);
  const body = new DocxBody(writer, {
    styles: await ParagraphStyles.read(archive, partOf('styles')),
    labels: await ListLabels.read(archive, partOf('numbering')),
    footnotes: await readNotes(archive, partOf('footnotes')),
    endnotes: await readNotes(archive, partOf('endnotes')),
  });
  for await (const _ of readXmlPieces(archive, mainPart, body)) yield writer.take();
  return { encoding: null, pages: null, title: await titleOf(archive) };
};
