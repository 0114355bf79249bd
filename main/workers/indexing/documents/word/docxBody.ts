import type { Attributes, XmlHandler } from '../archive/readXml';
import { AsideText } from '../asideText';
import type { BlockWriter } from '../blockWriter';
import { TableWriter } from '../tableWriter';
import { wholeNumber } from '../wholeNumber';
import type { ListLabels } from './listLabels';
import { headingLevelOfOutline, type ParagraphStyles } from './styles';

export interface DocxParts {
  styles: ParagraphStyles;
  labels: ListLabels;
  footnotes: ReadonlyMap<string, string>;
  endnotes: ReadonlyMap<string, string>;
}

interface Paragraph {
  styleId: string | null;
  outlineLevel: number | null;
  listId: string | null;
  listLevel: number | null;
  hasBegun: boolean;
}

/**
 * What was deleted, what is there for older programs only, and how things looked before they were changed. None of it is
 * part of the text.
 */
const leftOut = new Set([
  'mc:Fallback',
  'w:del',
  'w:moveFrom',
  'w:pPrChange',
  'w:rPrChange',
  'w:sectPrChange',
  'w:tblPrChange',
  'w:trPrChange',
  'w:tcPrChange',
  'w:numberingChange',
]);

/** Turns the body of a Word document into blocks. */
export class DocxBody implements XmlHandler {
  readonly #writer: BlockWriter;
  readonly #parts: DocxParts;
  readonly #table: TableWriter;
  #paragraph: Paragraph | null = null;
  #leftOutDepth = 0;
  #tableDepth = 0;
  #boxDepth = 0;
  /** The notes and boxes that hang on the open paragraph. */
  readonly #aside: AsideText;
  #isText = false;
  #isHidden = false;
  #isInRun = false;

  constructor(writer: BlockWriter, parts: DocxParts) {
    this.#writer = writer;
    this.#parts = parts;
    this.#table = new TableWriter(writer);
    this.#aside = new AsideText(writer.fileName);
  }

  open(name: string, attributes: Attributes): void {
    if (this.#leftOutDepth > 0 || leftOut.has(name)) this.#leftOutDepth += 1;
    else if (this.#boxDepth > 0 || name === 'w:txbxContent') this.#openInBox(name, attributes);
    else if (!this.#openRun(name, attributes) && !this.#openTable(name, attributes)) {
      this.#openParagraph(name, attributes);
    }
  }

  text(text: string): void {
    if (this.#isText && this.#leftOutDepth === 0 && !this.#isHidden) this.#write(text);
  }

  close(name: string): void {
    this.#isText = false;
    if (this.#leftOutDepth > 0) this.#leftOutDepth -= 1;
    else if (name === 'w:r') this.#isInRun = this.#isHidden = false;
    else if (this.#boxDepth > 0) this.#closeInBox(name);
    else if (name === 'w:p') this.#endParagraph();
    else this.#closeTable(name);
  }

  /** What stands in a run of text, wherever the run stands. */
  #openRun(name: string, attributes: Attributes): boolean {
    if (name === 'w:t' || name === 'm:t') this.#isText = true;
    else if (name === 'w:r') {
      this.#isInRun = true;
    } else if (name === 'w:vanish') this.#isHidden = this.#isInRun && !isOff(attributes);
    else if (this.#isInRun && name === 'w:tab') this.#write('\t');
    else if (this.#isInRun && (name === 'w:br' || name === 'w:cr')) this.#write('\n');
    else if (name === 'w:noBreakHyphen') this.#write('-');
    else return false;
    return true;
  }

  #openParagraph(name: string, attributes: Attributes): void {
    const value = attributes['w:val'];
    if (name === 'w:p') {
      this.#paragraph = {
        styleId: null,
        outlineLevel: null,
        listId: null,
        listLevel: null,
        hasBegun: false,
      };
    }
    const paragraph = this.#paragraph;
    if (!paragraph) return;
    if (name === 'w:pStyle') paragraph.styleId = value ?? null;
    else if (name === 'w:outlineLvl') paragraph.outlineLevel = wholeNumber(value);
    else if (name === 'w:numId') paragraph.listId = value ?? null;
    else if (name === 'w:ilvl') paragraph.listLevel = wholeNumber(value);
    else if (name === 'w:footnoteReference') this.#note(this.#parts.footnotes, attributes);
    else if (name === 'w:endnoteReference') this.#note(this.#parts.endnotes, attributes);
  }

  #note(notes: ReadonlyMap<string, string>, attributes: Attributes): void {
    const text = notes.get(attributes['w:id'] ?? '');
    if (text !== undefined && text !== '') this.#aside.write(`${text}\n`);
  }

  #write(text: string): void {
    if (this.#boxDepth > 0) {
      this.#aside.write(text);
      return;
    }
    if (!this.#paragraph) return;
    this.#begin(this.#paragraph);
    if (this.#tableDepth > 0) this.#table.write(text);
    else this.#writer.write(text);
  }

  /** Its properties stand before its text, so that by then they are known. */
  #begin(paragraph: Paragraph): void {
    if (paragraph.hasBegun) return;
    paragraph.hasBegun = true;
    const style = this.#parts.styles.of(paragraph.styleId);
    const level = headingLevelOfOutline(paragraph.outlineLevel) ?? style.headingLevel;
    const label = this.#labelOf(paragraph, style.list);
    if (this.#tableDepth > 0) {
      this.#table.separate();
      this.#table.write(label);
      return;
    }
    this.#writer.begin(level === null ? 'paragraph' : 'heading', level);
    this.#writer.write(label);
  }

  #labelOf(paragraph: Paragraph, styleList: { id: string; level: number } | null): string {
    const id = paragraph.listId ?? styleList?.id ?? null;
    // A list of its own numbered 0 takes a paragraph out of its style's list.
    if (id === null || id === '0') return '';
    const label = this.#parts.labels.next(id, paragraph.listLevel ?? styleList?.level ?? 0);
    return label === '' ? '' : `${label} `;
  }

  #endParagraph(): void {
    const paragraph = this.#paragraph;
    this.#paragraph = null;
    if (paragraph?.hasBegun === true && this.#tableDepth === 0) this.#writer.end();
    for (const text of this.#aside.take()) this.#addAside(text);
  }

  #addAside(text: string): void {
    if (this.#tableDepth === 0) this.#writer.add('paragraph', text);
    else if (text.trim() !== '') {
      this.#table.separate();
      this.#table.write(text);
    }
  }

  #openTable(name: string, attributes: Attributes): boolean {
    if (name === 'w:tbl') this.#tableDepth += 1;
    else if (this.#tableDepth !== 1) return false;
    else if (name === 'w:tr') this.#table.beginRow();
    else if (name === 'w:tc') this.#table.beginCell();
    else if (name === 'w:gridSpan') this.#table.span(wholeNumber(attributes['w:val']) ?? 1);
    else return false;
    return true;
  }

  #closeTable(name: string): void {
    if (name === 'w:tbl') {
      this.#tableDepth -= 1;
      if (this.#tableDepth === 0) this.#table.end();
    } else if (this.#tableDepth !== 1) return;
    else if (name === 'w:tr') this.#table.endRow();
    else if (name === 'w:tc') this.#table.endCell();
  }

  #openInBox(name: string, attributes: Attributes): void {
    if (name === 'w:txbxContent') this.#boxDepth += 1;
    else this.#openRun(name, attributes);
  }

  #closeInBox(name: string): void {
    if (name === 'w:txbxContent') this.#boxDepth -= 1;
    else if (name === 'w:p') this.#aside.write('\n');
  }
}

function isOff(attributes: Attributes): boolean {
  const value = attributes['w:val'];
  return value === '0' || value === 'false' || value === 'off';
}
