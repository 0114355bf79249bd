import { documentTooLarge } from './documentErrors';

/** Held in memory until the paragraph ends that it hangs on. */
const mostCharacters = 1_000_000;

/** What stands beside a paragraph, in a box or a note, and is told after it. */
export class AsideText {
  readonly #fileName: string;
  #text = '';

  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  /** @throws LoamError document/too-large */
  write(text: string): void {
    this.#text += text;
    if (this.#text.length <= mostCharacters) return;
    throw documentTooLarge(
      this.#fileName,
      'a box or note in it is longer than a book. Move its text out of it.',
    );
  }

  /** Its paragraphs, which it then has no more. */
  take(): string[] {
    const text = this.#text;
    this.#text = '';
    return text === '' ? [] : text.split('\n');
  }
}
