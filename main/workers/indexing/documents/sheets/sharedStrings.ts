import type { Archive } from '../archive/openArchive';
import { readXmlPieces } from '../archive/readXml';
import { documentTooLarge } from '../documentErrors';

const chunkBytes = 1024 * 1024;
const mostChunks = 96;
const mostStrings = 4_000_000;
/** A cell cannot hold more. */
const longestString = 32_767;

/**
 * The texts of a workbook's cells, to which the cells refer by number. Millions of short strings would fill the heap, so
 * they are kept as bytes.
 */
export class SharedStrings {
  readonly #fileName: string;
  readonly #chunks: Buffer[] = [];
  #used = chunkBytes;
  /** Where each begins, over all chunks, and how many bytes it has. */
  #starts = new Uint32Array(1024);
  #lengths = new Uint32Array(1024);
  #count = 0;

  static async read(archive: Archive, part: string | null): Promise<SharedStrings> {
    const strings = new SharedStrings(archive.fileName);
    if (part !== null && archive.has(part)) await strings.#read(archive, part);
    return strings;
  }

  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  /** Empty for a number that there is none for. */
  at(index: number): string {
    const start = this.#starts[index];
    const length = this.#lengths[index];
    if (index >= this.#count || start === undefined || length === undefined) return '';
    const chunk = this.#chunks[Math.floor(start / chunkBytes)];
    const offset = start % chunkBytes;
    return chunk?.toString('utf8', offset, offset + length) ?? '';
  }

  async #read(archive: Archive, part: string): Promise<void> {
    let text = '';
    let isText = false;
    let isPhonetic = false;
    const pieces = readXmlPieces(archive, part, {
      open(name) {
        // How Japanese is pronounced stands beside the text.
        if (name === 's:rPh') isPhonetic = true;
        isText = name === 's:t' && !isPhonetic;
      },
      text(piece) {
        if (isText && text.length < longestString) text += piece;
      },
      close: (name) => {
        isText = false;
        if (name === 's:rPh') isPhonetic = false;
        if (name !== 's:si') return;
        this.#add(text.slice(0, longestString));
        text = '';
      },
    });
    while ((await pieces.next()).done !== true);
  }

  #add(text: string): void {
    const length = Buffer.byteLength(text);
    if (this.#used + length > chunkBytes) {
      if (this.#chunks.length === mostChunks) throw this.#tooLarge();
      this.#chunks.push(Buffer.allocUnsafeSlow(chunkBytes));
      this.#used = 0;
    }
    if (this.#count === this.#starts.length) this.#grow();
    this.#starts[this.#count] = (this.#chunks.length - 1) * chunkBytes + this.#used;
    this.#lengths[this.#count] = length;
    this.#chunks.at(-1)?.write(text, this.#used);
    this.#used += length;
    this.#count += 1;
  }

  #grow(): void {
    if (this.#count >= mostStrings) throw this.#tooLarge();
    const starts = new Uint32Array(this.#count * 2);
    const lengths = new Uint32Array(this.#count * 2);
    starts.set(this.#starts);
    lengths.set(this.#lengths);
    this.#starts = starts;
    this.#lengths = lengths;
  }

  #tooLarge(): Error {
    return documentTooLarge(
      this.#fileName,
      'its cells hold more text than fits the memory. Split it into parts.',
    );
  }
}
