import { Parser } from 'htmlparser2';
import { refuseEntities } from '../archive/readXml';
import type { BlockWriter } from '../blockWriter';
import { MarkupLimits } from '../markupLimits';
import { HtmlBlocks } from './htmlBlocks';

/** Pages that forget to close their elements come to some thousands. */
const deepestNesting = 20_000;

export interface HtmlOptions {
  /** Elements may be closed as in XML, `<title/>`, and entities be declared as there, which is refused. */
  isXhtml: boolean;
}

export interface HtmlReading {
  /** @throws LoamError document/hostile, document/too-large */
  write(piece: string): void;
  /** The rest of what was written, and the page's title, empty when it has none. */
  end(): string;
}

/** Reads a page piece by piece into blocks. */
export function startHtml(writer: BlockWriter, { isXhtml }: HtmlOptions): HtmlReading {
  const blocks = new HtmlBlocks(writer);
  const limits = new MarkupLimits(writer.fileName, deepestNesting);
  const parser = new Parser(
    {
      onattribute: () => limits.attribute(),
      onopentag(name, attributes) {
        limits.open();
        blocks.open(name, attributes);
      },
      ontext(text) {
        limits.hear();
        blocks.text(text);
      },
      onclosetag(name) {
        limits.close();
        blocks.close(name);
      },
      onprocessinginstruction(_name, data) {
        if (isXhtml) refuseEntities(data, writer.fileName);
      },
      // What HTML does not know, such as a declaration of an entity, is a comment to it.
      oncomment(data) {
        if (isXhtml) refuseEntities(`!${data}`, writer.fileName);
      },
    },
    { recognizeSelfClosing: isXhtml },
  );
  return {
    write(piece) {
      limits.give(piece);
      parser.write(piece);
    },
    end() {
      parser.end();
      blocks.end();
      return blocks.title;
    },
  };
}
