import type { Archive } from '../archive/openArchive';
import { readXml } from '../archive/readXml';
import { wholeNumber } from '../wholeNumber';

/** What a paragraph's style says of it. */
export interface ParagraphStyle {
  headingLevel: number | null;
  /** The list it belongs to and the level in it; null for none. */
  list: { id: string; level: number } | null;
}

interface StyleElement {
  name: string;
  basedOn: string | null;
  outlineLevel: number | null;
  listId: string | null;
  listLevel: number;
}

const plain: ParagraphStyle = { headingLevel: null, list: null };
/** Styles that refer to one another in a circle must not be followed for ever. */
const longestAncestry = 20;

/** The paragraph styles of a Word document. */
export class ParagraphStyles {
  readonly #elements = new Map<string, StyleElement>();

  static async read(archive: Archive, part: string | null): Promise<ParagraphStyles> {
    const styles = new ParagraphStyles();
    if (part !== null && archive.has(part)) await styles.#read(archive, part);
    return styles;
  }

  of(id: string | null): ParagraphStyle {
    const result = { ...plain };
    let next = id;
    for (let generation = 0; next !== null && generation < longestAncestry; generation += 1) {
      const style = this.#elements.get(next);
      if (!style) break;
      result.headingLevel ??= headingLevelOf(style);
      if (style.listId !== null) result.list ??= { id: style.listId, level: style.listLevel };
      next = style.basedOn;
    }
    return result;
  }

  async #read(archive: Archive, part: string): Promise<void> {
    let style: StyleElement | null = null;
    await readXml(archive, part, {
      open: (name, attributes) => {
        const value = attributes['w:val'] ?? '';
        if (name === 'w:style') {
          style = { name: '', basedOn: null, outlineLevel: null, listId: null, listLevel: 0 };
          this.#elements.set(attributes['w:styleId'] ?? '', style);
        }
        if (style === null) return;
        if (name === 'w:name') style.name = value;
        else if (name === 'w:basedOn') style.basedOn = value;
        else if (name === 'w:outlineLvl') style.outlineLevel = wholeNumber(value);
        else if (name === 'w:numId') style.listId = value;
        else if (name === 'w:ilvl') style.listLevel = wholeNumber(value) ?? 0;
      },
      close: (name) => {
        if (name === 'w:style') style = null;
      },
    });
  }
}

/** Outline levels count from 0; 9 is body text. */
export function headingLevelOfOutline(outlineLevel: number | null): number | null {
  return outlineLevel !== null && outlineLevel < 9 ? outlineLevel + 1 : null;
}

function headingLevelOf({ name, outlineLevel }: StyleElement): number | null {
  if (outlineLevel !== null) return headingLevelOfOutline(outlineLevel);
  if (/^title$/i.test(name)) return 1;
  const level = /^heading (\d)$/i.exec(name)?.[1];
  return level === undefined ? null : Number(level);
}
