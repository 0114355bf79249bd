/** Longer than any text that somebody wrote, and only attachments go on. */
const longestText = 2 * 1024 * 1024;
/** Lines of an e-mail are short; one that does not end is looked at in pieces. */
const longestLine = 64 * 1024;

/**
 * An e-mail without most of its attachments, which are most of a large one: what is encoded in base 64 is cut after two
 * megabytes. Given in pieces of bytes as Latin-1.
 */
export class WithoutAttachments {
  #pending = '';
  /** Base 64 without anything else between. */
  #encodedCharacters = 0;
  /** Lines that may separate one part from another. */
  separators = 0;

  add(piece: string): string {
    const text = this.#pending + piece;
    const lineEnd = text.lastIndexOf('\n') + 1;
    const end = lineEnd === 0 && text.length > longestLine ? text.length : lineEnd;
    this.#pending = text.slice(end);
    return this.#filter(text.slice(0, end));
  }

  end(): string {
    const rest = this.#pending;
    this.#pending = '';
    return this.#filter(rest);
  }

  #filter(text: string): string {
    return text
      .split(/(?<=\n)/)
      .filter((line) => this.#keeps(line))
      .join('');
  }

  #keeps(line: string): boolean {
    if (/^[\w+/=]{20,}\r?\n?$/.test(line)) this.#encodedCharacters += line.length;
    else this.#encodedCharacters = 0;
    if (line.startsWith('--')) this.separators += 1;
    return this.#encodedCharacters <= longestText;
  }
}
