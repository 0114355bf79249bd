/**
 * A long answer as a capable model writes it: headings, paragraphs, nested lists, code, a table, formulas. It repeats
 * one mix of blocks with other words, so that its last tokens ask for the same kinds of work as its first ones and only
 * the length of what is already there differs.
 */

const words =
  'river stone market engine garden window signal letter paper bridge harvest winter cellar lantern thread mirror ' +
  'station orchard compass ladder current voltage mixture pattern balance channel measure section margin surface';

/**
 * @param {number} tokenCount
 * @param {number} tokensInSection The mix repeats after so many tokens.
 * @returns {string[]} Exactly this many pieces, each about the length of a model's token.
 */
export function markdownReply(tokenCount, tokensInSection) {
  const pieces = [];
  for (let number = 1; pieces.length < tokenCount; number += 1) {
    pieces.push(...section(number, tokensInSection));
  }
  return pieces.slice(0, tokenCount);
}

/**
 * @param {string} text
 * @returns {string[]} Pieces of up to five letters with the blank before them, as tokenizers cut; joined they are the
 *   text again.
 */
export function splitIntoTokens(text) {
  return text.match(/[^\S\n]?[\p{L}\p{N}]{1,5}|[^\S\n]?[^\p{L}\p{N}\s]|\n+|[^\S\n]+/gu) ?? [];
}

/**
 * @param {number} number
 * @param {number} tokenCount
 */
function section(number, tokenCount) {
  const word = wordSource(number);
  const body = [
    heading(number, word),
    paragraph(word),
    nestedList(word),
    codeBlock(number, word),
    table(word),
    formula(number),
    numberedList(word),
    `> ${sentence(word, 14)}`,
  ].join('\n\n');
  const pieces = splitIntoTokens(`${body}\n\n`);
  const ending = splitIntoTokens('\n\n');
  if (pieces.length + ending.length > tokenCount) {
    throw new RangeError(
      `One section needs ${pieces.length + ending.length} tokens, more than ${tokenCount}.`,
    );
  }
  while (pieces.length < tokenCount - ending.length) pieces.push(` ${word().slice(0, 5)}`);
  return [...pieces, ...ending];
}

/** @param {number} seed */
function wordSource(seed) {
  const list = words.split(' ');
  let state = seed * 7919 + 17;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return list[(state >>> 16) % list.length] ?? 'word';
  };
}

/** @typedef {() => string} Word */

/**
 * @param {number} number
 * @param {Word} word
 */
function heading(number, word) {
  return `## ${number}. The ${word()} and the ${word()}`;
}

/**
 * @param {Word} word
 * @param {number} count
 */
function sentence(word, count) {
  const text = Array.from({ length: count }, word).join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** @param {Word} word */
function paragraph(word) {
  return (
    `${sentence(word, 9)} A **${word()} ${word()}** needs an *even ${word()}*, see \`${word()}.${word()}()\` and ` +
    `[the ${word()}](https://example.org/${word()}). With $x_i^2 + y_i^2 \\le r^2$ it holds that ${sentence(word, 8)}`
  );
}

/** @param {Word} word */
function nestedList(word) {
  return [
    `- The ${word()} comes first:`,
    `  - ${sentence(word, 5)}`,
    `    - a **${word()}** within`,
    `  - ${sentence(word, 4)}`,
    `- Then the ${word()}, with \`${word()}\``,
    `- ${sentence(word, 6)}`,
  ].join('\n');
}

/**
 * @param {number} number
 * @param {Word} word
 */
function codeBlock(number, word) {
  const [name, item] = [word(), word()];
  return [
    '```ts',
    `/** Finds the ${item} of a ${name}. */`,
    `export function ${name}${number}(${item}s: number[]): number {`,
    `  const limit = ${number * 3};`,
    `  for (const ${item} of ${item}s) {`,
    `    if (${item} > limit && ${item} % 2 === 0) return ${item};`,
    '  }',
    `  throw new RangeError('There is no ${item}.');`,
    '}',
    '```',
  ].join('\n');
}

/** @param {Word} word */
function table(word) {
  const rows = Array.from({ length: 3 }, (_, index) => `| ${word()} | ${index * 12.5} | ${word()} |`);
  return ['| Name | Value | Note |', '| --- | ---: | --- |', ...rows].join('\n');
}

/** @param {number} number */
function formula(number) {
  return `$$\n\\int_0^{${number}} \\frac{x^2}{1 + x^2}\\,dx = \\sum_{k=1}^{n} a_k\n$$`;
}

/** @param {Word} word */
function numberedList(word) {
  return Array.from({ length: 3 }, (_, index) => `${index + 1}. ${sentence(word, 5)}`).join('\n');
}
