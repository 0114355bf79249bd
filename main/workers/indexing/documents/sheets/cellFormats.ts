import type { Archive } from '../archive/openArchive';
import { readXml } from '../archive/readXml';
import { wholeNumber } from '../wholeNumber';
import { isDateFormat } from './isoDate';

/** Tells which of a workbook's cell styles show a number as a date. */
export async function readDateStyles(archive: Archive, part: string | null): Promise<readonly boolean[]> {
  const isDate: boolean[] = [];
  if (part === null || !archive.has(part)) return isDate;
  const codes = new Map<number, string>();
  let isInCellFormats = false;
  await readXml(archive, part, {
    open(name, attributes) {
      const id = wholeNumber(attributes['numFmtId']);
      if (name === 's:cellXfs') isInCellFormats = true;
      else if (name === 's:numFmt' && id !== null) codes.set(id, attributes['formatCode'] ?? '');
      else if (name === 's:xf' && isInCellFormats) isDate.push(isDateFormat(id ?? 0, codes.get(id ?? 0)));
    },
    close(name) {
      if (name === 's:cellXfs') isInCellFormats = false;
    },
  });
  return isDate;
}
