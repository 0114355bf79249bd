import { readTitle } from '../archive/officePackage';
import { openArchive, type Archive } from '../archive/openArchive';
import { readXml, readXmlPieces } from '../archive/readXml';
import { BlockWriter } from '../blockWriter';
import { documentEncrypted, documentMalformed } from '../documentErrors';
import type { DocumentReader } from '../documentReader';
import { OdtBody } from './odtBody';

const content = 'content.xml';

/** OpenDocument texts: headings, paragraphs, lists, tables, text boxes, notes after what refers to them. */
export const readOdt: DocumentReader = async function* (input) {
  const archive = await openArchive(input);
  if (await isEncrypted(archive)) throw documentEncrypted(archive.fileName);
  if (!archive.has(content)) {
    throw documentMalformed(archive.fileName, 'it is not put together like an OpenDocument text');
  }
  const writer = new BlockWriter(input);
  for await (const _ of readXmlPieces(archive, content, new OdtBody(writer))) yield writer.take();
  const title = archive.has('meta.xml') ? await readTitle(archive, 'meta.xml') : null;
  return { encoding: null, pages: null, title };
};

async function isEncrypted(archive: Archive): Promise<boolean> {
  const manifest = 'META-INF/manifest.xml';
  let isFound = false;
  if (archive.has(manifest)) {
    await readXml(archive, manifest, {
      open(name) {
        if (name === 'manifest:encryption-data') isFound = true;
      },
    });
  }
  return isFound;
}
