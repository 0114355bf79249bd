import { Parser } from 'htmlparser2';
import { refuseEntities } from '../archive/readXml';
import type { BlockWriter } from '../blockWriter';
import { nestedTooDeep } from '../documentErrors';
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
  let depth = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        depth += 1;
        if (depth > deepestNesting) throw nestedTooDeep(writer.fileName);
        blocks.open(name, attributes);
      },
      ontext: (text) => blocks.text(text),
      onclosetag(name) {
        depth -= 1;
        blocks.close(name);
      },
      onprocessinginstruction(_name, data) {
        if (isXhtml) refuseEntities(data, writer.fileName);
      },
    },
    { recognizeSelfClosing: isXhtml },
  );
  return {
    write: (piece) => parser.write(piece),
    end() {
      parser.end();
      blocks.end();
      return blocks.title;
    },
  };
}
