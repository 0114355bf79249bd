import { documentHostile, documentTooLarge, nestedTooDeep } from './documentErrors';

const mostAttributes = 10_000;
/** Pictures may be written into an attribute. */
const longestToken = 32 * 1024 * 1024;

/**
 * Keeps a markup parser from holding more than it must: it remembers all elements that are open, all attributes of one,
 * and all of a comment until that ends. All methods but the constructor throw LoamError document/hostile or
 * document/too-large.
 */
export class MarkupLimits {
  readonly #fileName: string;
  readonly #deepestNesting: number;
  #attributes = 0;
  #unheardCharacters = 0;
  /** Elements that are open. */
  depth = 0;

  constructor(fileName: string, deepestNesting: number) {
    this.#fileName = fileName;
    this.#deepestNesting = deepestNesting;
  }

  /** Before the parser is given this. */
  give(piece: string): void {
    this.#unheardCharacters += piece.length;
    if (this.#unheardCharacters > longestToken) {
      throw documentTooLarge(
        this.#fileName,
        'one element or comment of it is longer than a book. Take it out.',
      );
    }
  }

  /** The parser told of something. */
  hear(): void {
    this.#unheardCharacters = 0;
  }

  attribute(): void {
    this.#attributes += 1;
    if (this.#attributes > mostAttributes) {
      throw documentHostile(this.#fileName, 'one of its elements has thousands of attributes');
    }
  }

  open(): void {
    this.hear();
    this.#attributes = 0;
    this.depth += 1;
    if (this.depth > this.#deepestNesting) throw nestedTooDeep(this.#fileName);
  }

  close(): void {
    this.hear();
    this.depth -= 1;
  }
}
