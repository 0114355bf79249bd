import { mainPartOf, relationshipsOf, titleOf } from '../archive/officePackage';
import { openArchive, type Archive } from '../archive/openArchive';
import { readXml, readXmlPieces } from '../archive/readXml';
import { BlockWriter } from '../blockWriter';
import { documentMalformed } from '../documentErrors';
import type { DocumentReader } from '../documentReader';
import { readDateStyles } from './cellFormats';
import { SharedStrings } from './sharedStrings';
import { SheetRows } from './sheetRows';

interface Contents {
  sheets: { name: string; part: string }[];
  isFrom1904: boolean;
}

/** Workbooks: every sheet row by row, cells separated by tabs. */
export const readXlsx: DocumentReader = async function* (input) {
  const archive = await openArchive(input);
  const mainPart = await mainPartOf(archive);
  const relationships = await relationshipsOf(archive, mainPart);
  const partOf = (type: string): string | null =>
    relationships.find((relationship) => relationship.type === type)?.part ?? null;
  const partOfId = new Map(relationships.map(({ id, type, part }) => [id, { type, part }]));
  const { sheets, isFrom1904 } = await readContents(archive, mainPart, partOfId);
  const workbook = {
    strings: await SharedStrings.read(archive, partOf('sharedStrings')),
    isDate: await readDateStyles(archive, partOf('styles')),
    isFrom1904,
  };
  const writer = new BlockWriter(input);
  for (const { name, part } of sheets) {
    writer.place = { page: null, slide: null, sheet: name };
    for await (const _ of readXmlPieces(archive, part, new SheetRows(writer, workbook))) yield writer.take();
  }
  return { encoding: null, pages: null, title: await titleOf(archive) };
};

async function readContents(
  archive: Archive,
  mainPart: string,
  partOfId: ReadonlyMap<string, { type: string; part: string }>,
): Promise<Contents> {
  const contents: Contents = { sheets: [], isFrom1904: false };
  await readXml(archive, mainPart, {
    open(name, attributes) {
      if (name === 's:workbookPr') contents.isFrom1904 = /^(1|true|on)$/.test(attributes['date1904'] ?? '');
      if (name !== 's:sheet') return;
      const target = partOfId.get(attributes['r:id'] ?? '');
      if (target === undefined) throw documentMalformed(archive.fileName, 'one of its sheets is missing');
      // A sheet can also be a chart.
      if (target.type === 'worksheet') {
        contents.sheets.push({ name: (attributes['name'] ?? '').toWellFormed(), part: target.part });
      }
    },
  });
  return contents;
}
