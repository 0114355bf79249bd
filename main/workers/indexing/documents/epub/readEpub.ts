import { posix } from 'node:path';
import { cleanTitle } from '../documentTitle';
import { openArchive, type Archive } from '../archive/openArchive';
import { readXml } from '../archive/readXml';
import { encodingOfXml } from '../archive/xmlEncoding';
import { BlockWriter } from '../blockWriter';
import { documentEncrypted, documentMalformed } from '../documentErrors';
import type { DocumentReader } from '../documentReader';
import { startHtml } from '../html/htmlParser';

interface Book {
  title: string | null;
  /** The archive's entries, in reading order. */
  chapters: string[];
}

/** Fonts may be scrambled without the book being protected. */
const fontScrambling = new Set(['http://www.idpf.org/2008/embedding', 'http://ns.adobe.com/pdf/enc#RC']);

/** Books: their chapters in reading order. */
export const readEpub: DocumentReader = async function* (input) {
  const archive = await openArchive(input);
  if (await isProtected(archive)) throw documentEncrypted(archive.fileName);
  const { title, chapters } = await readBook(archive);
  const writer = new BlockWriter(input);
  for (const chapter of chapters) {
    const page = startHtml(writer, { isXhtml: true });
    let decoder: TextDecoder | null = null;
    for await (const piece of archive.read(chapter)) {
      decoder ??= new TextDecoder(encodingOfXml(piece));
      page.write(decoder.decode(piece, { stream: true }));
      yield writer.take();
    }
    page.write(decoder?.decode() ?? '');
    page.end();
    yield writer.take();
  }
  return { encoding: null, pages: null, title };
};

async function isProtected(archive: Archive): Promise<boolean> {
  let isFound = false;
  if (archive.has('META-INF/encryption.xml')) {
    await readXml(archive, 'META-INF/encryption.xml', {
      open(name, { Algorithm: algorithm }) {
        if (name === 'enc:EncryptionMethod' && !fontScrambling.has(algorithm ?? '')) isFound = true;
      },
    });
  }
  return isFound;
}

async function readBook(archive: Archive): Promise<Book> {
  const packagePart = await findPackage(archive);
  const folder = posix.dirname(packagePart);
  const hrefOf = new Map<string, string>();
  const spine: string[] = [];
  let title = '';
  let isTitle = false;
  await readXml(archive, packagePart, {
    open(name, { id, href, idref }) {
      if (name === 'opf:item' && id !== undefined && href !== undefined) hrefOf.set(id, href);
      else if (name === 'opf:itemref' && idref !== undefined) spine.push(idref);
      isTitle = name === 'dc:title' && title === '';
    },
    text(text) {
      if (isTitle) title += text;
    },
    close() {
      isTitle = false;
    },
  });
  const chapters = spine.map((id) => {
    const chapter = entryOf(folder, hrefOf.get(id));
    if (!archive.has(chapter)) throw documentMalformed(archive.fileName, 'one of its chapters is missing');
    return chapter;
  });
  return { title: cleanTitle(title), chapters };
}

async function findPackage(archive: Archive): Promise<string> {
  let path = '';
  const container = 'META-INF/container.xml';
  if (archive.has(container)) {
    await readXml(archive, container, {
      open(name, attributes) {
        if (name === 'container:rootfile' && path === '') path = attributes['full-path'] ?? '';
      },
    });
  }
  if (!archive.has(path)) throw documentMalformed(archive.fileName, 'it is not put together like a book');
  return path;
}

/** References are written like addresses of pages. */
function entryOf(folder: string, href = ''): string {
  const [path = ''] = href.split('#');
  try {
    return posix.join(folder, decodeURIComponent(path));
  } catch {
    return posix.join(folder, path);
  }
}
