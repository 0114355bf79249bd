import { Parser } from 'htmlparser2';
import { documentHostile, documentMalformed, nestedTooDeep } from '../documentErrors';
import type { Archive } from './openArchive';
import { encodingOfXml } from './xmlEncoding';
import { XmlNames, type Attributes } from './xmlNames';

export type { Attributes } from './xmlNames';

/** Documents nest some twenty elements, and tables in tables a few times more. */
const deepestNesting = 1000;

/** Told of what an XML file holds, in order. Names have the prefixes of xmlNames.ts. */
export interface XmlHandler {
  open?(name: string, attributes: Attributes): void;
  /** Part of a text; the rest follows. */
  text?(text: string): void;
  close?(name: string): void;
}

/**
 * Reads an XML entry of an archive as it flows by; yields after each piece of it, so that what the handler gathered can be
 * taken away. Entities beyond those of XML itself are never expanded.
 * @throws LoamError document/malformed, document/hostile, document/too-large
 */
export async function* readXmlPieces(
  archive: Archive,
  entryName: string,
  handler: XmlHandler,
): AsyncGenerator<void> {
  const { fileName } = archive;
  const openElements = { count: 0 };
  const parser = xmlParser(handler, openElements, fileName);
  let decoder: TextDecoder | null = null;
  for await (const piece of archive.read(entryName)) {
    decoder ??= new TextDecoder(encodingOfXml(piece));
    parser.write(decoder.decode(piece, { stream: true }));
    yield;
  }
  parser.write(decoder?.decode() ?? '');
  if (openElements.count > 0) throw endsTooEarly(fileName);
  parser.end();
  yield;
}

/** Reads a small XML entry at once. */
export async function readXml(archive: Archive, entryName: string, handler: XmlHandler): Promise<void> {
  const pieces = readXmlPieces(archive, entryName, handler);
  while ((await pieces.next()).done !== true);
}

function xmlParser(handler: XmlHandler, openElements: { count: number }, fileName: string): Parser {
  const names = new XmlNames();
  let isJustOpened = false;
  return new Parser(
    {
      onprocessinginstruction(_name, data) {
        refuseEntities(data, fileName);
      },
      onopentag(name, attributes) {
        names.open(attributes);
        openElements.count += 1;
        if (openElements.count > deepestNesting) throw nestedTooDeep(fileName);
        isJustOpened = true;
        handler.open?.(names.element(name), names.attributes(attributes));
      },
      ontext(text) {
        isJustOpened = false;
        handler.text?.(text);
      },
      onclosetag(name, isImplied) {
        // An element like <b/> is closed by implication too, but then nothing is in it.
        if (isImplied && !isJustOpened) throw endsTooEarly(fileName);
        isJustOpened = false;
        openElements.count -= 1;
        handler.close?.(names.element(name));
        names.close();
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
}

/**
 * For what stands in `<! … >`. A list of declarations goes on after its first `>`, but one entity is enough.
 * @throws LoamError document/hostile
 */
export function refuseEntities(declaration: string, fileName: string): void {
  if (/^!(?:ENTITY|DOCTYPE[^]*<!ENTITY)/i.test(declaration)) {
    throw documentHostile(fileName, 'it declares abbreviations that may unfold without end');
  }
}

function endsTooEarly(fileName: string): Error {
  return documentMalformed(fileName, 'one of its parts ends too early');
}
