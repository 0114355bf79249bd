import type { BlockWriter } from '../blockWriter';
import { longestTitle } from '../documentTitle';
import { HtmlTables } from './htmlTables';

/** What is not shown, or shown by other means than text. */
const hiddenElements = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'iframe',
  'object',
  'embed',
  'canvas',
  'audio',
  'video',
  'select',
  'textarea',
  'head',
]);

/** What begins on a line of its own. */
const blockElements = new Set(
  (
    'address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer ' +
    'form h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p pre section summary ul'
  ).split(' '),
);

/** Turns the elements of a page into blocks of text. What would be run, loaded or hidden is left out. */
export class HtmlBlocks {
  readonly #writer: BlockWriter;
  readonly #tables: HtmlTables;
  #title = '';
  #isTitle = false;
  #hiddenDepth = 0;
  #headingLevel: number | null = null;
  #preDepth = 0;
  #hasBegun = false;
  /** The numbers of the lists that are open; null for those with bullets. */
  readonly #lists: (number | null)[] = [];
  /** Written before the next text. */
  #label = '';

  constructor(writer: BlockWriter) {
    this.#writer = writer;
    this.#tables = new HtmlTables(writer);
  }

  /** Of the page; empty when it has none. */
  get title(): string {
    return this.#title;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'title' && this.#title === '') this.#isTitle = true;
    if (this.#hiddenDepth > 0 || hiddenElements.has(name) || isHidden(attributes)) {
      this.#hiddenDepth += 1;
      return;
    }
    if (this.#tables.open(name, attributes)) this.#endBlock();
    if (name === 'br') this.#write('\n');
    if (!blockElements.has(name)) return;
    this.#endBlock();
    this.#beginStructure(name);
  }

  text(text: string): void {
    if (this.#isTitle && this.#title.length < longestTitle) this.#title += text;
    if (this.#hiddenDepth > 0) return;
    if (this.#preDepth > 0 && !this.#tables.isInCell) this.#write(text);
    else this.#writeCollapsed(text.replaceAll(/\s+/g, ' '));
  }

  close(name: string): void {
    if (name === 'title') this.#isTitle = false;
    if (this.#hiddenDepth > 0) {
      this.#hiddenDepth -= 1;
      return;
    }
    if (blockElements.has(name)) {
      this.#endBlock();
      this.#endStructure(name);
    }
    if (this.#tables.close(name)) this.#endBlock();
  }

  end(): void {
    this.#endBlock();
    this.#tables.end();
  }

  #beginStructure(name: string): void {
    const level = /^h([1-6])$/.exec(name)?.[1];
    if (level !== undefined || name === 'pre') this.#tables.dissolve();
    if (level !== undefined) this.#headingLevel = Number(level);
    else if (name === 'pre') this.#preDepth += 1;
    else if (name === 'ul' || name === 'menu') this.#lists.push(null);
    else if (name === 'ol') this.#lists.push(0);
    else if (name === 'li') this.#label = this.#nextLabel();
  }

  #endStructure(name: string): void {
    if (/^h[1-6]$/.test(name)) this.#headingLevel = null;
    else if (name === 'pre') this.#preDepth = Math.max(0, this.#preDepth - 1);
    else if (name === 'ul' || name === 'ol' || name === 'menu') this.#lists.pop();
    else if (name === 'li') this.#label = '';
  }

  #nextLabel(): string {
    const count = this.#lists.at(-1);
    if (typeof count !== 'number') return '- ';
    this.#lists[this.#lists.length - 1] = count + 1;
    return `${count + 1}. `;
  }

  /** Runs of blanks count as one, also over the borders of elements, and none stands at the start of a block. */
  #writeCollapsed(text: string): void {
    const isAfterBlank = this.#hasBegun ? /\s/.test(this.#writer.lastCharacter) : true;
    const isBlankTooMany = text.startsWith(' ') && isAfterBlank && !this.#tables.isInCell;
    this.#write(isBlankTooMany ? text.slice(1) : text);
  }

  #write(text: string): void {
    if (text === '') return;
    if (this.#tables.isInCell) {
      this.#tables.write(this.#label + text);
    } else {
      if (!this.#hasBegun) this.#begin();
      this.#writer.write(this.#label + text);
    }
    this.#label = '';
  }

  #begin(): void {
    if (this.#headingLevel !== null) this.#writer.begin('heading', this.#headingLevel);
    else this.#writer.begin(this.#preDepth > 0 ? 'code' : 'paragraph');
    this.#hasBegun = true;
  }

  #endBlock(): void {
    if (this.#hasBegun) this.#writer.end();
    this.#hasBegun = false;
    this.#tables.separate();
  }
}

function isHidden(attributes: Readonly<Record<string, string>>): boolean {
  if (Object.hasOwn(attributes, 'hidden')) return true;
  const style = attributes['style'];
  return style !== undefined && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style.slice(0, 2000));
}
