import { CodeTracker } from './codeTracker';

const numbers = '\\d{1,3}(?:\\s?(?:,|;|&|-|–|—)\\s?\\d{1,3})*';
const inner = `\\s?\\^?(?:(?:passages?|sources?|documents?)\\s?#?)?${numbers}(?:†[^\\]】\\n]{0,40})?\\s?`;
const group = `(?:\\[\\[${inner}\\]\\]|\\[${inner}\\]|【${inner}】)`;
/** What stands before the first bracket goes with it when all of it is taken out. */
const before = '( *)(\\(?)';
const complete = new RegExp(`^${before}(${group}(?:[,;]? ?${group})*)([,;]? ?)`, 'iu');
/** Beginnings of all that `complete` matches; a little more, so that it stays readable. */
const beginning = new RegExp(
  `^ *\\(?(?:${group}[,;]? ?)*(?:[[【]\\[?\\s?\\^?(?:p|pa|pas|pass|passa|passag|passages?|s|so|sou|sour|sourc|sources?|d|do|doc|docu|docum|docume|documen|documents?)?\\s?#?(?:\\d{1,3}\\s?[,;&–—-]\\s?)*(?:\\d{1,3}(?:\\s|†[^\\]】\\n]{0,40})?)?\\]?)?$`,
  'iu',
);
const mayBegin = /^[ ([【]/u;
const bracket = /[[【]/u;
const longestHeld = 200;
/** "[1-365]" is no citation. */
const longestRange = 20;

/**
 * Checks the citations of an answer while it is written. Numbers that are no passage's are taken out and remembered;
 * the others come out as [1][2], however the model spelled them. Code, links like [1](…) and escaped brackets are left
 * alone. A bracket is held back until it is complete, so that nothing is shown that would have to be taken back.
 */
export class CitationFilter {
  readonly #known: ReadonlySet<number>;
  readonly #removed = new Set<number>();
  readonly #tracker = new CodeTracker();
  #held = '';
  #wasCitation = false;
  /** A citation was taken out where nothing stands before it: the blanks after it go too. */
  #dropsBlanks = false;

  /**
   * @param known the numbers there are
   * @param written what the answer says already, when it is carried on
   */
  constructor(known: ReadonlySet<number>, written = '') {
    this.#known = known;
    this.#tracker.write(written);
  }

  /** Numbers that were taken out, each once, in the order they came up. */
  get removed(): number[] {
    return [...this.#removed];
  }

  /** @returns what of the answer is certain now */
  push(delta: string): string {
    let output = '';
    for (const character of delta) {
      this.#held += character;
      output += this.#settle(false);
    }
    return output;
  }

  /**
   * @param isUnfinished the answer was broken off: a citation that was only begun is left out, so that it can be carried
   * on without it
   */
  end(isUnfinished: boolean): string {
    const output = this.#settle(true);
    const rest = isUnfinished ? this.#held.replace(/[[【].*$/su, '').trimEnd() : this.#held;
    this.#held = '';
    return output + this.#emit(rest);
  }

  /** Lets go of what is certain. What is left in `#held` may still become a citation. */
  #settle(isEnd: boolean): string {
    let output = '';
    while (this.#held !== '') {
      if (!mayBegin.test(this.#held)) {
        output += this.#release();
        continue;
      }
      const isOpen = beginning.test(this.#held) && this.#held.length < longestHeld;
      if (isOpen && !this.#isLiteral()) {
        if (!isEnd) return output;
        if (!complete.test(this.#held)) return output;
      }
      const match = this.#isLiteral() ? null : complete.exec(this.#held);
      output += match ? this.#cite(match) : this.#release();
    }
    return output;
  }

  /** Whether a bracket here is no citation, whatever stands in it. */
  #isLiteral(): boolean {
    const { last } = this.#tracker;
    if (this.#tracker.isInCode()) return true;
    const opensAtOnce = bracket.test(this.#held.charAt(0));
    // An escaped bracket, the inner one of [[, the label of a link like [text][1].
    return opensAtOnce && (last === '\\' || last === '[' || (last === ']' && !this.#wasCitation));
  }

  /** One character goes out as it is. */
  #release(): string {
    const [character = ''] = this.#held;
    this.#held = this.#held.slice(character.length);
    this.#wasCitation = false;
    return this.#emit(character);
  }

  #cite(match: RegExpExecArray): string {
    const [, blanks = '', parenthesis = '', groups = '', separator = ''] = match;
    const matched = blanks + parenthesis + groups;
    const after = this.#held.slice(matched.length);
    const cited = numbersOf(groups);
    if (after.startsWith('(') || cited === null) return this.#pass(matched);
    this.#held = after;
    const kept = cited.filter((number) => this.#known.has(number));
    for (const number of cited) if (!this.#known.has(number)) this.#removed.add(number);
    if (kept.length === 0) return this.#takeOut(blanks, parenthesis, separator);
    const atLineStart = this.#tracker.isAtLineStart();
    const output = this.#emit(`${blanks}${parenthesis}${kept.map((number) => `[${number}]`).join('')}`);
    this.#wasCitation = true;
    // "[1]: address" would make links of all citations.
    return atLineStart && after.startsWith(':') ? output + this.#emit(' ') : output;
  }

  #pass(text: string): string {
    this.#held = this.#held.slice(text.length);
    this.#wasCitation = false;
    return this.#emit(text);
  }

  /** Closes the gap that a citation leaves. */
  #takeOut(blanks: string, parenthesis: string, separator: string): string {
    const next = this.#held.charAt(0);
    const startsLine = this.#tracker.isAtLineStart();
    if (parenthesis !== '' && next === ')') {
      this.#held = this.#held.slice(1);
      return this.#closeGap(blanks, startsLine);
    }
    if (parenthesis !== '') {
      const output = this.#emit(blanks + parenthesis);
      this.#held = this.#held.slice(separator.length).trimStart();
      this.#dropsBlanks = true;
      return output;
    }
    if (startsLine && next === ':') this.#held = this.#held.slice(1);
    return this.#closeGap(blanks, startsLine);
  }

  #closeGap(blanks: string, startsLine: boolean): string {
    if (startsLine) {
      this.#dropsBlanks = true;
      return this.#emitRaw(blanks);
    }
    const joinsWords = /^[\p{L}\p{N}[【(]/u.test(this.#held);
    return joinsWords ? this.#emit(blanks) : '';
  }

  #emit(text: string): string {
    if (text === '') return '';
    const kept = this.#dropsBlanks ? text.replace(/^ +/u, '') : text;
    if (kept !== '') this.#dropsBlanks = false;
    return this.#emitRaw(kept);
  }

  #emitRaw(text: string): string {
    this.#tracker.write(text);
    return text;
  }
}

/** The numbers in all brackets, each once; null when a range is too long to be one of passages. */
function numbersOf(groups: string): number[] | null {
  const cited: number[] = [];
  const withoutNotes = groups.replace(/†[^\]】]*/gu, '');
  for (const [, first = '', last = first] of withoutNotes.matchAll(/(\d+)(?:\s?[-–—]\s?(\d+))?/gu)) {
    const from = Number(first);
    const to = Number(last);
    if (to < from || to - from > longestRange) return null;
    for (let number = from; number <= to; number += 1) cited.push(number);
  }
  return [...new Set(cited)];
}
