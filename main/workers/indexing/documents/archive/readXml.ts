import { Parser } from 'htmlparser2';
import { documentHostile, documentMalformed, documentTooLarge } from '../documentErrors';
import { MarkupLimits } from '../markupLimits';
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

/** A part that is read at once lists things: styles, relationships, notes. */
const mostElementsAtOnce = 500_000;
const mostCharactersAtOnce = 48_000_000;

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
  const limits = new MarkupLimits(archive.fileName, deepestNesting);
  const parser = xmlParser(handler, limits, archive.fileName);
  let decoder: TextDecoder | null = null;
  for await (const bytes of archive.read(entryName)) {
    decoder ??= new TextDecoder(encodingOfXml(bytes));
    const piece = decoder.decode(bytes, { stream: true });
    limits.give(piece);
    parser.write(piece);
    yield;
  }
  parser.write(decoder?.decode() ?? '');
  if (limits.depth > 0) throw endsTooEarly(archive.fileName);
  parser.end();
  yield;
}

/**
 * Reads an XML entry at once, for handlers that keep what they hear.
 * @throws LoamError document/malformed, document/hostile, document/too-large
 */
export async function readXml(archive: Archive, entryName: string, handler: XmlHandler): Promise<void> {
  let elements = 0;
  let characters = 0;
  const count = (): void => {
    if (elements <= mostElementsAtOnce && characters <= mostCharactersAtOnce) return;
    throw documentTooLarge(
      archive.fileName,
      'a part that describes the others is larger than they are. Save it again.',
    );
  };
  const counted: XmlHandler = {
    open(name, attributes) {
      elements += 1;
      count();
      handler.open?.(name, attributes);
    },
    text(text) {
      characters += text.length;
      count();
      handler.text?.(text);
    },
    close: (name) => handler.close?.(name),
  };
  const pieces = readXmlPieces(archive, entryName, counted);
  while ((await pieces.next()).done !== true);
}

function xmlParser(handler: XmlHandler, limits: MarkupLimits, fileName: string): Parser {
  const names = new XmlNames();
  let isJustOpened = false;
  return new Parser(
    {
      onprocessinginstruction(_name, data) {
        refuseEntities(data, fileName);
      },
      onattribute: () => limits.attribute(),
      onopentag(name, attributes) {
        limits.open();
        names.open(attributes);
        isJustOpened = true;
        handler.open?.(names.element(name), names.attributes(attributes));
      },
      ontext(text) {
        limits.hear();
        isJustOpened = false;
        handler.text?.(text);
      },
      onclosetag(name, isImplied) {
        // An element like <b/> is closed by implication too, but then nothing is in it.
        if (isImplied && !isJustOpened) throw endsTooEarly(fileName);
        isJustOpened = false;
        limits.close();
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
