/** A passage of fewer tokens for its characters is one nobody wants to read: endless blanks, letters without a space. */
const mostCharactersPerToken = 16;
/** Headings and names of columns may take so much of what the embedder reads. */
const contextShare = 1 / 4;

/** How much fits into a passage, in the embedder's own tokens. */
export class PassageSizes {
  readonly maxTokens: number;
  readonly #countTokens: (text: string) => number;
  /** Tokens that every text takes. */
  readonly #overhead: number;

  constructor({ countTokens, maxTokens }: { countTokens(text: string): number; maxTokens: number }) {
    this.#countTokens = countTokens;
    this.maxTokens = maxTokens;
    this.#overhead = countTokens('');
  }

  /** What the headings and the names of columns may take together. */
  get mostContext(): number {
    return Math.floor((this.maxTokens - this.#overhead) * contextShare);
  }

  /** What is left for the text of a passage beside its context. */
  capacity(context: string): number {
    const contextTokens = context === '' ? 0 : this.#countTokens(context) - this.#overhead;
    return Math.max(1, this.maxTokens - this.#overhead - contextTokens);
  }

  /** Tokens of a piece of text; more where it has too many characters for them. */
  of(text: string): number {
    return Math.max(this.#countTokens(text) - this.#overhead, text.length / mostCharactersPerToken);
  }

  /** Tokens of a whole embedded text. */
  tokens(text: string): number {
    return this.#countTokens(text);
  }
}
